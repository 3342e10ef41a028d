import type { PremisesKind } from '#shared/contract/enums.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { type DraftPremises, listChosenOwners } from '#shared/drafts/assignment/draft-premises.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'

/** Premises for which a draft chooses a grid, or takes a choice back. */
export interface AssignedPremises {
  id: number
  kind: PremisesKind
  /** null: the grid on whose land they stand. */
  grid: CellId | null
}

/** Finds the premises that belong to another grid than that of their ground after a draft, or did so before it only. */
export function findAssignedPremises(before: DraftState, after: DraftState): AssignedPremises[] {
  const { premises } = after
  if (!premises || !before.premises) return []
  const [was, is] = [listChosenById(before.premises), listChosenById(premises)]
  return premises.ids.flatMap((id, row) => {
    const grid = is.get(id) ?? null
    return grid === (was.get(id) ?? null) ? [] : [{ id, kind: premises.kinds[row] ?? 'station', grid }]
  })
}

const listChosenById = (premises: DraftPremises): ReadonlyMap<number, CellId> =>
  new Map([...listChosenOwners(premises)].map(([row, grid]) => [premises.ids[row] ?? 0, grid]))
