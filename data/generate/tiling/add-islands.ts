import { projectFaceLoop } from '../partition/face-loop.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import { carveHole } from '../mesh/carve-hole.ts'
import { OUTSIDE_FACE } from '../mesh/half-edge-mesh.ts'
import { createBlobOutline } from '../curves/create-blob-outline.ts'
import type { PlanePoint } from '../curves/refine-border.ts'
import { computeDistanceToLoop, findInnermostPoint } from '../partition/find-innermost-point.ts'
import type { CityTiling } from './city-tiling.ts'
import { computeVectorLength } from '../math/vector-length.ts'

/** Islands in the plan's lakes, each part of the nearest grid on the shore, which thereby has several parts. */
export function addIslands(territory: CityTiling, random: RandomStream): void {
  const { shop, lakes, owner, islands } = territory
  for (const { face, lake } of lakes) {
    const loop = projectFaceLoop(shop.mesh, face, shop.ground)
    const room = findInnermostPoint(loop)
    const placed: { u: number; v: number; radius: number }[] = []
    for (let attempt = 0; attempt < 40 && placed.length < shop.plan.lakes[lake]!.islands; attempt++) {
      const radius = room.clearance * random.between(0.07, 0.16)
      const u = room.u + room.clearance * random.between(-0.6, 0.6),
        v = room.v + room.clearance * random.between(-0.6, 0.6)
      const apart = placed.every(
        (other) => computeVectorLength(other.u - u, other.v - v) > 1.8 * (other.radius + radius),
      )
      if (!apart || computeDistanceToLoop(loop, u, v) < 2 * radius) continue
      placed.push({ u, v, radius })
      const island = carve(
        territory,
        face,
        createBlobOutline(
          [u, v],
          radius,
          radius * 0.7,
          random.between(-0.5, 0.5),
          0.3,
          18,
          random.below(1e9),
        ),
      )
      owner[island] = nearestGrid(territory, face, u, v)
      islands.push(island)
    }
  }
}

/** Banks off the coast, each part of the nearest grid on land. */
export function addShoals(territory: CityTiling, random: RandomStream): void {
  const { shop, owner, shoals } = territory
  for (const { at, lengthKm, widthKm, turn } of shop.plan.shoals) {
    const centre = shop.metres(at)
    const ring = createBlobOutline(centre, lengthKm * 500, widthKm * 500, turn, 0.5, 64, random.below(1e9))
    const shoal = carve(territory, OUTSIDE_FACE, ring)
    owner[shoal] = nearestGrid(territory, OUTSIDE_FACE, centre[0], centre[1])
    shoals.push(shoal)
  }
}

/** The grid whose border with a face comes nearest to a place. */
function nearestGrid(
  { shop, owner, grids }: CityTiling,
  beside: number,
  east: number,
  north: number,
): number {
  const { mesh, plane } = shop
  let best = -1,
    nearest = Infinity
  for (let half = 0; half < mesh.halfCount; half++) {
    if (mesh.face[half] !== beside) continue
    const face = mesh.face[half ^ 1]!
    if (face === OUTSIDE_FACE || owner[face] === undefined || grids[owner[face]!]!.special !== null) continue
    const vertex = mesh.origin[half]!
    const found = computeVectorLength(
      plane.east(mesh.x[vertex]!) - east,
      plane.north(mesh.y[vertex]!) - north,
    )
    if (found < nearest) {
      nearest = found
      best = owner[face]!
    }
  }
  return best
}

function carve({ shop }: CityTiling, face: number, ring: readonly PlanePoint[]): number {
  const lattice = ring.flatMap(([east, north]) => [shop.plane.latticeX(east), shop.plane.latticeY(north)])
  return carveHole(shop.mesh, face, lattice, shop.lines.add({ kind: 'shore', rank: 3 }))
}
