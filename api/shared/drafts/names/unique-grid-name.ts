import type { Cell, GridChange } from '../../geometry/cell-set.ts'
import type { DraftState } from '../draft-state.ts'

/**
 * Returns a name for a new grid: the name of its predecessor and the first number not used in the community:
 * 第3网格-2.
 */
export function createUniqueGridName({ set, facts }: DraftState, cell: Cell, change: GridChange): string {
  const parent = change.lineage.find(
    ({ successor, predecessor }) => successor === cell.id && predecessor !== cell.id,
  )?.predecessor
  const usedNames = new Set(
    [...set.cells.values()]
      .filter(({ community }) => community === cell.community)
      .map(({ id }) => facts.get(id)?.name),
  )
  const stem = ((parent === undefined ? undefined : facts.get(parent)?.name) ?? cell.community)
    .replace(/-\d+$/, '')
    .slice(0, 54)
  let number = 2
  while (usedNames.has(`${stem}-${number}`)) number++
  return `${stem}-${number}`
}
