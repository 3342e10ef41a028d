import type { DraftState } from '#shared/drafts/draft-state.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import { sideOfPolygon } from '#shared/geometry/contains-point.ts'
import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { shapeBox } from '#shared/geometry/shape-box.ts'

/** The cell under a point; on a border one of those that share it. */
export function cellAt({ set }: DraftState, point: Point): CellId | null {
  for (const { id, shape } of set.cells.values()) if (holds(shape, point)) return id
  return null
}

export function holds(shape: MultiPolygon, [x, y]: Point): boolean {
  const [west, south, east, north] = shapeBox(shape)
  return x >= west && x <= east && y >= south && y <= north && shape.some((polygon) => sideOfPolygon(polygon, x, y) !== 'outside')
}
