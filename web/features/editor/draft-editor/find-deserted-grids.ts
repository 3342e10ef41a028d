import type { DraftChange, DraftState } from '#shared/drafts/draft-state.ts'
import { listParticipants } from '#shared/drafts/assignment/list-participants.ts'
import { isOwnCell } from '#shared/drafts/is-own-cell.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'

export interface DesertedGrid {
  id: CellId
  name: string
  households: number
}

/**
 * Returns the grids that a border leaves with one household or none, though their land had more before: hardly ever meant.
 * Parks and malls have grids of their own without households.
 */
export function findDesertedGrids(state: DraftState, change: DraftChange): DesertedGrid[] {
  if (change.operation !== 'split' && change.operation !== 'reshape') return []
  // a neighbour that is only given a vertex says nothing about the land
  const divided = listParticipants(state, change).before
  const before = Math.max(0, ...divided.map((id) => state.facts.get(id)?.households ?? 0))
  if (before <= 1) return []
  return change.facts.flatMap(([id, facts]) => {
    if (facts === null || facts.kind === 'dedicated' || facts.households > 1 || !isOwnCell(state, id))
      return []
    const was = state.facts.get(id)
    return was && was.households <= 1 ? [] : [{ id, name: facts.name, households: facts.households }]
  })
}
