import type { NewStep } from '#shared/contract/drafts/draft-operations.ts'
import type { StoredStep } from '#shared/contract/drafts/drafts.ts'
import type { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import {
  applyStep,
  createDraftHistory,
  type DraftHistory,
  replaySteps,
} from '#shared/drafts/draft-history.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import type { Reason } from '#shared/geometry/result.ts'

/** A step that the server does not have yet. `history`: the draft with this step and all before it. */
export interface PendingStep {
  readonly step: NewStep
  readonly history: DraftHistory
}

/** Steps that the server has, then those that it does not have yet. */
export interface StepQueue {
  readonly steps: readonly StoredStep[]
  /** The draft with the steps that the server has; null: not loaded yet. */
  readonly confirmed: DraftHistory | null
  readonly pending: readonly PendingStep[]
}

export type Rejection = { reason: Reason; count: number } | null

export const replayStored = (base: DraftBase, steps: readonly StoredStep[]): DraftHistory =>
  replaySteps(createDraftHistory(readDraftBase(base)), steps).replay

/** Applies steps again; the first that cannot be applied any more is rejected with all after it. */
export function replayPending(
  confirmed: DraftHistory | null,
  steps: readonly NewStep[],
): { pending: PendingStep[]; rejection: Rejection } {
  const pending: PendingStep[] = []
  for (const [i, step] of steps.entries()) {
    const before = pending.at(-1)?.history ?? confirmed
    if (before === null) break
    const result = applyStep(before, step)
    if (!result.ok) return { pending, rejection: { reason: result.reason, count: steps.length - i } }
    pending.push({ step, history: result.value })
  }
  return { pending, rejection: null }
}

/**
 * Adds steps that the server has stored, in its order. For an own step the history that was computed when it was drawn
 * is taken over; nothing is run again unless a step of somebody else comes before it.
 */
export function confirmSteps(
  queue: StepQueue,
  stored: readonly StoredStep[],
): StepQueue & { rejection: Rejection } {
  const known = new Set(queue.steps.map(({ id }) => id))
  const added = stored.filter(({ id }) => !known.has(id))
  let { confirmed, pending } = queue
  if (added.length === 0) return { ...pickQueue(queue), rejection: null }
  let hasMoved = false
  for (const step of added) {
    const own = pending[0]?.step.id === step.id ? pending[0] : undefined
    if (own !== undefined) pending = pending.slice(1)
    if (own !== undefined && !hasMoved) confirmed = own.history
    else if (confirmed !== null) {
      hasMoved = true
      const result = applyStep(confirmed, step)
      if (result.ok) confirmed = result.value
    }
  }
  const steps = [...queue.steps, ...added]
  if (!hasMoved) return { steps, confirmed, pending, rejection: null }
  const waiting = pending.map(({ step }) => step)
  return { steps, confirmed, ...replayPending(confirmed, waiting) }
}

const pickQueue = ({ steps, confirmed, pending }: StepQueue): StepQueue => ({ steps, confirmed, pending })
