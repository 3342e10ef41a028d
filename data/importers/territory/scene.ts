import { insertVertices } from '#shared/geometry/insert-vertices.ts'
import { edgeKey } from '#shared/geometry/border-index.ts'
import type { Box, MultiPolygon, Point, Ring } from '#shared/geometry/lattice.ts'
import { comesBefore, samePoint } from '#shared/geometry/segments.ts'
import { shapeBox } from '#shared/geometry/shape-box.ts'

/** Every outline of the city, of units and of grids, by code: whoever shares a border must share its vertices. */
export type Scene = Map<string, MultiPolygon>

/** New vertices on old edges, by edge key, in the order from the edge's smaller end to its larger. */
export type Inserted = ReadonlyMap<string, readonly Point[]>

/** The vertices that `after` has more than `before`; both have the same rings, which begin at the same points. */
export function insertedBetween(before: MultiPolygon, after: MultiPolygon): Inserted {
  const inserted = new Map<string, Point[]>()
  before.forEach((polygon, p) => polygon.forEach((ring, r) => compare(ring, after[p]?.[r] ?? ring, inserted)))
  return inserted
}

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

function compare(before: Ring, after: Ring, inserted: Map<string, Point[]>): void {
  if (after.length === before.length) return
  let at = 0
  before.forEach((from, i) => {
    const to = before[(i + 1) % before.length]!
    const between: Point[] = []
    for (at++; at < after.length && !samePoint(after[at]!, to); at++) between.push(after[at]!)
    if (between.length > 0) inserted.set(edgeKey(from, to), comesBefore(from, to) ? between : between.reverse())
  })
}
