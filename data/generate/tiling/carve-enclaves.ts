import { partitionFace } from '../partition/partition-face.ts'
import { projectFaceLoop } from '../partition/face-loop.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import { carveHole } from '../mesh/carve-hole.ts'
import { createBlobOutline } from '../curves/create-blob-outline.ts'
import type { PlanePoint } from '../curves/refine-border.ts'
import { findInnermostPoint, type InnermostPoint } from '../partition/find-innermost-point.ts'
import type { CityTiling } from './city-tiling.ts'

/** A school, a mall or a hospital is a grid of its own inside another: carves one into each of the given faces. */
export function carveCompounds(territory: CityTiling, faces: readonly number[], random: RandomStream): void {
  const { frames, grids, owner, communities } = territory
  for (const face of faces) {
    const community = grids[owner[face]!]!.community
    const { cos, sin } = frames[communities[community]!.street]!
    const room = roomIn(territory, face)
    const wide = room.clearance * random.between(0.4, 0.55),
      tall = room.clearance * random.between(0.3, 0.5)
    const corners: PlanePoint[] = [
      [-wide, -tall],
      [wide, -tall],
      [wide, tall],
      [-wide, tall],
    ]
    const ring = corners.map(([a, b]): PlanePoint => [room.u + cos * a - sin * b, room.v + sin * a + cos * b])
    const inside = carve(territory, face, ring)
    owner[inside] = grids.push({ community, special: 'enclave' }) - 1
  }
}

/** A community wholly inside a grid of another, in three grids of its own. */
export function carveCommunity(territory: CityTiling, face: number, random: RandomStream): void {
  const { shop, frames, grids, owner, communities } = territory
  const host = communities[grids[owner[face]!]!.community]!
  const room = roomIn(territory, face)
  const inside = carve(territory, face, blob(room, 0.62, 30, random))
  const frame = frames[host.street]!
  shop.cache.frame = frame
  const parts = partitionFace({ ...shop, family: frame.id, weigh: () => 1, rank: 3, stretch: 1 }, inside, 3)
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
export function carveExclave(territory: CityTiling, face: number, grid: number, random: RandomStream): void {
  const inside = carve(territory, face, blob(roomIn(territory, face), 0.5, 22, random))
  territory.owner[inside] = grid
}

function roomIn({ shop }: CityTiling, face: number): InnermostPoint {
  return findInnermostPoint(projectFaceLoop(shop.mesh, face, shop.ground))
}

function blob(room: InnermostPoint, share: number, corners: number, random: RandomStream): PlanePoint[] {
  return createBlobOutline(
    [room.u, room.v],
    room.clearance * share,
    room.clearance * share * 0.85,
    random.between(-0.4, 0.4),
    0.22,
    corners,
    random.below(1e9),
  )
}

function carve({ shop }: CityTiling, face: number, ring: readonly PlanePoint[]): number {
  const lattice = ring.flatMap(([east, north]) => [shop.plane.latticeX(east), shop.plane.latticeY(north)])
  return carveHole(shop.mesh, face, lattice, shop.lines.add({ kind: 'enclave', rank: 3 }))
}
