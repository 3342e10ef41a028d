import type { Cell, CellId, CellSet } from '../cell-set.ts'
import { dissolve } from '../dissolve.ts'
import { insertVertices } from '../insert-vertices.ts'
import type { MultiPolygon, Point, Polygon } from '../lattice.ts'
import { done, refuse, type Result } from '../reason.ts'
import type { Transfer } from './build-change.ts'

/**
 * Cells while land passes between them: cut into parts, parts moved to other cells, and put together again. A cell must
 * neither vanish nor fall into more pieces than it had.
 */
export function partition(set: CellSet) {
  const pieces = new Map<CellId, Polygon[] | null>()
  const transfers: Transfer[] = []
  const gained = new Map<CellId, Polygon[]>()
  return {
    transfers,
    /** The cell is its parts now. */
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
        if (all.length === 0) return refuse('swallows_a_grid', { cells: [id] })
        const shape = dissolve(all.map((polygon) => [polygon]))
        if (shape.length > cell.shape.length)
          return refuse('breaks_a_grid', { cells: [id], count: shape.length })
        put.push({ ...cell, shape })
      }
      return done(put)
    },
  }
}
