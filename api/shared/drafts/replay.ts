import type { AnyOperation, DraftStep } from '../contract/draft-operations.ts'
import { type Reason, refuse, type Result, done as accepted } from '../geometry/reason.ts'
import { applyDraftChange, type DraftChange, type DraftState, reverseDraftChange } from './draft-state.ts'
import { runOperation } from './run-operation.ts'

/** An operation that a draft has done, with the way back. */
export interface DoneOperation {
  /** Of the step that did it. */
  id: string
  operation: AnyOperation
  change: DraftChange
  reverse: DraftChange
}

/** A draft at one moment with its way back and forth. */
export interface Replay {
  state: DraftState
  done: readonly DoneOperation[]
  /** The next to redo stands last. */
  undone: readonly DoneOperation[]
}

export const startReplay = (state: DraftState): Replay => ({ state, done: [], undone: [] })

/** One step further: an operation is run, undone without limit, or done again. */
export function takeStep(replay: Replay, step: DraftStep): Result<Replay> {
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
      if (!last) return refuse('nothing_to_undo')
      return accepted({
        state: applyDraftChange(state, last.reverse),
        done: done.slice(0, -1),
        undone: [...undone, last],
      })
    }
    case 'redo': {
      const next = undone.at(-1)
      if (!next) return refuse('nothing_to_redo')
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
  start: Replay,
  steps: readonly DraftStep[],
): { replay: Replay; taken: number; refused: { step: DraftStep; reason: Reason } | null } {
  let replay = start
  for (const [taken, step] of steps.entries()) {
    const result = takeStep(replay, step)
    if (!result.ok) return { replay, taken, refused: { step, reason: result.reason } }
    replay = result.value
  }
  return { replay, taken: steps.length, refused: null }
}
