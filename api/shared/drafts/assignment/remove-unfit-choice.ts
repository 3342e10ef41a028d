import { type AnyOperation, DraftOperation } from '../../contract/drafts/draft-operations.ts'
import type { ReasonCode } from '../../geometry/result.ts'

/** Reasons for which a choice is refused, while the operation itself is possible. */
const CHOICE_REASONS: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'assigned_elsewhere',
  'assigned_twice',
  'unknown_premises',
  'unknown_branch',
  'branch_left_out',
  'workers_differ',
])

/**
 * Returns an operation without its choice of where premises, workers and branches go, which was refused for this reason;
 * null: the operation itself was refused.
 */
export function removeUnfitChoice(operation: AnyOperation, code: ReasonCode): DraftOperation | null {
  const drawn = DraftOperation.safeParse(operation).data
  if (drawn === undefined || !CHOICE_REASONS.has(code)) return null
  const plain = { ...drawn, assign: undefined }
  return plain
}
