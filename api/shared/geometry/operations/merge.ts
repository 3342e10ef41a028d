import { itemAt } from '../at.ts'
import type { Cell, CellId, CellSet, GridChange } from '../cell-set.ts'
import { dissolve, toDirectedEdges } from '../topology/dissolve.ts'
import { computePolygonAreaM2 } from '../measure.ts'
import { ok, type Reason, reject, type Result } from '../result.ts'
import { toPointKey } from '../topology/build-rings-from-edges.ts'
import { addPlaceInCells } from './add-place.ts'
import { buildChange } from './build-change.ts'

export interface MergeInput {
  cells: readonly CellId[]
  /** The cell that keeps its id; default: the largest. */
  keep?: CellId | undefined
}

/**
 * Merges connected cells to one. `reverseChange` undoes it; a new split restores the border, but not the ids.
 */
export function merge(set: CellSet, input: MergeInput): Result<GridChange> {
  return addPlaceInCells(mergeCells(set, input), set, input.cells)
}

function mergeCells(set: CellSet, input: MergeInput): Result<GridChange> {
  const reason = canMerge(set, input.cells)
  if (reason) return { ok: false, reason }
  if (input.keep !== undefined && !input.cells.includes(input.keep))
    return reject('unknown_cell', { cells: [input.keep] })
  const cells = [...new Set(input.cells)].flatMap((id) => set.cells.get(id) ?? [])
  const survivor =
    cells.find((cell) => cell.id === input.keep) ??
    cells.reduce((largest, cell) => (areaOf(cell) > areaOf(largest) ? cell : largest))
  const others = cells.filter((cell) => cell !== survivor).map((cell) => cell.id)
  return ok(
    buildChange(set, {
      operation: 'merge',
      put: [{ ...survivor, shape: dissolve(cells.map((cell) => cell.shape)) }],
      retire: others,
      lineage: cells.map((cell) => ({ predecessor: cell.id, successor: survivor.id })),
    }),
  )
}

/** Returns the reason why the cells cannot be merged; null: they can. */
export function canMerge(set: CellSet, ids: readonly CellId[]): Reason | null {
  const unknown = ids.filter((id) => !set.cells.has(id))
  if (unknown.length > 0) return { code: 'unknown_cell', cells: unknown }
  if (new Set(ids).size < 2) return { code: 'one_is_not_enough', cells: ids }
  const cells = ids.flatMap((id) => set.cells.get(id) ?? [])
  if (cells.some((cell) => cell.community !== itemAt(cells, 0).community))
    return { code: 'different_communities', cells: ids }
  const apart = findUnconnectedCells(cells)
  return apart.length > 0 ? { code: 'not_adjacent', cells: apart } : null
}

const areaOf = (cell: Cell) => cell.shape.reduce((sum, polygon) => sum + computePolygonAreaM2(polygon), 0)

/** Returns the cells that are not connected with the first one across common edges. */
function findUnconnectedCells(cells: readonly Cell[]): CellId[] {
  const ownerOf = new Map<string, CellId>()
  for (const cell of cells)
    for (const { from, to } of toDirectedEdges([cell.shape]))
      ownerOf.set(`${toPointKey(from)} ${toPointKey(to)}`, cell.id)
  const reached = new Set([itemAt(cells, 0).id])
  for (const id of reached) {
    const cell = cells.find((each) => each.id === id)
    for (const { from, to } of toDirectedEdges(cell ? [cell.shape] : [])) {
      const neighbour = ownerOf.get(`${toPointKey(to)} ${toPointKey(from)}`)
      if (neighbour !== undefined) reached.add(neighbour)
    }
  }
  return cells.map((cell) => cell.id).filter((id) => !reached.has(id))
}
