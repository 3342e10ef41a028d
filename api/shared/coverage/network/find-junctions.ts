import { segmentAt, uint8At } from '../../geometry/at.ts'
import { ROAD_SNAP_DISTANCE } from './snap-road-ends.ts'
import type { RoadSegments } from './road-segments.ts'
import { buildSegmentIndex } from './pedestrian-network.ts'

/**
 * Returns the points to insert into segments, ordered along each: crossings, and ends of roads that touch it.
 */
export function findJunctions({ segments, isBridge, isEnd }: RoadSegments): {
  cuts: Map<number, number[]>
  crossings: number
} {
  const found = new Map<number, [along: number, x: number, y: number][]>()
  const add = (segment: number, along: number, x: number, y: number) => {
    const list = found.get(segment)
    if (list === undefined) found.set(segment, [[along, x, y]])
    else list.push([along, x, y])
  }
  let crossings = 0
  const index = buildSegmentIndex(segments)
  for (let i = 0; index !== null && i < isBridge.length; i++) {
    const [ax, ay, bx, by] = segmentAt(segments, i)
    const near = index.search(
      Math.min(ax, bx) - ROAD_SNAP_DISTANCE,
      Math.min(ay, by) - ROAD_SNAP_DISTANCE,
      Math.max(ax, bx) + ROAD_SNAP_DISTANCE,
      Math.max(ay, by) + ROAD_SNAP_DISTANCE,
    )
    for (const j of near) {
      if (j === i) continue
      const [cx, cy, dx, dy] = segmentAt(segments, j)
      // an end of road i lies within segment j
      if ((uint8At(isEnd, i) & 1) === 1) touch(j, ax, ay, cx, cy, dx, dy)
      if ((uint8At(isEnd, i) & 2) === 2) touch(j, bx, by, cx, cy, dx, dy)
      if (j < i || isBridge[i] === 1 || isBridge[j] === 1) continue
      const denominator = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
      if (denominator === 0) continue
      const s = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / denominator
      const t = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / denominator
      if (s < 0 || s > 1 || t < 0 || t > 1) continue
      const [withinI, withinJ] = [s > 0 && s < 1, t > 0 && t < 1]
      if (!withinI && !withinJ) continue
      // if one of them has a vertex there, use it unchanged: rounding must not move it
      const x = withinI ? (withinJ ? Math.round(ax + s * (bx - ax)) : t === 0 ? cx : dx) : s === 0 ? ax : bx
      const y = withinI ? (withinJ ? Math.round(ay + s * (by - ay)) : t === 0 ? cy : dy) : s === 0 ? ay : by
      if (withinI) add(i, s, x, y)
      if (withinJ) add(j, t, x, y)
      crossings++
    }
  }
  const cuts = new Map<number, number[]>()
  for (const [segment, list] of found)
    cuts.set(
      segment,
      list.sort((p, q) => p[0] - q[0]).flatMap(([, x, y]) => [x, y]),
    )
  return { cuts, crossings }

  function touch(
    segment: number,
    x: number,
    y: number,
    cx: number,
    cy: number,
    dx: number,
    dy: number,
  ): void {
    if ((x === cx && y === cy) || (x === dx && y === dy)) return
    const [vx, vy] = [dx - cx, dy - cy]
    const along = ((x - cx) * vx + (y - cy) * vy) / (vx * vx + vy * vy)
    if (!(along > 0 && along < 1)) return
    if (Math.hypot(x - cx - along * vx, y - cy - along * vy) <= ROAD_SNAP_DISTANCE) add(segment, along, x, y)
  }
}
