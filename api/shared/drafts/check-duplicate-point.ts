import type { AnyOperation } from '../contract/drafts/draft-operations.ts'
import type { Reason } from '../geometry/result.ts'
import { isSamePoint } from '../geometry/segments.ts'

/**
 * A line that stands on one place for two points was not drawn by a hand on our page, which takes a second tap for the
 * end. Asked of new steps alone: the pointer of a preview may rest where it tapped.
 */
export function checkDuplicatePoint(operation: AnyOperation): Reason | null {
  const line = 'line' in operation ? operation.line : 'ring' in operation ? operation.ring : []
  // two points that are one are a line of no length, which the operation says itself
  const place = line.length < 3 ? -1 : line.findIndex((point, i) => i > 0 && isSamePoint(point, line[i - 1]))
  return place < 0 ? null : { code: 'duplicate_point', at: line[place] }
}
