import type { DraftState } from '#shared/drafts/draft-state.ts'
import { isOwnCell } from '#shared/drafts/is-own-cell.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'

/**
 * What one tap picks: all grids of a community, one more grid, or one grid instead of what was picked before. Within a
 * community that is picked, a tap on a grid keeps it as it is, and a second one lets it go.
 */
export type PickUnit = 'community' | 'grid' | 'one'

/** Returns the grids that are picked after a tap on one: they are of one community of the street. */
export function pickLand(
  state: DraftState,
  picked: readonly CellId[],
  id: CellId,
  unit: PickUnit,
): readonly CellId[] {
  const community = state.set.cells.get(id)?.community
  if (community === undefined || !isOwnCell(state, id)) return picked
  if (unit === 'one') return [id]
  const isBegun = picked.some((each) => state.set.cells.get(each)?.community === community)
  if (unit === 'community' && !isBegun)
    return [...state.set.cells.values()].flatMap((cell) =>
      cell.community === community && isOwnCell(state, cell.id) ? [cell.id] : [],
    )
  if (picked.includes(id)) return picked.filter((each) => each !== id)
  const inCommunity = picked.filter((each) => state.set.cells.get(each)?.community === community)
  return [...inCommunity, id]
}
