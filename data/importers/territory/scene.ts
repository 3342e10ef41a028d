import { insertVertices } from '#shared/geometry/insert-vertices.ts'
import type { Box, MultiPolygon } from '#shared/geometry/lattice.ts'
import { shapeBox } from '#shared/geometry/shape-box.ts'
import type { Inserted } from '../topology/inserted-between.ts'

/** Every outline of the city, of units and of grids, by code: whoever shares a border must share its vertices. */
export type Scene = Map<string, MultiPolygon>

/** Gives the new vertices to every outline that has one of those edges; `except` has them already. */
export function follow(scene: Scene, inserted: Inserted, near: Box, except: ReadonlySet<string>): void {
  if (inserted.size === 0) return
  for (const [code, shape] of scene) {
    if (except.has(code)) continue
    const [west, south, east, north] = shapeBox(shape)
    if (west > near[2] || east < near[0] || south > near[3] || north < near[1]) continue
    const followed = insertVertices(shape, inserted)
    if (followed !== shape) scene.set(code, followed)
  }
}
