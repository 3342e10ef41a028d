import { apportionTotal } from '../math/apportion-total.ts'
import type { CurvilinearFrame } from '../curvilinear-frame.ts'
import { partitionFace } from '../partition/partition-face.ts'
import { projectFaceLoop } from '../partition/face-loop.ts'
import { sampleLoop } from '../partition/sample-loop.ts'
import type { GeneratorContext } from '../generator-context.ts'

/** A community as a face, before it has grids or a name. Places in metres of the plane. */
export interface CommunityFace {
  /** Index into the plan's streets. */
  street: number
  face: number
  /** By the density field: comparable between communities, not yet a count. */
  people: number
  areaKm2: number
  east: number
  north: number
}

/** An urban community of 7,700 people stands where a village of 2,200 would: the density to the power of 11/16 says how many fit. */
function weighCommunities(people: number): number {
  const fourth = Math.sqrt(Math.sqrt(people))
  const eighth = Math.sqrt(fourth)
  return fourth * fourth * eighth * Math.sqrt(eighth)
}

/** Cuts the land of every unit into communities and villages, exactly `total` in all; `land` are the faces of each street. */
export function partitionIntoCommunities(
  shop: GeneratorContext,
  frames: readonly CurvilinearFrame[],
  land: readonly (readonly number[])[],
  total: number,
): CommunityFace[] {
  const { plan } = shop
  const pieces = land.flatMap((faces, street) => faces.map((face) => ({ street, face })))
  const weights = pieces.map(({ street, face }) => {
    const { weight } = measure(shop, face, weighCommunities)
    return weight * (plan.streets[street]!.farm ? 0.5 : 1)
  })
  const counts = apportionTotal(total, weights, 1)
  return pieces.flatMap(({ street, face }, i) => {
    const frame = frames[street]!
    shop.cache.frame = frame
    const faces = partitionFace(
      { ...shop, family: frame.id, weigh: weighCommunities, rank: 2, stretch: 1 },
      face,
      counts[i]!,
    )
    return faces.map((part): CommunityFace => {
      const { weight, areaKm2, east, north } = measure(shop, part, (people) => people)
      return { street, face: part, people: weight, areaKm2, east, north }
    })
  })
}

function measure(
  shop: GeneratorContext,
  face: number,
  weigh: (people: number) => number,
): { weight: number; areaKm2: number; east: number; north: number } {
  const loop = projectFaceLoop(shop.mesh, face, shop.ground)
  const samples = sampleLoop(loop, 60, (east, north) => weigh(shop.field.people(east, north)))
  let east = 0,
    north = 0
  for (let i = 0; i < samples.size; i++) {
    east += samples.u[i]! * samples.weight[i]!
    north += samples.v[i]! * samples.weight[i]!
  }
  return {
    weight: samples.total,
    areaKm2: samples.area / 1e6,
    east: east / samples.total,
    north: north / samples.total,
  }
}
