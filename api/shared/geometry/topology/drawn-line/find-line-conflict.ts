import { itemAt } from '../../at.ts'
import type { Point } from '../../lattice.ts'
import { hasSegmentConflict, isSamePoint } from '../../segments.ts'
import { createNearSearch } from '../near-search.ts'

/** Returns a point at which the line meets itself, null: none. The ends of a closed line may meet. Exact. */
export function findLineConflict(line: readonly Point[]): Point | null {
  const count = line.length - 1
  const isClosed = count > 0 && isSamePoint(itemAt(line, 0), itemAt(line, count))
  const segments = Array.from({ length: Math.max(0, count) }, (_, i) => i)
  const segmentsNear = createNearSearch(segments, (i) => [itemAt(line, i), itemAt(line, i + 1)])
  for (const i of segments) {
    const [a, b] = [itemAt(line, i), itemAt(line, i + 1)]
    const conflict = segmentsNear(a, b, 0).find((j) => {
      if (j <= i) return false
      const [c, d] = [itemAt(line, j), itemAt(line, j + 1)]
      if (hasSegmentConflict(a, b, c, d)) return true
      // hasSegmentConflict() allows a common end, which only consecutive segments may have
      const isConsecutive = j === i + 1 || (isClosed && i === 0 && j === count - 1)
      return !isConsecutive && [a, b].some((point) => isSamePoint(point, c) || isSamePoint(point, d))
    })
    if (conflict !== undefined) return itemAt(line, conflict)
  }
  return null
}
