import { toLatticeUnits } from '#shared/geometry/lattice.ts'
import type { DistrictPlan, GuidePlan, LonLat } from '../city-plan.ts'
import { createLocalPlane } from '../math/create-local-plane.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import type { PlanePoint } from '../curves/refine-border.ts'
import type { NameGenerator } from './create-name-generator.ts'
import { computeVectorLength } from '../math/vector-length.ts'

/** Rivers across the city, towards the sea if there is one, and highways from seat to seat. */
export function planGuides(
  districts: readonly DistrictPlan[],
  coast: readonly LonLat[],
  grids: number,
  names: NameGenerator,
  random: RandomStream,
): GuidePlan[] {
  const [lon, lat] = districts[0]!.seat
  const plane = createLocalPlane(toLatticeUnits(lon), toLatticeUnits(lat))
  const metres = ([x, y]: LonLat): PlanePoint => [
    plane.east(toLatticeUnits(x)),
    plane.north(toLatticeUnits(y)),
  ]
  const degrees = ([east, north]: PlanePoint): LonLat => [
    Math.round(plane.latticeX(east) / 1000) / 1e4,
    Math.round(plane.latticeY(north) / 1000) / 1e4,
  ]
  const corners = districts.flatMap(({ ring }) => ring.map(metres))
  const radius = Math.max(...corners.map(([e, n]) => computeVectorLength(e, n))) * 1.08

  const count = Math.max(1, Math.min(7, Math.round(Math.sqrt(grids) / 16)))
  const rivers = Array.from({ length: count }, (_, i): GuidePlan => {
    const [name, nameEn] = names()
    const offset = ((i + 0.5 - count / 2) / count) * 1.5 * radius + random.between(-0.06, 0.06) * radius
    const across = coast.length > 0 || i % 3 !== 2
    const through = wave(radius, offset, 0.09 * radius, random).map(([along, aside]): PlanePoint =>
      across ? [along, aside] : [aside, along],
    )
    const kind = random.chance(0.6) ? 'river' : 'canal'
    return {
      name: `${name}${kind === 'river' ? '河' : '港'}`,
      nameEn: `${nameEn} River`,
      kind,
      winding: kind === 'river' ? random.between(0.4, 1) : 0.1,
      through: through.map(degrees),
    }
  })
  const seats = districts.map(({ seat }) => metres(seat))
  const highways = seats.slice(1).map((seat, i): GuidePlan => {
    // from the core past the seat and on to the border, a little beside both towns' middles
    const far = computeVectorLength(...seat) || 1
    const unit: PlanePoint = [seat[0] / far, seat[1] / far]
    const aside: PlanePoint = [-unit[1] * 700, unit[0] * 700]
    const at = (t: number): PlanePoint => [unit[0] * t + aside[0], unit[1] * t + aside[1]]
    return {
      name: `${201 + i}省道`,
      nameEn: `S${201 + i}`,
      kind: 'trunk',
      winding: 0.12,
      through: [at(-1500), at(far * 0.5), at(far), at(Math.max(far * 1.3, radius))].map(degrees),
    }
  })
  return [...rivers, ...highways]
}

/** Places along a swinging line from one side to the other: along and aside, in metres. */
function wave(radius: number, offset: number, swing: number, random: RandomStream): PlanePoint[] {
  return Array.from({ length: 6 }, (_, k): PlanePoint => [
    radius * (k / 2.5 - 1),
    offset + swing * random.between(-1, 1),
  ])
}
