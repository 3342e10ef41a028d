import type { DraftOperation } from '../../contract/drafts/draft-operations.ts'
import type { DraftChange, DraftState } from '../draft-state.ts'
import { assignChange } from './assign-change.ts'
import { proposeAssignment } from './propose-assignment.ts'

/** An operation that can carry a choice of where premises, workers and branches go. */
export type AssignableOperation = Exclude<DraftOperation, { op: 'describe' | 'renumber' | 'establish' }>

export const isAssignable = (operation: DraftOperation): operation is AssignableOperation =>
  operation.op !== 'describe' && operation.op !== 'renumber' && operation.op !== 'establish'

/** Returns an operation and its change with the proposed assignment; one that carries a choice, or needs none, is unchanged. */
export function applyProposal<T extends DraftOperation>(
  state: DraftState,
  operation: T,
  change: DraftChange,
): { operation: T; change: DraftChange } {
  if (!isAssignable(operation) || operation.assign !== undefined) return { operation, change }
  const assign = proposeAssignment(state, change)
  if (assign === null) return { operation, change }
  const assigned = assignChange(state, change, assign)
  return assigned.ok ? { operation: { ...operation, assign }, change: assigned.value } : { operation, change }
}
