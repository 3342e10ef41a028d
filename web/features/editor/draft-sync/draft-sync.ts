import type { NewStep } from '#shared/contract/drafts/draft-operations.ts'
import type { Draft, Lease, Staleness, StoredStep } from '#shared/contract/drafts/drafts.ts'
import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import type { DraftHistory } from '#shared/drafts/draft-history.ts'
import type { Reason } from '#shared/geometry/result.ts'
import type { OfflineDraft } from '../../../lib/offline-drafts.ts'
import { isTransientError, type ProblemError } from '../../../lib/problem-error.ts'
import { confirmSteps, replayPending, replayStored, type StepQueue } from './step-queue.ts'
import { pickNewerDraft } from './pick-newer-draft.ts'
import { type AppendAnswer, toConfirmedSteps, toReason } from './read-append-answer.ts'

/** saved: the server has all steps. waiting: the server cannot be reached, and the steps are stored in this browser. */
export type SaveState = 'saved' | 'saving' | 'waiting'

/** A draft that is being edited, and its synchronisation with the server. Never changed in place. */
export interface DraftSyncState extends StepQueue {
  /** Sign-in name of the reader. */
  readonly holder: string
  readonly draft: Draft | null
  readonly base: DraftBase | null
  readonly leases: readonly Lease[]
  readonly stale: Staleness | null
  /** Why the draft cannot be shown or saved. */
  readonly failure: ProblemError | null
  /** Steps that were dropped because the server, or a newer state of the draft, rejects them. */
  readonly rejection: { reason: Reason; count: number } | null
  readonly saveState: SaveState
  /** A request with steps is on its way. */
  readonly sending: boolean
  /** The draft comes from this browser: the server could not be reached. */
  readonly offline: boolean
  /** The event stream is connected. */
  readonly connected: boolean
  /** The reader draws here: others are to be kept out. */
  readonly wantsLease: boolean
  /** Leases were asked for, and no answer has come: those of the reader's other drafts are about to move to this one. */
  readonly isAcquiringLease: boolean
  /** The page is closed: nothing is sent any more. */
  readonly closed: boolean
}

export interface OpenAnswer {
  draft: Draft
  ground: DraftBase | null
  steps: readonly StoredStep[]
  leases: readonly Lease[]
  stale: Staleness | null
}

export type DraftSyncEvent =
  | { type: 'opened'; answer: OpenAnswer; stored: OfflineDraft | undefined }
  | { type: 'openFailed'; problem: ProblemError; stored: OfflineDraft | undefined }
  /** `history`: with the step applied. */
  | { type: 'stepDrawn'; step: NewStep; history: DraftHistory }
  | { type: 'sent'; answer: AppendAnswer; steps: readonly NewStep[] }
  | { type: 'sendFailed'; problem: ProblemError }
  | { type: 'retryDue' }
  /** Steps after the last known one; a `ground` says that the draft was moved to another base. */
  | { type: 'changesRead'; answer: OpenAnswer }
  | { type: 'stepsReceived'; draft: Draft; steps: readonly StoredStep[] }
  | { type: 'draftReceived'; draft: Draft }
  /** An answer to a request other than steps, such as a submission. */
  | { type: 'draftReplaced'; draft: Draft }
  | { type: 'helloReceived'; draft: Draft; leases: readonly Lease[] }
  | { type: 'baseChanged' }
  | { type: 'leasesReceived'; leases: readonly Lease[] }
  | { type: 'leaseRefused' }
  | { type: 'connectionChanged'; connected: boolean }
  | { type: 'cityPublished' }
  | { type: 'closed' }

/** Effects are run in this order; `store` is finished before the next one begins. */
export type DraftSyncEffect =
  | { type: 'store' }
  | { type: 'open' }
  | { type: 'readChanges'; after: number }
  | { type: 'acquireLease' }
  | { type: 'send'; after: number; steps: readonly NewStep[] }
  | { type: 'retryLater' }
  | { type: 'precache' }

export interface DraftSyncResult {
  state: DraftSyncState
  effects: readonly DraftSyncEffect[]
}

/** The contract's limit for one request. */
const MAX_SENT_STEPS = 200

export const createDraftSync = (holder: string): DraftSyncState => ({
  holder,
  draft: null,
  base: null,
  steps: [],
  confirmed: null,
  pending: [],
  leases: [],
  stale: null,
  failure: null,
  rejection: null,
  saveState: 'saved',
  sending: false,
  offline: false,
  connected: true,
  wantsLease: false,
  isAcquiringLease: false,
  closed: false,
})

/** The draft with all steps; null: not loaded yet. */
export const getHistory = ({ confirmed, pending }: StepQueue): DraftHistory | null =>
  pending.at(-1)?.history ?? confirmed

/** What follows from an event. A closed page still stores answers that were on their way. */
export function reduceDraftSync(before: DraftSyncState, event: DraftSyncEvent): DraftSyncResult {
  const { state, effects } = reduce(before, event)
  return { state, effects: state.closed ? effects.filter(({ type }) => type === 'store') : effects }
}

function reduce(state: DraftSyncState, event: DraftSyncEvent): DraftSyncResult {
  switch (event.type) {
    case 'opened':
      return showOpened(state, event.answer, event.stored)
    case 'openFailed':
      return showStored(state, event.problem, event.stored)
    case 'stepDrawn': {
      const { step, history } = event
      const lease = state.wantsLease ? [] : [{ type: 'acquireLease' } as const]
      const drawn = {
        ...state,
        pending: [...state.pending, { step, history }],
        wantsLease: true,
        isAcquiringLease: state.isAcquiringLease || lease.length > 0,
      }
      return prepend([{ type: 'store' }, ...lease], startSending({ ...drawn, saveState: 'saving' }))
    }
    case 'sent':
      return takeAnswer(state, event.answer, event.steps)
    case 'sendFailed':
      return explainFailure({ ...state, sending: false, saveState: 'waiting' }, event.problem)
    case 'retryDue':
      return startSending(state)
    case 'changesRead': {
      const { answer } = event
      const next = { ...state, leases: answer.leases, stale: answer.stale }
      return answer.ground === null ? receive(next, answer.draft, answer.steps) : run(next, { type: 'open' })
    }
    case 'stepsReceived':
      if (state.draft === null) return run(state)
      return (event.steps[0]?.number ?? 0) > state.draft.steps + 1
        ? readChanges(state)
        : receive(state, event.draft, event.steps)
    case 'draftReceived':
      return run(state.draft === null ? state : { ...state, draft: pickNewerDraft(state.draft, event.draft) })
    case 'draftReplaced':
      return run({ ...state, draft: event.draft }, { type: 'store' })
    case 'helloReceived': {
      const { draft } = state
      const isBehind =
        draft !== null && (event.draft.steps > draft.steps || event.draft.status !== draft.status)
      const next = { ...state, leases: event.leases }
      return isBehind ? readChanges(next) : run(next)
    }
    case 'baseChanged':
      return state.draft === null ? run(state) : run(state, { type: 'open' })
    case 'leasesReceived':
      return run({ ...state, leases: event.leases, isAcquiringLease: false })
    case 'leaseRefused':
      return readChanges({ ...state, isAcquiringLease: false })
    case 'cityPublished':
      return readChanges(state)
    case 'connectionChanged': {
      const next = { ...state, connected: event.connected }
      if (!event.connected || state.connected) return run(next)
      return state.offline ? run(next, { type: 'open' }) : startSending(next)
    }
    case 'closed':
      return run({ ...state, closed: true })
  }
}

function showOpened(
  state: DraftSyncState,
  answer: OpenAnswer,
  stored: OfflineDraft | undefined,
): DraftSyncResult {
  const known = new Set(answer.steps.map((step) => step.id))
  const shown = showDraft(
    { ...state, leases: answer.leases, stale: answer.stale, offline: false },
    answer,
    listPending(state, stored).filter((step) => !known.has(step.id)),
  )
  return { ...shown, effects: [...shown.effects, { type: 'precache' }] }
}

/** Without a server the draft is shown as this browser has it. */
function showStored(
  state: DraftSyncState,
  problem: ProblemError,
  stored: OfflineDraft | undefined,
): DraftSyncResult {
  if (!isTransientError(problem)) return run({ ...state, failure: problem })
  if (state.confirmed !== null) return run({ ...state, offline: true })
  if (stored === undefined) return run({ ...state, failure: problem })
  return showDraft({ ...state, offline: true }, stored, stored.pending)
}

/** Replays a draft from its base. */
function showDraft(
  state: DraftSyncState,
  { draft, ground: base, steps }: Pick<OpenAnswer, 'draft' | 'ground' | 'steps'>,
  waiting: readonly NewStep[],
): DraftSyncResult {
  const confirmed = base === null ? state.confirmed : replayStored(base, steps)
  const { pending, rejection } = replayPending(confirmed, waiting)
  // a reader of another's draft keeps nobody out
  const wantsLease = state.wantsLease || draft.author === state.holder || pending.length > 0
  const next: DraftSyncState = {
    ...state,
    draft,
    base,
    steps,
    confirmed,
    pending,
    failure: null,
    rejection: rejection ?? state.rejection,
    wantsLease,
    isAcquiringLease: wantsLease,
  }
  return prepend([{ type: 'store' }, { type: 'acquireLease' }], startSending(next))
}

/** Steps that were drawn in this browser; an open page may have more than were stored. */
const listPending = (state: DraftSyncState, stored: OfflineDraft | undefined): readonly NewStep[] =>
  state.confirmed === null ? (stored?.pending ?? []) : state.pending.map(({ step }) => step)

function startSending(state: DraftSyncState): DraftSyncResult {
  const { draft, pending, sending } = state
  if (sending || draft === null) return run(state)
  if (pending.length === 0) return run({ ...state, saveState: 'saved' })
  const steps = pending.slice(0, MAX_SENT_STEPS).map(({ step }) => step)
  return run({ ...state, sending: true, saveState: 'saving' }, { type: 'send', after: draft.steps, steps })
}

function takeAnswer(state: DraftSyncState, answer: AppendAnswer, sent: readonly NewStep[]): DraftSyncResult {
  const { rejection, ...queue } = confirmSteps(state, toConfirmedSteps(answer, sent, state.steps))
  const dropped =
    answer.refused === null
      ? null
      : { pending: [], rejection: { reason: toReason(answer.refused.reason), count: queue.pending.length } }
  return prepend(
    [{ type: 'store' }],
    startSending({
      ...state,
      ...queue,
      rejection: rejection ?? state.rejection,
      ...dropped,
      draft: pickNewerDraft(state.draft, answer.draft),
      leases: answer.leases,
      sending: false,
    }),
  )
}

function explainFailure(state: DraftSyncState, problem: ProblemError): DraftSyncResult {
  const retry = { type: 'retryLater' } as const
  if (problem.code === 'leased') return prepend(readChanges(state).effects, run(state, retry))
  if (problem.code === 'stale_base') return run(state, { type: 'open' }, retry)
  return run(isTransientError(problem) ? state : { ...state, failure: problem }, retry)
}

/** Steps of other readers, and own steps that come back over the event stream before the answer does. */
function receive(state: DraftSyncState, draft: Draft, steps: readonly StoredStep[]): DraftSyncResult {
  const { rejection, ...queue } = confirmSteps(state, steps)
  const next = {
    ...state,
    ...queue,
    draft: pickNewerDraft(state.draft, draft),
    rejection: rejection ?? state.rejection,
  }
  return queue.steps === state.steps ? run(next) : run(next, { type: 'store' })
}

const readChanges = (state: DraftSyncState): DraftSyncResult =>
  state.draft === null ? run(state) : run(state, { type: 'readChanges', after: state.draft.steps })

const run = (state: DraftSyncState, ...effects: DraftSyncEffect[]): DraftSyncResult => ({ state, effects })

const prepend = (
  first: readonly DraftSyncEffect[],
  { state, effects }: DraftSyncResult,
): DraftSyncResult => ({
  state,
  effects: [...first, ...effects],
})
