import { divideFace } from '../cut/divide-face.ts'
import { layOutLoop } from '../cut/face-loop.ts'
import type { Random } from '../create-random.ts'
import { carveHole } from '../mesh/carve-hole.ts'
import { outlineBlob } from '../outline-blob.ts'
import type { Metres } from '../refine-border.ts'
import { findRoom, type Room } from './find-room.ts'
import type { Territory } from './territory.ts'

/** A school, a mall or a hospital is a grid of its own inside another: carves one into each of the given faces. */
export function carveCompounds(territory: Territory, faces: readonly number[], random: Random): void {
  const { frames, grids, owner, communities } = territory
  for (const face of faces) {
    const community = grids[owner[face]!]!.community
    const { cos, sin } = frames[communities[community]!.street]!
    const room = roomIn(territory, face)
    const wide = room.clearance * random.between(0.4, 0.55),
      tall = room.clearance * random.between(0.3, 0.5)
    const corners: Metres[] = [
      [-wide, -tall],
      [wide, -tall],
      [wide, tall],
      [-wide, tall],
    ]
    const ring = corners.map(([a, b]): Metres => [room.u + cos * a - sin * b, room.v + sin * a + cos * b])
    const inside = carve(territory, face, ring)
    owner[inside] = grids.push({ community, special: 'enclave' }) - 1
  }
}

/** A community wholly inside a grid of another, in three grids of its own. */
export function carveCommunity(territory: Territory, face: number, random: Random): void {
  const { shop, frames, grids, owner, communities } = territory
  const host = communities[grids[owner[face]!]!.community]!
  const room = roomIn(territory, face)
  const inside = carve(territory, face, blob(room, 0.62, 30, random))
  const frame = frames[host.street]!
  shop.cache.frame = frame
  const parts = divideFace({ ...shop, family: frame.id, weigh: () => 1, rank: 3, stretch: 1 }, inside, 3)
  const areaKm2 = (Math.PI * 0.3844 * room.clearance * room.clearance) / 1e6
  const community =
    communities.push({
      street: host.street,
      face: inside,
      people: 900 * areaKm2,
      areaKm2,
      east: room.u,
      north: room.v,
      urban: false,
    }) - 1
  for (const part of parts) owner[part] = grids.push({ community, special: null }) - 1
}

/** A piece of land inside one street that belongs to a grid of another: an exclave. */
export function carveExclave(territory: Territory, face: number, grid: number, random: Random): void {
  const inside = carve(territory, face, blob(roomIn(territory, face), 0.5, 22, random))
  territory.owner[inside] = grid
}

function roomIn({ shop }: Territory, face: number): Room {
  return findRoom(layOutLoop(shop.mesh, face, shop.ground))
}

function blob(room: Room, share: number, corners: number, random: Random): Metres[] {
  return outlineBlob(
    [room.u, room.v],
    room.clearance * share,
    room.clearance * share * 0.85,
    random.between(-0.4, 0.4),
    0.22,
    corners,
    random.below(1e9),
  )
}

function carve({ shop }: Territory, face: number, ring: readonly Metres[]): number {
  const lattice = ring.flatMap(([east, north]) => [shop.plane.latticeX(east), shop.plane.latticeY(north)])
  return carveHole(shop.mesh, face, lattice, shop.lines.add({ kind: 'enclave', rank: 3 }))
}
