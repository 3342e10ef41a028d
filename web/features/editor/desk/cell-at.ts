import type { DraftState } from '#shared/drafts/draft-state.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import { holdsPoint } from '#shared/geometry/holds-point.ts'
import type { Point } from '#shared/geometry/lattice.ts'

/** The cell under a point; on a border one of those that share it. */
export function cellAt({ set }: DraftState, point: Point): CellId | null {
  for (const { id, shape } of set.cells.values()) if (holdsPoint(shape, point)) return id
  return null
}
