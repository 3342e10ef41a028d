import type { Box, MultiPolygon, Point, Ring } from '../lattice.ts'
import { locatePointInRing } from '../shapes/point-in-polygon.ts'
import { computeTwiceSignedArea } from '../signed-area.ts'

/**
 * Returns a point of a ring that runs the wrong way round or lies in the wrong place; null if there is none. Expects
 * rings that do not cross (see find-self-intersection.ts) and may touch in vertices. Exact.
 *
 * Outer rings must be counter-clockwise with nothing of the shape around them, holes clockwise inside their own outer
 * ring and in no other hole of it. Then the area on the left of every edge is covered exactly once and the area on its
 * right not at all, which is what the cancellation of opposite edges in `certifyTiling` takes for granted: a ring that
 * is turned over leaves its edges in place.
 */
export function findMisplacedRing(shape: MultiPolygon): Point | null {
  const placed = listRings(shape)
  for (const one of placed) {
    const [first] = one.ring
    if (first === undefined) continue
    if (one.twiceArea === 0 || one.twiceArea > 0 !== one.isOuter) return first
    // a ring that does not cross the others lies on one side of each: the middle of one edge stands for all of it
    const [x, y] = findEdgeMiddle(one.ring)
    let windings = 0
    for (const other of placed) {
      if (other === one || !isInBox(other.box, x, y)) continue
      if (locatePointInRing(other.ring, x, y) !== 'inside') continue
      if (!one.isOuter && !other.isOuter && other.polygon === one.polygon) return first
      windings += other.twiceArea > 0 ? 1 : -1
    }
    if (windings !== (one.isOuter ? 0 : 1)) return first
    const outer = one.isOuter ? undefined : shape[one.polygon]?.[0]
    if (outer && locatePointInRing(outer, x, y) !== 'inside') return first
  }
  return null
}

interface PlacedRing {
  ring: Ring
  polygon: number
  isOuter: boolean
  twiceArea: number
  box: Box
}

const listRings = (shape: MultiPolygon): PlacedRing[] =>
  shape.flatMap((rings, polygon) =>
    rings.map((ring, index) => ({
      ring,
      polygon,
      isOuter: index === 0,
      twiceArea: computeTwiceSignedArea(ring),
      box: computeRingBox(ring),
    })),
  )

/** Exact: a half of a lattice unit is a double. */
function findEdgeMiddle([from, to]: Ring): Point {
  if (from === undefined || to === undefined) throw new RangeError('a ring has at least three points')
  return [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]
}

function computeRingBox(ring: Ring): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of ring) {
    west = Math.min(west, x)
    south = Math.min(south, y)
    east = Math.max(east, x)
    north = Math.max(north, y)
  }
  return [west, south, east, north]
}

const isInBox = ([west, south, east, north]: Box, x: number, y: number): boolean =>
  west <= x && x <= east && south <= y && y <= north
