import type { CellId, CellSet, GridChange } from '../cell-set.ts'
import { ok, reject, type Result } from '../result.ts'
import { buildChange } from './build-change.ts'

/** Makes one grid of the whole land of a community without grids. The reverse change undoes it. */
export function establish(set: CellSet, id: CellId): Result<GridChange> {
  const cell = set.cells.get(id)
  if (!cell) return reject('unknown_cell', { cells: [id] })
  if (!cell.undivided) return reject('nothing_changes', { cells: [id] })
  const { community, shape } = cell
  return ok(buildChange(set, { operation: 'establish', put: [{ id, community, shape }] }))
}
