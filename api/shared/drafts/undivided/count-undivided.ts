import type { DraftState } from '../draft-state.ts'
import { isOwnCell } from '../is-own-cell.ts'

/** Returns how many communities of the street have no grids. */
export const countUndivided = (state: DraftState): number =>
  [...state.set.cells.values()].filter(({ id, undivided }) => undivided && isOwnCell(state, id)).length
