import type { DraftState } from '#shared/drafts/draft-state.ts'
import { isOwnCell } from '#shared/drafts/is-own-cell.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'

/** Returns the grids of a community that are not among those which are divided anew; none where nothing is picked. */
export function listRetainedGrids(
  state: DraftState,
  picked: readonly CellId[],
): { id: CellId; name: string }[] {
  const [first] = picked
  const community = first === undefined ? undefined : state.set.cells.get(first)?.community
  if (community === undefined) return []
  return [...state.set.cells.values()].flatMap((cell) =>
    cell.community === community && isOwnCell(state, cell.id) && !picked.includes(cell.id)
      ? [{ id: cell.id, name: state.facts.get(cell.id)?.name ?? '' }]
      : [],
  )
}
