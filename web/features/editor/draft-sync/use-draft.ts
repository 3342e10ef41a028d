import { computed, onScopeDispose, reactive, shallowRef } from 'vue'
import { type Assignment, DraftOperation, type NewStep } from '#shared/contract/drafts/draft-operations.ts'
import { applyProposal, isAssignable } from '#shared/drafts/assignment/apply-proposal.ts'
import { checkDrawnLine } from '#shared/drafts/check-drawn-line.ts'
import { appendSteps, type Draft, openDraft } from '#shared/contract/drafts/drafts.ts'
import { appendOperation, applyStep, type DraftHistory } from '#shared/drafts/draft-history.ts'
import type { DraftChange, DraftState } from '#shared/drafts/draft-state.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import { ok, type Reason } from '#shared/geometry/result.ts'
import { createUuid } from '../../../lib/create-uuid.ts'
import { deleteOfflineDraft, readOfflineDraft, saveOfflineDraft } from '../../../lib/offline-drafts.ts'
import { toProblemError } from '../../../lib/problem-error.ts'
import { request } from '../../../lib/request.ts'
import { useSession } from '../../../state/session.store.ts'
import {
  createDraftSync,
  type DraftSyncEffect,
  type DraftSyncEvent,
  getHistory,
  reduceDraftSync,
} from './draft-sync.ts'
import { findOtherLease } from './find-other-lease.ts'
import { pickNewerDraft } from './pick-newer-draft.ts'
import { listEditorResponses, precacheResponses } from './precache-responses.ts'
import { useDraftEvents } from './use-draft-events.ts'
import { useLease } from './use-lease.ts'

const RETRY_MS = 4000

/** What an operation changes, and the state on which it was run. */
export interface OperationResult {
  state: DraftState
  change: DraftChange
}

/**
 * A draft while it is edited. Steps are applied here at once, and sent to the server as soon as it can be reached; each
 * is stored in this browser before it is sent. `draft-sync.ts` decides, this runs the requests.
 */
export function useDraft(city: string, id: string) {
  const session = useSession()
  const holder = session.session?.name ?? ''
  const params = { city, draft: id }
  const sync = shallowRef(createDraftSync(holder))
  let retry: ReturnType<typeof setTimeout> | undefined

  const draft = computed(() => sync.value.draft)
  const history = computed(() => getHistory(sync.value))
  /** The lease of another reader who draws in this street, perhaps in another draft. */
  const otherLease = computed(() => findOtherLease(sync.value))
  /** The reader's role and area permit drawing in this street. */
  const hasRight = computed(
    () => draft.value !== null && session.mayDo('draft.edit', { city, code: draft.value.street.code }),
  )
  const mayDraw = computed(
    () => draft.value?.status === 'open' && otherLease.value === null && hasRight.value,
  )
  const lease = useLease({
    params,
    isWanted: () => sync.value.wantsLease && draft.value?.status === 'open' && hasRight.value,
    onLeases: (leases) => dispatch({ type: 'leasesReceived', leases }),
    onRefused: () => dispatch({ type: 'leaseRefused' }),
  })

  function dispatch(event: DraftSyncEvent): void {
    const { state, effects } = reduceDraftSync(sync.value, event)
    sync.value = state
    void runEffects(effects)
  }

  async function runEffects(effects: readonly DraftSyncEffect[]): Promise<void> {
    for (const effect of effects) {
      if (effect.type === 'store') await store()
      else start(effect)
    }
  }

  function start(effect: Exclude<DraftSyncEffect, { type: 'store' }>): void {
    switch (effect.type) {
      case 'open':
        return void open()
      case 'readChanges':
        return void readChanges(effect.after)
      case 'acquireLease':
        return void lease.acquire()
      case 'send':
        clearTimeout(retry)
        return void send(effect.after, effect.steps)
      case 'retryLater':
        clearTimeout(retry)
        retry = setTimeout(() => dispatch({ type: 'retryDue' }), RETRY_MS)
        return
      case 'precache':
        if (draft.value !== null) void precacheResponses(listEditorResponses(city, draft.value.street.code))
    }
  }

  async function store(): Promise<void> {
    const { draft, base, steps, pending } = sync.value
    if (draft === null || base === null) return
    const waiting = pending.map(({ step }) => step)
    await saveOfflineDraft({ holder, draft, ground: base, steps: [...steps], pending: waiting })
  }

  async function open(): Promise<void> {
    const stored = await readOfflineDraft(holder, id)
    try {
      dispatch({ type: 'opened', answer: await requestLatest(), stored })
    } catch (error) {
      dispatch({ type: 'openFailed', problem: toProblemError(error), stored })
    }
  }

  /** Answers may arrive out of order: one with an older draft than is known is requested again. */
  async function requestLatest() {
    const answer = await request(openDraft, { params })
    return pickNewerDraft(draft.value, answer.draft) === answer.draft
      ? answer
      : request(openDraft, { params })
  }

  async function readChanges(after: number): Promise<void> {
    try {
      dispatch({ type: 'changesRead', answer: await request(openDraft, { params, query: { after } }) })
    } catch {
      // the event stream reports when the server can be reached again
    }
  }

  async function send(after: number, steps: readonly NewStep[]): Promise<void> {
    try {
      const answer = await request(appendSteps, { params, body: { after, steps: [...steps] } })
      dispatch({ type: 'sent', answer, steps })
    } catch (error) {
      dispatch({ type: 'sendFailed', problem: toProblemError(error) })
    }
  }

  /** null: the step is applied. Otherwise why it cannot be. */
  function draw(step: NewStep, known?: OperationResult): Reason | null {
    if (history.value === null || !mayDraw.value) return null
    const fault = step.step === 'do' ? checkDrawnLine(step.operation) : null
    if (fault) return fault
    const result = applyKnownStep(history.value, step, known)
    if (!result.ok) return result.reason
    dispatch({ type: 'stepDrawn', step, history: result.value })
    return null
  }

  /** An operation without a choice of where premises, workers and branches go gets the proposed one. */
  function run(operation: DraftOperation, known?: OperationResult): Reason | null {
    const state = history.value?.state
    const result = known === undefined && state !== undefined ? runOperation(state, operation) : null
    const step = { id: createUuid(), step: 'do' as const }
    if (!result?.ok || state === undefined) return draw({ ...step, operation }, known)
    const proposed = applyProposal(state, operation, result.value)
    return draw({ ...step, operation: proposed.operation }, { state, change: proposed.change })
  }

  /** Takes the last operation back and does it again with another choice of where premises, workers and branches go. */
  function redoLast(assign: Assignment): Reason | null {
    const last = history.value?.done.at(-1)?.operation
    const operation = DraftOperation.safeParse(last).data
    if (operation === undefined || !isAssignable(operation)) return null
    const reason = draw({ id: createUuid(), step: 'undo' })
    return reason ?? run({ ...operation, assign })
  }

  useDraftEvents(params, dispatch)
  onScopeDispose(() => {
    clearTimeout(retry)
    if (sync.value.wantsLease && mayDraw.value) void lease.release()
    dispatch({ type: 'closed' })
  })

  return reactive({
    draft,
    history,
    failure: computed(() => sync.value.failure),
    rejection: computed(() => sync.value.rejection),
    stale: computed(() => sync.value.stale),
    otherLease,
    saveState: computed(() => sync.value.saveState),
    hasRight,
    mayDraw,
    /** Names of the street and of the units around it, by their codes. */
    unitNames: computed(() => {
      const units = sync.value.base?.units
      return new Map(units?.code.map((code, row) => [code, units.name[row] ?? code]))
    }),
    open,
    /** `known`: the result of running the operation, where it has been run for a preview. */
    run,
    redoLast,
    undo: () => draw({ id: createUuid(), step: 'undo' }),
    redo: () => draw({ id: createUuid(), step: 'redo' }),
    deleteStored: () => deleteOfflineDraft(holder, id),
    /** After a request other than a step has changed the draft. */
    replace: (next: Draft) => dispatch({ type: 'draftReplaced', draft: next }),
  })
}

export type EditableDraft = ReturnType<typeof useDraft>

/** An operation whose change to this very state is known is not run again. */
function applyKnownStep(history: DraftHistory, step: NewStep, known: OperationResult | undefined) {
  if (step.step !== 'do' || known?.state !== history.state) return applyStep(history, step)
  return ok(appendOperation(history, { id: step.id, operation: step.operation, change: known.change }))
}
