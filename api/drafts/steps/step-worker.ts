import { applyDraftChange, type DraftState } from '#shared/drafts/draft-state.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import { ok } from '#shared/geometry/result.ts'
import { LruMap } from '../../runtime/lru-map.ts'
import { serveWorkerRequests } from '../../threads/serve-worker-requests.ts'
import type { StepOutcome, StepStart, StepTask } from './step-tasks.ts'

/** Worker thread that runs the operations of drafts: a line of a thousand points takes tens of milliseconds. */

/** States by key, the newest ones of some drafts; states that follow each other share most of their memory. */
const states = new LruMap<string, DraftState>(32)

serveWorkerRequests(({ start, work, next }: StepTask): StepOutcome => {
  const state = findState(start)
  if (state === null) return null
  const result = 'change' in work ? ok(work.change) : runOperation(state, work.operation)
  if (result.ok) states.set(next, applyDraftChange(state, result.value))
  return result
})

function findState({ key, data }: StepStart): DraftState | null {
  const known = states.get(key)
  if (known !== undefined || data === null) return known ?? null
  const state = 'base' in data ? readDraftBase(data.base) : data.state
  states.set(key, state)
  return state
}
