import { locatePointInPolygon } from './point-in-polygon.ts'
import type { Box, MultiPolygon, Point } from '../lattice.ts'
import { isOnSegment, orient2d } from '../segments.ts'

/**
 * Decomposition of a geometry: single points, lines (including closed rings), and the areas that they
 * enclose.
 */
export interface GeometryParts {
  points: readonly Point[]
  lines: readonly (readonly Point[])[]
  areas: MultiPolygon
}

/** Whether two geometries have a point in common; exact on the lattice. */
export function intersects(a: GeometryParts, b: GeometryParts): boolean {
  return (
    touches(a, b) || touches(b, a) || a.lines.some((one) => b.lines.some((other) => linesMeet(one, other)))
  )
}

/** Whether two boxes have a point in common. */
export const boxesIntersect = (a: Box, b: Box) => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1]

/** Returns the box of the points. */
export function computeBox(points: readonly Point[]): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    west = Math.min(west, x)
    south = Math.min(south, y)
    east = Math.max(east, x)
    north = Math.max(north, y)
  }
  return [west, south, east, north]
}

/** Converts a box to a geometry; without width or height it is a line or a point. */
export function boxToGeometryParts([west, south, east, north]: Box): GeometryParts {
  if (west === east && south === north) return { points: [[west, south]], lines: [], areas: [] }
  if (west === east || south === north)
    return {
      points: [],
      lines: [
        [
          [west, south],
          [east, north],
        ],
      ],
      areas: [],
    }
  const ring: Point[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ]
  return { points: [], lines: [[...ring, ring[0]!]], areas: [[ring]] }
}

/** Whether a point of `a`, or one point of each of its lines, lies in or on `b`. */
function touches(a: GeometryParts, b: GeometryParts): boolean {
  const isIn = ([x, y]: Point) => b.areas.some((polygon) => locatePointInPolygon(polygon, x, y) !== 'outside')
  const isOn = (point: Point) =>
    b.lines.some((line) => line.some((from, i) => i > 0 && isOnSegment(point, line[i - 1]!, from)))
  return (
    a.points.some(
      (point) => isIn(point) || isOn(point) || b.points.some(([x, y]) => x === point[0] && y === point[1]),
    ) || a.lines.some((line) => isIn(line[0]!))
  )
}

function linesMeet(one: readonly Point[], other: readonly Point[]): boolean {
  for (let i = 1; i < one.length; i++) {
    for (let k = 1; k < other.length; k++)
      if (segmentsMeet(one[i - 1]!, one[i]!, other[k - 1]!, other[k]!)) return true
  }
  return false
}

function segmentsMeet(a: Point, b: Point, c: Point, d: Point): boolean {
  if (
    Math.max(a[0], b[0]) < Math.min(c[0], d[0]) ||
    Math.max(c[0], d[0]) < Math.min(a[0], b[0]) ||
    Math.max(a[1], b[1]) < Math.min(c[1], d[1]) ||
    Math.max(c[1], d[1]) < Math.min(a[1], b[1])
  )
    return false
  const [abc, abd, cda, cdb] = [orient2d(a, b, c), orient2d(a, b, d), orient2d(c, d, a), orient2d(c, d, b)]
  return Math.sign(abc) * Math.sign(abd) <= 0 && Math.sign(cda) * Math.sign(cdb) <= 0
}
