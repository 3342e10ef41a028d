import { layOutLoop } from '../cut/face-loop.ts'
import type { Random } from '../create-random.ts'
import { carveHole } from '../mesh/carve-hole.ts'
import { OUTSIDE } from '../mesh/mesh.ts'
import { outlineBlob } from '../outline-blob.ts'
import type { Metres } from '../refine-border.ts'
import { distanceToLoop, findRoom } from './find-room.ts'
import type { Territory } from './territory.ts'
import { lengthOf } from '../length-of.ts'

/** Islands in the plan's lakes, each part of the nearest grid on the shore, which thereby has several parts. */
export function raiseIslands(territory: Territory, random: Random): void {
  const { shop, lakes, owner, islands } = territory
  for (const { face, lake } of lakes) {
    const loop = layOutLoop(shop.mesh, face, shop.ground)
    const room = findRoom(loop)
    const placed: { u: number; v: number; radius: number }[] = []
    for (let attempt = 0; attempt < 40 && placed.length < shop.plan.lakes[lake]!.islands; attempt++) {
      const radius = room.clearance * random.between(0.07, 0.16)
      const u = room.u + room.clearance * random.between(-0.6, 0.6),
        v = room.v + room.clearance * random.between(-0.6, 0.6)
      const apart = placed.every(
        (other) => lengthOf(other.u - u, other.v - v) > 1.8 * (other.radius + radius),
      )
      if (!apart || distanceToLoop(loop, u, v) < 2 * radius) continue
      placed.push({ u, v, radius })
      const island = carve(
        territory,
        face,
        outlineBlob([u, v], radius, radius * 0.7, random.between(-0.5, 0.5), 0.3, 18, random.below(1e9)),
      )
      owner[island] = nearestGrid(territory, face, u, v)
      islands.push(island)
    }
  }
}

/** Banks off the coast, each part of the nearest grid on land. */
export function raiseShoals(territory: Territory, random: Random): void {
  const { shop, owner, shoals } = territory
  for (const { at, lengthKm, widthKm, turn } of shop.plan.shoals) {
    const centre = shop.metres(at)
    const ring = outlineBlob(centre, lengthKm * 500, widthKm * 500, turn, 0.5, 64, random.below(1e9))
    const shoal = carve(territory, OUTSIDE, ring)
    owner[shoal] = nearestGrid(territory, OUTSIDE, centre[0], centre[1])
    shoals.push(shoal)
  }
}

/** The grid whose border with a face comes nearest to a place. */
function nearestGrid({ shop, owner, grids }: Territory, beside: number, east: number, north: number): number {
  const { mesh, plane } = shop
  let best = -1,
    nearest = Infinity
  for (let half = 0; half < mesh.halfCount; half++) {
    if (mesh.face[half] !== beside) continue
    const face = mesh.face[half ^ 1]!
    if (face === OUTSIDE || owner[face] === undefined || grids[owner[face]!]!.special !== null) continue
    const vertex = mesh.origin[half]!
    const found = lengthOf(plane.east(mesh.x[vertex]!) - east, plane.north(mesh.y[vertex]!) - north)
    if (found < nearest) {
      nearest = found
      best = owner[face]!
    }
  }
  return best
}

function carve({ shop }: Territory, face: number, ring: readonly Metres[]): number {
  const lattice = ring.flatMap(([east, north]) => [shop.plane.latticeX(east), shop.plane.latticeY(north)])
  return carveHole(shop.mesh, face, lattice, shop.lines.add({ kind: 'shore', rank: 3 }))
}
