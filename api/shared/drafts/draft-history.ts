import type { AnyOperation, DraftStep } from '../contract/drafts/draft-operations.ts'
import { type Reason, reject, type Result, ok as accepted } from '../geometry/result.ts'
import { applyDraftChange, type DraftChange, type DraftState, reverseDraftChange } from './draft-state.ts'
import { runOperation } from './run-operation.ts'

/** An applied operation with the change that reverses it. */
export interface AppliedOperation {
  /** Id of its step. */
  id: string
  operation: AnyOperation
  change: DraftChange
  reverse: DraftChange
}

/** A state of a draft with its undo and redo stacks. */
export interface DraftHistory {
  state: DraftState
  done: readonly AppliedOperation[]
  /** The next one to redo is last. */
  undone: readonly AppliedOperation[]
}

/** Creates a history without operations. */
export const createDraftHistory = (state: DraftState): DraftHistory => ({ state, done: [], undone: [] })

/** Returns the state that the operations of a history began with. */
export const rewindHistory = ({ state, done }: DraftHistory): DraftState =>
  done.reduceRight((later, { reverse }) => applyDraftChange(later, reverse), state)

/** Applies one step: runs, undoes or redoes an operation. Returns the reason if the step is not possible. */
export function applyStep(replay: DraftHistory, step: DraftStep): Result<DraftHistory> {
  const { state, done, undone } = replay
  switch (step.step) {
    case 'do': {
      const { id, operation } = step
      const result = runOperation(state, operation)
      if (!result.ok) return result
      return accepted(appendOperation(replay, { id, operation, change: result.value }))
    }
    case 'undo': {
      const last = done.at(-1)
      if (!last) return reject('nothing_to_undo')
      return accepted({
        state: applyDraftChange(state, last.reverse),
        done: done.slice(0, -1),
        undone: [...undone, last],
      })
    }
    case 'redo': {
      const next = undone.at(-1)
      if (!next) return reject('nothing_to_redo')
      return accepted({
        state: applyDraftChange(state, next.change),
        done: [...done, next],
        undone: undone.slice(0, -1),
      })
    }
  }
}

/** Returns the history with one more operation, whose change to the present state is known. */
export function appendOperation(
  { state, done }: DraftHistory,
  operation: Omit<AppliedOperation, 'reverse'>,
): DraftHistory {
  const reverse = reverseDraftChange(state, operation.change)
  return {
    state: applyDraftChange(state, operation.change),
    done: [...done, { ...operation, reverse }],
    undone: [],
  }
}

/** Applies steps in order. `refused`: the first rejected step; the history is the one before it. */
export function replaySteps(
  start: DraftHistory,
  steps: readonly DraftStep[],
): { replay: DraftHistory; taken: number; refused: { step: DraftStep; reason: Reason } | null } {
  let replay = start
  for (const [taken, step] of steps.entries()) {
    const result = applyStep(replay, step)
    if (!result.ok) return { replay, taken, refused: { step, reason: result.reason } }
    replay = result.value
  }
  return { replay, taken: steps.length, refused: null }
}
