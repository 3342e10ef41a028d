import { insertVertices } from '#shared/geometry/topology/insert-vertices.ts'
import type { Box, MultiPolygon } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import type { InsertedVertices } from '../tiling/find-inserted-vertices.ts'

/** Every outline of the city, of units and of grids, by code: whoever shares a border must share its vertices. */
export type OutlinesByCode = Map<string, MultiPolygon>

/** Gives the new vertices to every outline that has one of those edges; `except` has them already. */
export function propagateVertices(
  outlines: OutlinesByCode,
  inserted: InsertedVertices,
  near: Box,
  except: ReadonlySet<string>,
): void {
  if (inserted.size === 0) return
  for (const [code, shape] of outlines) {
    if (except.has(code)) continue
    const [west, south, east, north] = getShapeBox(shape)
    if (west > near[2] || east < near[0] || south > near[3] || north < near[1]) continue
    const followed = insertVertices(shape, inserted)
    if (followed !== shape) outlines.set(code, followed)
  }
}
