import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { DraftOperation, NewStep } from '#shared/contract/draft-operations.ts'
import { appendSteps, type Draft, type Lease, openDraft, type Staleness, type Step, takeLeases } from '#shared/contract/drafts.ts'
import type { Ground } from '#shared/contract/ground.ts'
import { readGround } from '#shared/drafts/read-ground.ts'
import { type Replay, replaySteps, startReplay, takeStep } from '#shared/drafts/replay.ts'
import { type Reason, reasonCodes } from '#shared/geometry/reason.ts'
import { newId } from '../../../lib/new-id.ts'
import { isPassing, type ProblemError, toProblem } from '../../../lib/problem-error.ts'
import { request } from '../../../lib/request.ts'
import { useCity } from '../../../state/city.store.ts'
import { forgetDraft, keepDraft, readDraft } from './draft-cache.ts'

/** saved: the server has everything. waiting: it cannot be reached, and what was drawn is kept in this browser. */
export type Saving = 'saved' | 'saving' | 'waiting'

const RETRY_MS = 4000
/** Others may draw once nobody has renewed for three minutes. */
const RENEW_MS = 60_000
/** Who only watches asks for new steps this often. */
const WATCH_MS = 3000

/**
 * A draft while it is drawn: what was done, undone and done again, here at once and on the server as soon as it can be
 * reached. Every step is written into this browser before anything else happens to it.
 */
export function useDraft(city: string, id: string) {
  const line = useCity()
  const draft = shallowRef<Draft | null>(null)
  const replay = shallowRef<Replay | null>(null)
  const failure = shallowRef<ProblemError | null>(null)
  const refusal = shallowRef<{ reason: Reason; count: number } | null>(null)
  const stale = shallowRef<Staleness | null>(null)
  const leases = shallowRef<readonly Lease[]>([])
  /** Somebody else is drawing in this street: one may look on. */
  const busyWith = shallowRef<string | null>(null)
  const saving = ref<Saving>('saved')
  const params = { city, draft: id }

  let ground: Ground | null = null
  let steps: Step[] = []
  let pending: NewStep[] = []
  let sending = false
  let gone = false
  let retry: ReturnType<typeof setTimeout> | undefined

  const mayDraw = computed(() => draft.value?.status === 'open' && busyWith.value === null)

  /** The server's state with what it does not have yet on top; what no longer fits is named, and dropped. */
  function rebuild(): void {
    if (ground === null) return
    const base = replaySteps(startReplay(readGround(ground)), steps).replay
    const { replay: whole, taken, refused } = replaySteps(base, pending)
    if (refused) {
      refusal.value = { reason: refused.reason, count: pending.length - taken }
      pending = pending.slice(0, taken)
    }
    replay.value = whole
  }

  async function load(): Promise<void> {
    const kept = await readDraft(id)
    pending = kept?.pending ?? []
    try {
      const answer = await request(openDraft, { params })
      const known = new Set(answer.steps.map((step) => step.id))
      pending = pending.filter((step) => !known.has(step.id))
      draft.value = answer.draft
      stale.value = answer.stale
      leases.value = answer.leases
      ground = answer.ground
      steps = answer.steps
    } catch (error) {
      const problem = toProblem(error)
      if (kept === undefined || !isPassing(problem)) {
        failure.value = problem
        return
      }
      draft.value = kept.draft
      ground = kept.ground
      steps = kept.steps
    }
    failure.value = null
    rebuild()
    await keep()
    await renew()
    await send()
  }

  async function keep(): Promise<void> {
    if (draft.value !== null && ground !== null) await keepDraft({ draft: draft.value, ground, steps, pending })
  }

  function take(step: NewStep): Reason | null {
    if (replay.value === null || !mayDraw.value) return null
    const result = takeStep(replay.value, step)
    if (!result.ok) return result.reason
    replay.value = result.value
    pending = [...pending, step]
    void keep().then(send)
    return null
  }

  async function send(): Promise<void> {
    if (sending || gone || draft.value === null) return
    if (pending.length === 0) {
      saving.value = 'saved'
      return
    }
    clearTimeout(retry)
    sending = true
    saving.value = 'saving'
    const sent = pending.slice(0, 200)
    try {
      const answer = await request(appendSteps, { params, body: { after: draft.value.steps, steps: sent } })
      const accepted = new Set(answer.accepted)
      steps = [...steps, ...sent.filter((step) => accepted.has(step.id)).map((step, i): Step => ({ ...step, number: steps.length + i + 1, author: '', at: answer.draft.changedAt }))]
      pending = pending.filter((step) => !accepted.has(step.id))
      draft.value = answer.draft
      leases.value = answer.leases
      if (answer.refused) {
        const { code, cells, at, count } = answer.refused.reason
        const known = reasonCodes.find((each) => each === code) ?? 'not_a_tiling'
        refusal.value = { reason: { code: known, ...(cells ? { cells } : {}), ...(at ? { at } : {}), ...(count === undefined ? {} : { count }) }, count: pending.length }
        pending = []
        rebuild()
      }
      await keep()
    } catch (error) {
      await explain(toProblem(error))
    } finally {
      sending = false
    }
    if (pending.length > 0 && saving.value === 'saving') await send()
    else if (pending.length === 0) saving.value = 'saved'
  }

  async function explain(problem: ProblemError): Promise<void> {
    saving.value = 'waiting'
    if (problem.code === 'leased') busyWith.value = String(problem.facts.details?.['holder'] ?? '')
    else if (problem.code === 'stale_base') await load()
    else if (!isPassing(problem)) failure.value = problem
    retry = setTimeout(() => void send(), RETRY_MS)
  }

  /** Says that one is drawing here; where somebody else is, one looks on. */
  async function renew(): Promise<void> {
    if (draft.value?.status !== 'open') return
    try {
      leases.value = (await request(takeLeases, { params, body: {} })).leases
      busyWith.value = null
    } catch (error) {
      const problem = toProblem(error)
      if (problem.code === 'leased') busyWith.value = String(problem.facts.details?.['holder'] ?? '')
      else if (problem.code === 'forbidden') busyWith.value = draft.value.author
    }
  }

  async function look(): Promise<void> {
    if (busyWith.value === null || draft.value === null) return
    try {
      const answer = await request(openDraft, { params, query: { after: steps.length === 0 ? 0 : draft.value.steps } })
      if (answer.ground) ground = answer.ground
      const known = new Set(steps.map((step) => step.id))
      const fresh = answer.steps.filter((step) => !known.has(step.id))
      draft.value = answer.draft
      if (fresh.length === 0 && answer.ground === null) return
      steps = answer.ground ? answer.steps : [...steps, ...fresh]
      rebuild()
    } catch {
      // the next look may reach it
    }
  }

  const timers = [setInterval(() => void renew(), RENEW_MS), setInterval(() => void look(), WATCH_MS)]
  watch(() => line.line, (state) => { if (state === 'up') void send() })
  onScopeDispose(() => {
    gone = true
    clearTimeout(retry)
    timers.forEach(clearInterval)
    if (mayDraw.value) void request(takeLeases, { params, body: { release: true } }).catch(() => undefined)
  })

  return {
    draft, replay, failure, refusal, stale, leases, busyWith, saving, mayDraw,
    load,
    /** null: done. Otherwise why not. */
    run: (operation: DraftOperation) => take({ id: newId(), step: 'do', operation }),
    undo: () => take({ id: newId(), step: 'undo' }),
    redo: () => take({ id: newId(), step: 'redo' }),
    forget: () => forgetDraft(id),
    /** After something other than a step has changed it. */
    replace(next: Draft) {
      draft.value = next
      void keep()
    },
  }
}

export type DraftDesk = ReturnType<typeof useDraft>
