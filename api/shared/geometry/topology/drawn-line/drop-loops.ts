import { itemAt } from '../../at.ts'
import type { Point } from '../../lattice.ts'
import { computePolygonAreaM2 } from '../../measure.ts'
import {
  computeIntersection,
  hasProperIntersection,
  hasSegmentConflict,
  isOnSegment,
  isSamePoint,
} from '../../segments.ts'

/**
 * Returns a line without the loops and spikes of at most `maxM2` that the tremor of a hand draws. Larger loops
 * and the closing of a closed line stay.
 */
export function dropLoops(line: readonly Point[], maxM2: number): Point[] {
  const last = line[line.length - 1]
  const closed = line.length > 3 && last !== undefined && isSamePoint(itemAt(line, 0), last)
  const out: Point[] = []
  for (const [i, point] of line.entries()) {
    const closes = closed && i === line.length - 1
    while (out.length > 1) {
      const loop = findLoop(out, point, closes)
      if (loop === null || computePolygonAreaM2([[loop.at, ...out.slice(loop.from + 1)]]) > maxM2) break
      out.length = loop.from + 1
      if (!isSamePoint(itemAt(out, loop.from), loop.at)) out.push(loop.at)
    }
    if (out.length === 0 || !isSamePoint(itemAt(out, out.length - 1), point)) out.push(point)
  }
  return out
}

/** Returns the shortest loop that the segment from the end of the line to `to` would close. */
function findLoop(line: readonly Point[], to: Point, closes: boolean): { from: number; at: Point } | null {
  const end = itemAt(line, line.length - 1)
  for (let k = line.length - 2; k >= 0; k--) {
    const [a, b] = [itemAt(line, k), itemAt(line, k + 1)]
    if (
      Math.max(a[0], b[0]) < Math.min(end[0], to[0]) ||
      Math.min(a[0], b[0]) > Math.max(end[0], to[0]) ||
      Math.max(a[1], b[1]) < Math.min(end[1], to[1]) ||
      Math.min(a[1], b[1]) > Math.max(end[1], to[1])
    )
      continue
    if (closes && k === 0 && isSamePoint(a, to) && !hasSegmentConflict(end, to, a, b)) continue
    if (k === line.length - 2) {
      // consecutive segments: only a turn back onto itself is a loop
      if (isSamePoint(a, to) || hasSegmentConflict(end, to, a, b)) return { from: k, at: a }
      continue
    }
    if (isSamePoint(to, a) || isOnSegment(a, end, to)) return { from: k, at: a }
    if (isOnSegment(b, end, to)) return { from: k, at: b }
    if (isOnSegment(to, a, b)) return { from: k, at: to }
    if (isOnSegment(end, a, b)) return { from: k, at: end }
    if (hasProperIntersection(end, to, a, b)) return { from: k, at: computeIntersection(end, to, a, b) }
  }
  return null
}
