import type { DraftStep } from '#shared/contract/drafts/draft-operations.ts'
import type { DraftChange, DraftState } from '#shared/drafts/draft-state.ts'
import type { DraftHistory } from '#shared/drafts/draft-history.ts'
import { checkDrawnLine } from '#shared/drafts/check-drawn-line.ts'
import type { ChangeNote } from '#shared/geometry/cell-set.ts'
import type { Reason, Result } from '#shared/geometry/result.ts'
import { isSameBoundary } from '#shared/geometry/topology/is-same-boundary.ts'

export interface AppliedSteps {
  history: DraftHistory
  accepted: DraftStep[]
  /** What the accepted steps did besides. */
  notes: (ChangeNote & { id: string })[]
  /** Communities of the street that the accepted steps change. */
  communities: string[]
  /** The first step that cannot be applied; the steps behind it are not tried. */
  refused: { id: string; reason: Reason } | null
}

/**
 * Runs each step once; `runOperation` certifies every operation. Stops at the first step that is refused.
 */
export async function applyNewSteps(
  runStep: (history: DraftHistory, step: DraftStep) => Promise<Result<DraftHistory>>,
  start: DraftHistory,
  steps: readonly DraftStep[],
): Promise<AppliedSteps> {
  let history = start
  const accepted: DraftStep[] = []
  const notes: AppliedSteps['notes'] = []
  const communities = new Set<string>()
  const stop = (refused: AppliedSteps['refused']): AppliedSteps => ({
    history,
    accepted,
    notes,
    communities: [...communities],
    refused,
  })
  for (const step of steps) {
    const fault = step.step === 'do' ? checkDrawnLine(step.operation) : null
    if (fault) return stop({ id: step.id, reason: fault })
    const result = await runStep(history, step)
    if (!result.ok) return stop({ id: step.id, reason: result.reason })
    const [before, after] = [history.state, result.value.state]
    const change = getLastChange(history, result.value)
    for (const code of findChangedCommunities(before, after, change)) communities.add(code)
    history = result.value
    accepted.push(step)
    if (step.step !== 'undo')
      notes.push(...(change.geometry?.notes ?? []).map((note) => ({ ...note, id: step.id })))
  }
  return stop(null)
}

/** Returns the change of the last step, or for an undo the change that it reverted. */
function getLastChange(before: DraftHistory, after: DraftHistory): DraftChange {
  const [shorter, longer] = before.done.length < after.done.length ? [before, after] : [after, before]
  return longer.done[shorter.done.length]!.change
}

/** Returns the communities of the street whose grids change; a vertex inserted into a neighbour's edge does not count. */
function findChangedCommunities(before: DraftState, after: DraftState, change: DraftChange): string[] {
  const codes = change.facts.flatMap(([id]) => {
    const [was, is] = [before.set.cells.get(id), after.set.cells.get(id)]
    const same =
      was &&
      is &&
      isSameBoundary(was.shape, is.shape) &&
      JSON.stringify(before.facts.get(id)) === JSON.stringify(after.facts.get(id))
    return same ? [] : ((is ?? was)?.community ?? [])
  })
  return [...new Set([...codes, ...(change.renumbered ?? [])])].filter((code) =>
    code.startsWith(after.street),
  )
}
