import { itemAt } from '../../geometry/at.ts'
import type { Line, MultiPolygon, Point } from '../../geometry/lattice.ts'
import { computeIntersection, hasProperIntersection, orient2d } from '../../geometry/segments.ts'

/** Lattice units, about 3 m: how far a border keeps from the walls that it goes around. */
const CLEARANCE = 30

interface Crossing {
  at: Point
  /** Edge of the hull that the border crosses. */
  edge: number
}

/**
 * Returns the two ways for a border around a building: lines from where it comes near the building to where it leaves
 * it, along the convex hull of the footprint at a distance; the shorter first. None where the border runs through the
 * building more than once.
 */
export function findRoutesAround(shape: MultiPolygon, footprint: MultiPolygon): Line[] {
  const hull = widen(buildConvexHull(footprint.flat(2)))
  if (hull.length < 3) return []
  const crossings = shape.flatMap((polygon) => polygon.flatMap((ring) => findCrossings(ring, hull)))
  const [first, second] = crossings
  if (first === undefined || second === undefined || crossings.length !== 2) return []
  const forward = listBetween(hull, first.edge, second.edge)
  const backward = listBetween(hull, second.edge, first.edge).reverse()
  return [forward, backward]
    .map((middle): Line => [first.at, ...middle, second.at])
    .sort((a, b) => measure(a) - measure(b))
}

/** Andrew's monotone chain, counter-clockwise, without collinear points. */
function buildConvexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])
  const half = (list: readonly Point[]) => {
    const chain: Point[] = []
    for (const point of list) {
      while (
        chain.length > 1 &&
        orient2d(itemAt(chain, chain.length - 2), itemAt(chain, chain.length - 1), point) <= 0
      )
        chain.pop()
      chain.push(point)
    }
    return chain.slice(0, -1)
  }
  return [...half(sorted), ...half(sorted.toReversed())]
}

/** Moves each corner away from the middle. */
function widen(hull: readonly Point[]): Point[] {
  const mean = (axis: 0 | 1) => hull.reduce((sum, point) => sum + point[axis], 0) / hull.length
  const [x, y] = [mean(0), mean(1)]
  return hull.map(([px, py]): Point => {
    const [dx, dy] = [Math.sign(px - x), Math.sign(py - y)]
    return [px + dx * CLEARANCE, py + dy * CLEARANCE]
  })
}

function findCrossings(ring: readonly Point[], hull: readonly Point[]): Crossing[] {
  return ring.flatMap((a, i) => {
    const b = itemAt(ring, (i + 1) % ring.length)
    return hull.flatMap((c, edge): Crossing[] => {
      const d = itemAt(hull, (edge + 1) % hull.length)
      return hasProperIntersection(a, b, c, d) ? [{ at: computeIntersection(a, b, c, d), edge }] : []
    })
  })
}

/** Corners of the hull after one edge, up to the beginning of another. */
function listBetween(hull: readonly Point[], from: number, to: number): Point[] {
  const corners: Point[] = []
  for (let edge = from; edge !== to; edge = (edge + 1) % hull.length)
    corners.push(itemAt(hull, (edge + 1) % hull.length))
  return corners
}

const measure = (line: Line): number =>
  line.reduce((sum, point, i) => {
    const before = line[i - 1]
    return before === undefined ? 0 : sum + Math.hypot(point[0] - before[0], point[1] - before[1])
  }, 0)
