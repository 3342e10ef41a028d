import { itemAt } from '../../geometry/at.ts'
import type { Line, MultiPolygon, Point } from '../../geometry/lattice.ts'
import { computeIntersection, hasProperIntersection } from '../../geometry/segments.ts'
import { buildConvexHull } from '../../geometry/shapes/convex-hull.ts'

/**
 * Lattice units, about 3 and 5 m: how far a border keeps from the walls that it goes around. Not alike, so that the way
 * around a compound crosses one around a building of it instead of running along it.
 */
export const CLEARANCE = { building: 30, compound: 50 }

interface Crossing {
  at: Point
  /** Lattice units from the first corner of the ring, along it; those of the whole ring are `around`. */
  along: number
  around: number
  /** Edge of the hull that the border crosses. */
  edge: number
}

/**
 * Returns the two ways for a border around a building or a compound: lines from where it first comes near to where it
 * leaves it at last, along the convex hull of the corners at a distance; the shorter first. None where several rings run
 * through it.
 */
export function findRoutesAround(shape: MultiPolygon, corners: readonly Point[], clearance: number): Line[] {
  const hull = buildConvexHull(corners.flatMap((corner) => listCornersAround(corner, clearance)))
  if (hull.length < 3) return []
  const crossed = shape
    .flat()
    .map((ring) => findCrossings(ring, hull))
    .filter((crossings) => crossings.length > 0)
  const [crossings] = crossed
  if (crossings === undefined || crossed.length !== 1) return []
  const [first, second] = findOuterCrossings(crossings)
  if (first === undefined || second === undefined) return []
  const forward = listBetween(hull, first.edge, second.edge)
  const backward = listBetween(hull, second.edge, first.edge).reverse()
  return [forward, backward]
    .map((middle): Line => [first.at, ...middle, second.at])
    .sort((a, b) => measure(a) - measure(b))
}

/** The corners of a square around a point, so far from it to each side. */
const listCornersAround = ([x, y]: Point, clearance: number): Point[] =>
  [-clearance, clearance].flatMap((dx) => [-clearance, clearance].map((dy): Point => [x + dx, y + dy]))

/** Finds where a ring crosses the hull, in the order of the ring. */
function findCrossings(ring: readonly Point[], hull: readonly Point[]): Crossing[] {
  const crossings: Crossing[] = []
  let along = 0
  ring.forEach((a, i) => {
    const b = itemAt(ring, (i + 1) % ring.length)
    hull.forEach((c, edge) => {
      const d = itemAt(hull, (edge + 1) % hull.length)
      if (!hasProperIntersection(a, b, c, d)) return
      const at = computeIntersection(a, b, c, d)
      crossings.push({ at, along: along + measure([a, at]), around: 0, edge })
    })
    along += measure([a, b])
  })
  return crossings.sort((one, other) => one.along - other.along).map((each) => ({ ...each, around: along }))
}

/** Returns the crossings at the two ends of the longest stretch of the ring without any: all others lie between them. */
function findOuterCrossings(crossings: readonly Crossing[]): [Crossing?, Crossing?] {
  if (crossings.length % 2 === 1) return []
  let longest = -1
  let found: [Crossing?, Crossing?] = []
  crossings.forEach((before, i) => {
    const after = itemAt(crossings, (i + 1) % crossings.length)
    const stretch = (after.along - before.along + before.around) % before.around
    if (stretch <= longest) return
    longest = stretch
    found = [after, before]
  })
  return found
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
