import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { DraftOperation, NewStep } from '#shared/contract/drafts/draft-operations.ts'
import { getCity, listCities } from '#shared/contract/city/city.ts'
import { draftEvents, streamDraftEvents } from '#shared/contract/drafts/draft-events.ts'
import {
  appendSteps,
  type Draft,
  getSnapTargets,
  type Lease,
  openDraft,
  type Staleness,
  type StoredStep,
  acquireLeases,
} from '#shared/contract/drafts/drafts.ts'
import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import { getSession } from '#shared/contract/access/session.ts'
import { getSettings } from '#shared/contract/city/city-settings.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import {
  type DraftHistory,
  replaySteps,
  createDraftHistory,
  applyStep,
} from '#shared/drafts/draft-history.ts'
import { type Reason, reasonCodes } from '#shared/geometry/result.ts'
import { type EventStream, openEventStream } from '../../../lib/event-stream.ts'
import { createUuid } from '../../../lib/create-uuid.ts'
import { isTransientError, type ProblemError, toProblemError } from '../../../lib/problem-error.ts'
import { deleteOfflineDraft, saveOfflineDraft, readOfflineDraft } from '../../../lib/offline-drafts.ts'
import { buildEndpointUrl, request } from '../../../lib/request.ts'
import { useCity } from '../../../state/city.store.ts'
import { useSession } from '../../../state/session.store.ts'
import { precacheResponses } from './precache-responses.ts'
import { pickNewerDraft } from './pick-newer-draft.ts'

/** saved: the server has everything. waiting: it cannot be reached, and what was drawn is kept in this browser. */
export type SaveState = 'saved' | 'saving' | 'waiting'

const RETRY_MS = 4000
/** Others may draw once nobody has renewed for three minutes. */
const RENEW_MS = 60_000

/**
 * A draft while it is drawn: what was done, undone and done again, here at once and on the server as soon as it can be
 * reached. Every step is written into this browser before anything else happens to it.
 */
export function useDraft(city: string, id: string) {
  const session = useSession()
  const holder = session.session?.name ?? ''
  const draft = shallowRef<Draft | null>(null)
  const replay = shallowRef<DraftHistory | null>(null)
  const failure = shallowRef<ProblemError | null>(null)
  const refusal = shallowRef<{ reason: Reason; count: number } | null>(null)
  const stale = shallowRef<Staleness | null>(null)
  const leases = shallowRef<readonly Lease[]>([])
  /** Somebody else is drawing in this street: one may look on. `draft`: theirs. */
  const busy = computed(
    () => leases.value.filter(({ own }) => !own).sort((a, b) => a.since.localeCompare(b.since))[0] ?? null,
  )
  /** Nobody else may draw here for now. */
  let holding = false
  const saving = ref<SaveState>('saved')
  const params = { city, draft: id }

  let ground: DraftBase | null = null
  let steps: StoredStep[] = []
  let pending: NewStep[] = []
  let sending = false
  let gone = false
  /** What is on the desk is what this browser had kept: the server could not be asked. */
  let unasked = false
  let retry: ReturnType<typeof setTimeout> | undefined

  /** This reader's role and area let them draw in the street. */
  const hasRight = computed(
    () => draft.value !== null && session.mayDo('draft.edit', { city, code: draft.value.street.code }),
  )
  const mayDraw = computed(() => draft.value?.status === 'open' && busy.value === null && hasRight.value)

  /** The server's state with what it does not have yet on top; what no longer fits is named, and dropped. */
  function rebuild(): void {
    if (ground === null) return
    const base = replaySteps(createDraftHistory(readDraftBase(ground)), steps).replay
    const { replay: whole, taken, refused } = replaySteps(base, pending)
    if (refused) {
      refusal.value = { reason: refused.reason, count: pending.length - taken }
      pending = pending.slice(0, taken)
    }
    replay.value = whole
  }

  async function load(): Promise<void> {
    const kept = await readOfflineDraft(holder, id)
    // on an open desk more may be drawn than the browser has kept so far
    if (replay.value === null) pending = kept?.pending ?? []
    try {
      const answer = await openLatest()
      const known = new Set(answer.steps.map((step) => step.id))
      pending = pending.filter((step) => !known.has(step.id))
      draft.value = answer.draft
      stale.value = answer.stale
      leases.value = answer.leases
      ground = answer.ground
      steps = answer.steps
      unasked = false
    } catch (error) {
      const problem = toProblemError(error)
      if (kept === undefined || !isTransientError(problem)) {
        failure.value = problem
        return
      }
      draft.value = kept.draft
      ground = kept.ground
      steps = kept.steps
      unasked = true
    }
    failure.value = null
    // what waits in this browser is not saved, from the first moment that it is seen
    if (pending.length > 0) saving.value = 'saving'
    rebuild()
    await keep()
    // whoever only looks at another's draft keeps nobody out
    holding ||= draft.value?.author === holder || pending.length > 0
    await renew()
    await send()
    if (!unasked && draft.value !== null) void precacheResponses(answersFor(city, draft.value.street.code))
  }

  /** Answers may cross on their way: one that says less than is known is asked for again. */
  async function openLatest() {
    const answer = await request(openDraft, { params })
    return pickNewerDraft(draft.value, answer.draft) === answer.draft
      ? answer
      : request(openDraft, { params })
  }

  async function keep(): Promise<void> {
    if (draft.value !== null && ground !== null)
      await saveOfflineDraft({ holder, draft: draft.value, ground, steps, pending })
  }

  function take(step: NewStep): Reason | null {
    if (replay.value === null || !mayDraw.value) return null
    const result = applyStep(replay.value, step)
    if (!result.ok) return result.reason
    replay.value = result.value
    pending = [...pending, step]
    // not saved from the moment that it is drawn, however short the way into the browser's own keeping
    saving.value = 'saving'
    void keep().then(send)
    if (!holding) {
      holding = true
      void renew()
    }
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
      // the line may have brought some of them already
      const known = new Set(steps.map((step) => step.id))
      steps = [
        ...steps,
        ...sent
          .filter((step) => accepted.has(step.id) && !known.has(step.id))
          .map((step, i): StoredStep => ({
            ...step,
            number: steps.length + i + 1,
            author: '',
            at: answer.draft.changedAt,
          })),
      ]
      pending = pending.filter((step) => !accepted.has(step.id))
      draft.value = pickNewerDraft(draft.value, answer.draft)
      leases.value = answer.leases
      if (answer.refused) {
        const { code, cells, at, count } = answer.refused.reason
        refusal.value = {
          reason: {
            code: reasonCodes.find((each) => each === code) ?? 'not_a_tiling',
            ...(cells ? { cells } : {}),
            ...(at ? { at } : {}),
            ...(count === undefined ? {} : { count }),
          },
          count: pending.length,
        }
        pending = []
        rebuild()
      }
      await keep()
    } catch (error) {
      await explain(toProblemError(error))
    } finally {
      sending = false
    }
    if (pending.length > 0 && saving.value === 'saving') await send()
    else if (pending.length === 0) saving.value = 'saved'
  }

  async function explain(problem: ProblemError): Promise<void> {
    saving.value = 'waiting'
    if (problem.code === 'leased') await look()
    else if (problem.code === 'stale_base') await load()
    else if (!isTransientError(problem)) failure.value = problem
    retry = setTimeout(() => void send(), RETRY_MS)
  }

  /** Says that one is drawing here; where somebody else is, one looks on. */
  async function renew(): Promise<void> {
    if (!holding || draft.value?.status !== 'open' || !hasRight.value) return
    try {
      leases.value = (await request(acquireLeases, { params, body: {} })).leases
    } catch (error) {
      if (toProblemError(error).code === 'leased') await look()
    }
  }

  /** What others have drawn since, who draws, and what the city has published under it. */
  async function look(): Promise<void> {
    if (draft.value === null) return
    try {
      const answer = await request(openDraft, { params, query: { after: draft.value.steps } })
      leases.value = answer.leases
      stale.value = answer.stale
      // the street was moved to what the city has now
      if (answer.ground) await load()
      else takeOver(answer.draft, answer.steps)
    } catch {
      // the line says when it can be reached again
    }
  }

  /** Steps of others go below what is only here. */
  function takeOver(now: Draft, taken: readonly StoredStep[]): void {
    const known = new Set([...steps, ...pending].map((step) => step.id))
    const fresh = taken.filter((step) => !known.has(step.id))
    draft.value = pickNewerDraft(draft.value, now)
    if (fresh.length === 0) return
    steps = [...steps, ...fresh]
    rebuild()
    void keep()
  }

  const map = useCity()
  watch(
    () => map.revision,
    (now, before) => {
      if (before > 0 && now > before) void look()
    },
  )

  let stood = true
  const follow = () =>
    openEventStream(buildEndpointUrl(streamDraftEvents, params), {
      messages: draftEvents,
      onState(up) {
        const returned = up && !stood
        stood = up
        if (returned) void (unasked ? load() : send())
      },
      onMessage: {
        hello({ draft: now, leases: drawing }) {
          leases.value = drawing
          if (draft.value !== null && (now.steps > draft.value.steps || now.status !== draft.value.status))
            void look()
        },
        steps({ draft: now, steps: taken }) {
          if (draft.value === null) return
          if ((taken[0]?.number ?? 0) > draft.value.steps + 1) void look()
          else takeOver(now, taken)
        },
        draft({ draft: now }) {
          if (draft.value !== null) draft.value = pickNewerDraft(draft.value, now)
        },
        anew() {
          if (draft.value !== null) void load()
        },
        leases({ leases: drawing }) {
          leases.value = drawing
        },
        said: () => undefined,
        heartbeat({ leases: drawing }) {
          leases.value = drawing
        },
      },
    })
  let line: EventStream | null = follow()
  // a browser has six lines to a server for all its pages: one that nobody sees gives its own back
  function onVisibility(): void {
    if (!document.hidden) {
      line ??= follow()
      return
    }
    line?.close()
    line = null
  }
  document.addEventListener('visibilitychange', onVisibility)
  const timer = setInterval(() => void renew(), RENEW_MS)
  onScopeDispose(() => {
    gone = true
    document.removeEventListener('visibilitychange', onVisibility)
    line?.close()
    clearTimeout(retry)
    clearInterval(timer)
    if (holding && mayDraw.value)
      void request(acquireLeases, { params, body: { release: true } }).catch(() => undefined)
  })

  return {
    draft,
    replay,
    failure,
    refusal,
    stale,
    leases,
    busy,
    saving,
    hasRight,
    mayDraw,
    load,
    /** null: done. Otherwise why not. */
    run: (operation: DraftOperation) => take({ id: createUuid(), step: 'do', operation }),
    undo: () => take({ id: createUuid(), step: 'undo' }),
    redo: () => take({ id: createUuid(), step: 'redo' }),
    forget: () => deleteOfflineDraft(holder, id),
    /** After something other than a step has changed it. */
    replace(next: Draft) {
      draft.value = next
      void keep()
    },
  }
}

/** What the page asks for before it shows a desk. */
const answersFor = (city: string, unit: string) => [
  buildEndpointUrl(getSession),
  buildEndpointUrl(listCities),
  buildEndpointUrl(getCity, { city }),
  buildEndpointUrl(getSettings, { city }),
  buildEndpointUrl(getSnapTargets, { city, unit }),
]

export type EditableDraft = ReturnType<typeof useDraft>
