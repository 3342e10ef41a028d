import type { DraftState } from '#shared/drafts/draft-state.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import { isPointInShape } from '#shared/geometry/shapes/is-point-in-shape.ts'
import type { Point } from '#shared/geometry/lattice.ts'

/** The cell under a point; on a border one of those that share it. */
export function findCellAtPoint({ set }: DraftState, point: Point): CellId | null {
  for (const { id, shape } of set.cells.values()) if (isPointInShape(shape, point)) return id
  return null
}
