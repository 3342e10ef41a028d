import type { GridValues } from '../contract/draft-operations.ts'
import type { CellId } from '../geometry/cell-set.ts'
import { done, refuse, type Result } from '../geometry/reason.ts'
import type { DraftChange, DraftState } from './draft-state.ts'

/** Says what is known about a grid; what is not named stays as it is. */
export function describe(state: DraftState, grid: CellId, values: Partial<GridValues>): Result<DraftChange> {
  const before = state.facts.get(grid)
  if (!before) return refuse('unknown_cell', { cells: [grid] })
  const after = { ...before, ...values }
  if (JSON.stringify(after) === JSON.stringify(before)) return refuse('nothing_changes', { cells: [grid] })
  return done({
    operation: 'describe',
    geometry: null,
    facts: [[grid, after]],
    renumbered: null,
    gone: [],
    back: [],
  })
}
