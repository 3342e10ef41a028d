import type { CellId } from '../geometry/cell-set.ts'
import type { DraftState } from './draft-state.ts'

/** Whether the cell belongs to the street of the draft. */
export function isOwnCell(state: DraftState, id: CellId): boolean {
  return (state.places.get(id) ?? 'own') === 'own'
}
