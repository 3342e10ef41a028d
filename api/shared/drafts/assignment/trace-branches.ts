import type { Assignment } from '../../contract/drafts/draft-operations.ts'
import type { CellId } from '../../geometry/cell-set.ts'
import type { AppliedOperation } from '../draft-history.ts'
import type { DraftState } from '../draft-state.ts'

/** A branch that a draft gives to another grid, or that joins another one. */
export interface BranchMove {
  /** The grid whose branch it was before the draft. */
  from: CellId
  to: CellId
  /** The grid whose branch it joins; null: it goes on by itself. */
  joins: CellId | null
}

/**
 * Follows the branches through the operations of a draft, as they were assigned. Operations without a choice leave
 * branches with their grid, and where it is retired nothing is said of its branch.
 */
export function traceBranches(done: readonly AppliedOperation[], before: DraftState): BranchMove[] {
  /** By grid: the branches that it has, the one that goes on first. */
  let owners = new Map<CellId, readonly CellId[]>(
    [...before.facts].flatMap(([id, { branchSince }]) => (branchSince === null ? [] : [[id, [id]] as const])),
  )
  for (const { operation } of done) {
    const assign: Assignment | undefined = 'assign' in operation ? operation.assign : undefined
    if (!assign?.branches) continue
    const next = new Map(owners)
    for (const { from } of assign.branches) for (const id of from) next.delete(id)
    for (const { grid, from } of assign.branches)
      next.set(
        grid,
        from.flatMap((id) => owners.get(id) ?? []),
      )
    owners = next
  }
  return [...owners].flatMap(([to, [first, ...others]]) =>
    first === undefined
      ? []
      : [
          ...(first === to ? [] : [{ from: first, to, joins: null }]),
          ...others.map((from) => ({ from, to, joins: first })),
        ],
  )
}
