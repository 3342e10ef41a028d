import type { Point } from '#shared/geometry/lattice.ts'
import { layOutHoles, layOutLoop } from '../cut/face-loop.ts'
import { findRoom } from '../territory/find-room.ts'
import type { Territory } from '../territory/territory.ts'
import type { GridDraft } from './draft.ts'

/** The roomiest place of a grid's main part, on the lattice: where a house can stand without touching a border. */
export function placeInside({ shop }: Territory, grid: GridDraft): Point {
  const rooms = grid.faces.map((face) =>
    findRoom(layOutLoop(shop.mesh, face, shop.ground), layOutHoles(shop.mesh, face, shop.ground)),
  )
  const { u, v } = rooms.reduce((best, room) => (room.clearance > best.clearance ? room : best))
  return [shop.plane.latticeX(u), shop.plane.latticeY(v)]
}
