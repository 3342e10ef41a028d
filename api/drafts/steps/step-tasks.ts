import type { AnyOperation } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import type { DraftChange, DraftState } from '#shared/drafts/draft-state.ts'
import type { Result } from '#shared/geometry/result.ts'

/** The state that an operation runs on; sent in full only when the worker does not have it under its key. */
export interface StepStart {
  key: string
  data: { state: DraftState } | { base: DraftBase } | null
}

/** Runs an operation, or follows a change whose result is known: an undo or a redo. */
export interface StepTask {
  start: StepStart
  work: { operation: AnyOperation } | { change: DraftChange }
  /** Key under which the worker keeps the state after it. */
  next: string
}

/** null: the worker does not have the state to start from. */
export type StepOutcome = Result<DraftChange> | null
