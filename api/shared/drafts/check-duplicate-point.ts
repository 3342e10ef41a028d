import { itemAt } from '../geometry/at.ts'
import type { AnyOperation } from '../contract/drafts/draft-operations.ts'
import type { Reason } from '../geometry/result.ts'
import { isSamePoint } from '../geometry/segments.ts'

/**
 * Rejects a drawn line with two equal consecutive points. The editor cannot produce one, because a second tap
 * ends the line. Applies to new steps only: in a preview the pointer may rest on the last point.
 */
export function checkDuplicatePoint(operation: AnyOperation): Reason | null {
  const line = 'line' in operation ? operation.line : 'ring' in operation ? operation.ring : []
  // a line of two equal points has no length, which the operation itself reports
  const place =
    line.length < 3 ? -1 : line.findIndex((point, i) => i > 0 && isSamePoint(point, itemAt(line, i - 1)))
  return place < 0 ? null : { code: 'duplicate_point', at: line[place] }
}
