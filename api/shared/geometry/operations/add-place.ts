import type { CellId, CellSet } from '../cell-set.ts'
import type { Point, Polygon } from '../lattice.ts'
import type { Result } from '../result.ts'
import { computeInteriorPoint } from '../shapes/interior-point.ts'

/** Returns the result; a rejection without a place gets the first usable one of the given points. */
export function addPlace<T>(result: Result<T>, points: readonly Point[]): Result<T> {
  if (result.ok || result.reason.at !== undefined) return result
  const at = points.find(([x, y]) => Number.isFinite(x) && Number.isFinite(y))
  return at === undefined ? result : { ok: false, reason: { ...result.reason, at } }
}

/** Returns the result; a rejection without a place gets one in the cells that it names, or else in the given ones. */
export function addPlaceInCells<T>(result: Result<T>, set: CellSet, ids: readonly CellId[]): Result<T> {
  if (result.ok || result.reason.at !== undefined) return result
  const shapes = [...(result.reason.cells ?? []), ...ids].flatMap((id) => set.cells.get(id)?.shape ?? [])
  return addPlace(result, shapes.slice(0, 1).map(findPlaceIn))
}

/** Returns the lattice point nearest to a point inside a polygon. */
export function findPlaceIn(polygon: Polygon): Point {
  const [x, y] = computeInteriorPoint(polygon)
  return [Math.round(x), Math.round(y)]
}
