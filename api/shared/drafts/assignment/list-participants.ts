import type { CellId } from '../../geometry/cell-set.ts'
import { isSameBoundary } from '../../geometry/topology/is-same-boundary.ts'
import type { DraftChange, DraftState } from '../draft-state.ts'

export interface Participants {
  /** Cells whose land, workers or branch the change moves, as they were. */
  before: readonly CellId[]
  /** The cells of the result. */
  after: readonly CellId[]
}

/** Returns the cells that take part in a change; those that are only given a vertex do not. */
export function listParticipants(state: DraftState, change: DraftChange): Participants {
  const { geometry } = change
  if (geometry === null) return { before: [], after: [] }
  const named = new Set(geometry.lineage.flatMap(({ predecessor, successor }) => [predecessor, successor]))
  const facts = new Map(change.facts)
  const after = geometry.put.filter(({ id, shape }) => {
    const was = state.set.cells.get(id)
    if (!was || named.has(id)) return true
    if (!isSameBoundary(was.shape, shape)) return true
    const [before, now] = [state.facts.get(id), facts.get(id)]
    return (
      before?.fullTimeWorkers !== now?.fullTimeWorkers || before?.partTimeWorkers !== now?.partTimeWorkers
    )
  })
  const ids = after.map(({ id }) => id)
  return {
    before: [...new Set([...ids.filter((id) => state.set.cells.has(id)), ...geometry.retire])],
    after: ids,
  }
}
