import { itemAt } from '../geometry/at.ts'
import type { AnyOperation } from '../contract/drafts/draft-operations.ts'
import type { Reason } from '../geometry/result.ts'
import { isSamePoint } from '../geometry/segments.ts'

/** Points of a drawn line; a traced road has some hundreds. The work on a line grows with their square. */
export const MAX_DRAWN_POINTS = 1000

/**
 * Rejects a drawn line with too many points, or with two equal consecutive ones. The editor cannot produce the latter,
 * because a second tap ends the line. Applies to new steps only: in a preview the pointer may rest on the last point, and
 * what was stored before is applied again.
 */
export function checkDrawnLine(operation: AnyOperation): Reason | null {
  const line = 'line' in operation ? operation.line : 'ring' in operation ? operation.ring : []
  if (line.length > MAX_DRAWN_POINTS)
    return { code: 'too_many_points', count: MAX_DRAWN_POINTS, at: itemAt(line, MAX_DRAWN_POINTS) }
  // a line of two equal points has no length, which the operation itself reports
  const place =
    line.length < 3 ? -1 : line.findIndex((point, i) => i > 0 && isSamePoint(point, itemAt(line, i - 1)))
  return place < 0 ? null : { code: 'duplicate_point', at: line[place] }
}
