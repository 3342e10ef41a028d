import type { Point } from '#shared/geometry/lattice.ts'
import { projectFaceHoles, projectFaceLoop } from '../partition/face-loop.ts'
import { findInnermostPoint } from '../partition/find-innermost-point.ts'
import type { CityTiling } from '../tiling/city-tiling.ts'
import type { GridModel } from '../attributes/city-model.ts'

/** The roomiest place of a grid's main part, on the lattice: where a house can stand without touching a border. */
export function findInnermostGridPoint({ shop }: CityTiling, grid: GridModel): Point {
  const rooms = grid.faces.map((face) =>
    findInnermostPoint(
      projectFaceLoop(shop.mesh, face, shop.ground),
      projectFaceHoles(shop.mesh, face, shop.ground),
    ),
  )
  const { u, v } = rooms.reduce((best, room) => (room.clearance > best.clearance ? room : best))
  return [shop.plane.latticeX(u), shop.plane.latticeY(v)]
}
