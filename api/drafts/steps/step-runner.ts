import { randomUUID } from 'node:crypto'
import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import type { DraftStep } from '#shared/contract/drafts/draft-operations.ts'
import { appendOperation, applyStep, type DraftHistory } from '#shared/drafts/draft-history.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { ok, type Result } from '#shared/geometry/result.ts'
import { createWorkerClient } from '../../threads/worker-client.ts'
import type { StepOutcome, StepStart, StepTask } from './step-tasks.ts'

/** Runs steps of drafts. */
export interface StepRunner {
  /**
   * Runs a step; the answer is that of `applyStep`.
   *
   * @param base the geometry that the history began with, which is less to send than its state
   */
  run(history: DraftHistory, step: DraftStep, base: DraftBase): Promise<Result<DraftHistory>>
  close(): Promise<void>
}

/** Runs steps on the calling thread: for commands and tests, which nobody else waits for. */
export function createLocalStepRunner(): StepRunner {
  return { run: async (history, step) => applyStep(history, step), close: async () => undefined }
}

/**
 * Runs the operations of steps in a worker thread, which has the same states under keys: the thread of the requests only
 * applies the changes. Steps are sent one at a time, so that the drafts of several people take turns.
 */
export function createStepRunner(): StepRunner {
  const worker = createWorkerClient<StepTask, StepOutcome>(
    new URL('./step-worker', import.meta.url),
    'below-normal',
  )
  const keys = new WeakMap<DraftState, string>()
  const getKey = (state: DraftState): string => {
    const key = keys.get(state) ?? randomUUID()
    keys.set(state, key)
    return key
  }

  const call = async (
    { state, done }: DraftHistory,
    work: StepTask['work'],
    next: string,
    base: DraftBase,
  ): Promise<NonNullable<StepOutcome>> => {
    const key = getKey(state)
    const send = (data: StepStart['data']) => worker.call({ start: { key, data }, work, next })
    const outcome = (await send(null)) ?? (await send(done.length === 0 ? { base } : { state }))
    if (outcome === null) throw new Error('the worker has not kept the state of the draft')
    return outcome
  }

  return {
    async run(history, step, base) {
      const next = randomUUID()
      const applied = await runStep(history, step, (work) => call(history, work, next, base))
      if (applied.ok) keys.set(applied.value.state, next)
      return applied
    },
    close: () => worker.close(),
  }
}

/** Undoing and redoing is done here, as the change is known; the worker follows. */
async function runStep(
  history: DraftHistory,
  step: DraftStep,
  call: (work: StepTask['work']) => Promise<NonNullable<StepOutcome>>,
): Promise<Result<DraftHistory>> {
  if (step.step === 'do') {
    const { id, operation } = step
    const result = await call({ operation })
    return result.ok ? ok(appendOperation(history, { id, operation, change: result.value })) : result
  }
  const applied = applyStep(history, step)
  const change = step.step === 'undo' ? history.done.at(-1)?.reverse : history.undone.at(-1)?.change
  if (applied.ok && change !== undefined) await call({ change })
  return applied
}
