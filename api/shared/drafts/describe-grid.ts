import type { GridValues } from '../contract/drafts/draft-operations.ts'
import type { CellId } from '../geometry/cell-set.ts'
import { ok, reject, type Result } from '../geometry/result.ts'
import type { DraftChange, DraftState } from './draft-state.ts'

/** Changes attributes of a grid; omitted ones stay. */
export function describeGrid(
  state: DraftState,
  grid: CellId,
  values: Partial<GridValues>,
): Result<DraftChange> {
  const before = state.facts.get(grid)
  if (!before) return reject('unknown_cell', { cells: [grid] })
  const after = { ...before, ...values }
  if (JSON.stringify(after) === JSON.stringify(before)) return reject('nothing_changes', { cells: [grid] })
  return ok({
    operation: 'describe',
    geometry: null,
    facts: [[grid, after]],
    renumbered: null,
    gone: [],
    back: [],
  })
}
