import type { AnyOperation, DraftStep } from '../contract/drafts/draft-operations.ts'
import { type Reason, reject, type Result, ok as accepted } from '../geometry/result.ts'
import { applyDraftChange, type DraftChange, type DraftState, reverseDraftChange } from './draft-state.ts'
import { runOperation } from './run-operation.ts'

/** An operation that a draft has done, with the way back. */
export interface AppliedOperation {
  /** Of the step that did it. */
  id: string
  operation: AnyOperation
  change: DraftChange
  reverse: DraftChange
}

/** A draft at one moment with its way back and forth. */
export interface DraftHistory {
  state: DraftState
  done: readonly AppliedOperation[]
  /** The next to redo stands last. */
  undone: readonly AppliedOperation[]
}

export const createDraftHistory = (state: DraftState): DraftHistory => ({ state, done: [], undone: [] })

/** One step further: an operation is run, undone without limit, or done again. */
export function applyStep(replay: DraftHistory, step: DraftStep): Result<DraftHistory> {
  const { state, done, undone } = replay
  switch (step.step) {
    case 'do': {
      const result = runOperation(state, step.operation)
      if (!result.ok) return result
      const change = result.value
      const next = {
        id: step.id,
        operation: step.operation,
        change,
        reverse: reverseDraftChange(state, change),
      }
      return accepted({ state: applyDraftChange(state, change), done: [...done, next], undone: [] })
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

/** All steps one after the other. `refused`: the first that could not be taken; what stood before it stands. */
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
