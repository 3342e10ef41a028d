import { segmentAt } from '../../geometry/at.ts'
import Flatbush from 'flatbush'
import type { NetworkSummary } from '../../contract/coverage/coverage.ts'

/**
 * Pedestrian network as a graph. Node n lies at `xy[2n], xy[2n + 1]` (lattice); its arcs are the entries
 * `first[n] … first[n + 1]` of `to` and `metres`. Edges are stored with their ends for the search of the
 * nearest one.
 */
export interface PedestrianNetwork {
  xy: Int32Array
  first: Uint32Array
  to: Uint32Array
  metres: Float64Array
  edges: NetworkEdges
  /** Edges of parts that are too small to walk from or to: nothing is attached to them. */
  leftOut: NetworkEdges
  water: WaterBarrierIndex
  /** Summary of the construction, shown with the results. */
  facts: NetworkSummary
}

/** Edges between nodes, with an index of their boxes. */
export interface NetworkEdges {
  a: Uint32Array
  b: Uint32Array
  metres: Float64Array
  index: Flatbush
}

/** Index of the segments of water that cannot be crossed. */
export interface WaterBarrierIndex {
  segments: Int32Array
  index: Flatbush | null
}

/** Builds an index of segments, four numbers each: ax, ay, bx, by; null without any. */
export function buildSegmentIndex(segments: Int32Array): Flatbush | null {
  const count = segments.length / 4
  if (count === 0) return null
  const index = new Flatbush(count, 16, Int32Array)
  for (let i = 0; i < count; i++) {
    const [ax, ay, bx, by] = segmentAt(segments, i)
    index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by))
  }
  index.finish()
  return index
}

/** Whether a straight line meets water, including its banks. */
export function intersectsWater(
  water: WaterBarrierIndex,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): boolean {
  return findWaterBetween(water, ax, ay, bx, by) >= 0
}

/** Returns a segment of water that a straight line meets; -1: none. */
function findWaterBetween(
  { segments, index }: WaterBarrierIndex,
  ax: number,
  ay: number,
  bx: number,
  by: number,
): number {
  if (index === null) return -1
  const hits = index.search(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by))
  return hits.find((hit) => segmentsMeet(ax, ay, bx, by, ...segmentAt(segments, hit))) ?? -1
}

/** Number of segments of water that a sight test tries before it searches. */
const MAX_BLOCKERS = 64

/**
 * Returns a test whether water lies between one point and another. It tries the segments that stopped earlier lines
 * first, because what lies behind one bank of a river mostly lies behind the same bank.
 */
export function createSightTest(
  water: WaterBarrierIndex,
  x: number,
  y: number,
): (toX: number, toY: number) => boolean {
  const blockers: number[] = []
  return (toX, toY) => {
    for (const hit of blockers) {
      const [cx, cy, dx, dy] = segmentAt(water.segments, hit)
      // collinear segments meet only if their boxes do
      if (
        Math.max(cx, dx) >= Math.min(x, toX) &&
        Math.min(cx, dx) <= Math.max(x, toX) &&
        Math.max(cy, dy) >= Math.min(y, toY) &&
        Math.min(cy, dy) <= Math.max(y, toY) &&
        segmentsMeet(x, y, toX, toY, cx, cy, dx, dy)
      )
        return true
    }
    const found = findWaterBetween(water, x, y, toX, toY)
    if (found < 0) return false
    if (blockers.length === MAX_BLOCKERS) blockers.pop()
    blockers.unshift(found)
    return true
  }
}

/** Whether the segments cross or touch. */
function segmentsMeet(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  const side = (px: number, py: number, qx: number, qy: number, rx: number, ry: number) =>
    Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px))
  const abc = side(ax, ay, bx, by, cx, cy)
  const abd = side(ax, ay, bx, by, dx, dy)
  if (abc * abd > 0) return false
  const cda = side(cx, cy, dx, dy, ax, ay)
  const cdb = side(cx, cy, dx, dy, bx, by)
  if (cda * cdb > 0) return false
  // collinear: their boxes intersect, as the caller has checked
  return true
}
