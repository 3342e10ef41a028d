import type { DraftStep } from '#shared/contract/drafts/draft-operations.ts'
import { certifyDraft } from '#shared/drafts/certify-draft.ts'
import type { DraftChange, DraftState } from '#shared/drafts/draft-state.ts'
import { type DraftHistory, applyStep } from '#shared/drafts/draft-history.ts'
import { checkDuplicatePoint } from '#shared/drafts/check-duplicate-point.ts'
import type { Reason } from '#shared/geometry/result.ts'
import { isSameBoundary } from '#shared/geometry/topology/is-same-boundary.ts'
import { findSelfIntersection } from '#shared/geometry/topology/find-self-intersection.ts'

export interface AppliedSteps {
  history: DraftHistory
  accepted: DraftStep[]
  /** Communities of the street that the accepted steps change. */
  communities: string[]
  /** The first step that cannot be applied; the steps behind it are not tried. */
  refused: { id: string; reason: Reason } | null
}

/** Runs each step once and certifies the tiling after each operation. Stops at the first step that is refused. */
export function applyNewSteps(start: DraftHistory, steps: readonly DraftStep[]): AppliedSteps {
  let history = start
  const accepted: DraftStep[] = []
  const communities = new Set<string>()
  const stop = (refused: AppliedSteps['refused']): AppliedSteps => ({
    history,
    accepted,
    communities: [...communities],
    refused,
  })
  for (const step of steps) {
    const duplicate = step.step === 'do' ? checkDuplicatePoint(step.operation) : null
    if (duplicate) return stop({ id: step.id, reason: duplicate })
    const result = applyStep(history, step)
    if (!result.ok) return stop({ id: step.id, reason: result.reason })
    const [before, after] = [history.state, result.value.state]
    const change = getLastChange(history, result.value)
    // undo and redo lead to a state that was accepted before: it is not certified again
    const defect = step.step === 'do' ? findDefect(before, after, change) : null
    if (defect) return stop({ id: step.id, reason: defect })
    for (const code of findChangedCommunities(before, after, change)) communities.add(code)
    history = result.value
    accepted.push(step)
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

/** Operations preserve the tiling by construction; this certificate proves it for each one. Null: no defect. */
function findDefect(before: DraftState, after: DraftState, change: DraftChange): Reason | null {
  if (change.geometry === null) return null
  const touched = new Set(
    [...change.geometry.put, ...change.geometry.retire.flatMap((id) => before.set.cells.get(id) ?? [])].map(
      (cell) => cell.community,
    ),
  )
  const broken = certifyDraft(after, touched)
    .filter(({ holds }) => !holds)
    .map(({ unit }) => unit)
  // Imported grids may not tile at first and are repaired step by step: only a unit that tiled before must still tile,
  // and submitting checks the rest. Other programs redraw grids one by one, so their edits may break the tiling too.
  if (
    broken.length > 0 &&
    change.operation !== 'redraw' &&
    certifyDraft(before, new Set(broken)).some(({ unit, holds }) => holds && broken.includes(unit))
  )
    return { code: 'not_a_tiling' }
  const bad = change.geometry.put.find(
    (cell) => findSelfIntersection(after.set.cells.get(cell.id)?.shape ?? []) !== null,
  )
  return bad ? { code: 'not_a_tiling', cells: [bad.id] } : null
}
