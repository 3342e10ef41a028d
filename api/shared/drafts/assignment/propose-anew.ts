import { type AnyOperation, DraftOperation } from '../../contract/drafts/draft-operations.ts'
import type { ReasonCode } from '../../geometry/result.ts'
import { appendOperation, type DraftHistory } from '../draft-history.ts'
import { runOperation } from '../run-operation.ts'
import { applyProposal } from './apply-proposal.ts'

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
 * Applies an operation whose choice of where premises, workers and branches go does not fit any more, with the one that is
 * proposed now; null: it was refused for another reason.
 */
export function applyProposedAnew(
  history: DraftHistory,
  { id, operation }: { id: string; operation: AnyOperation },
  code: ReasonCode,
): DraftHistory | null {
  const drawn = DraftOperation.safeParse(operation).data
  if (drawn === undefined || !CHOICE_REASONS.has(code)) return null
  const plain = { ...drawn, assign: undefined }
  const result = runOperation(history.state, plain)
  return result.ok
    ? appendOperation(history, { id, ...applyProposal(history.state, plain, result.value) })
    : null
}
