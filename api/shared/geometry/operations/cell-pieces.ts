import { itemAt } from '../at.ts'
import type { Cell, CellId, CellSet } from '../cell-set.ts'
import { dissolve } from '../topology/dissolve.ts'
import { insertVertices } from '../topology/insert-vertices.ts'
import type { MultiPolygon, Point, Polygon } from '../lattice.ts'
import { computePolygonAreaM2 } from '../measure.ts'
import { ok, reject, type Result } from '../result.ts'
import { findPlaceIn } from './add-place.ts'
import type { LandTransfer } from './build-change.ts'

/**
 * Cells during an operation: divided into parts, parts moved to other cells, and reassembled. A cell must
 * neither vanish nor fall into more pieces than before.
 */
export function createCellPieces(set: CellSet) {
  const pieces = new Map<CellId, Polygon[] | null>()
  const transfers: LandTransfer[] = []
  const gained = new Map<CellId, Polygon[]>()
  return {
    transfers,
    /** Replaces the cell by its parts. */
    cut(cell: CellId, parts: MultiPolygon): void {
      pieces.set(cell, [...parts])
    },
    move(part: Polygon, from: CellId, to: CellId): void {
      pieces.set(
        from,
        (pieces.get(from) ?? []).filter((piece) => piece !== part),
      )
      gained.set(to, [...(gained.get(to) ?? []), part])
      const taker = set.cells.get(to)
      if (taker) transfers.push({ shape: [part], from, to: taker })
    },
    put(inserted: ReadonlyMap<string, readonly Point[]>): Result<Cell[]> {
      const put: Cell[] = []
      for (const id of new Set([...pieces.keys(), ...gained.keys()])) {
        const cell = set.cells.get(id)
        if (!cell) continue
        const own = pieces.get(id) ?? insertVertices(cell.shape, inserted)
        const all = [...own, ...(gained.get(id) ?? [])]
        if (all.length === 0)
          return reject('swallows_a_grid', { cells: [id], at: findPlaceIn(itemAt(cell.shape, 0)) })
        const shape = dissolve(all.map((polygon) => [polygon]))
        if (shape.length > cell.shape.length)
          return reject('breaks_a_grid', { cells: [id], count: shape.length, at: findSmallest(shape) })
        put.push({ ...cell, shape })
      }
      return ok(put)
    },
  }
}

/** Returns a place in the smallest polygon of a shape. */
const findSmallest = (shape: MultiPolygon): Point =>
  findPlaceIn(
    shape.reduce((smallest, each) =>
      computePolygonAreaM2(each) < computePolygonAreaM2(smallest) ? each : smallest,
    ),
  )
