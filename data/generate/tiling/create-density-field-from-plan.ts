import type { CityPlan, LonLat } from '../city-plan.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import { createDensityField, type DensityField } from '../density-field.ts'
import type { PlanePoint } from '../curves/refine-border.ts'
import { computeVectorLength } from '../math/vector-length.ts'

/** People per km² in open country; only its ratio to the towns matters, totals are allocated later. */
const RURAL = 290

/** The city's density of people: the plan's big towns, and a small place at every other seat. */
export function createDensityFieldFromPlan(
  plan: CityPlan,
  metres: (at: LonLat) => PlanePoint,
  random: RandomStream,
): DensityField {
  const corners = plan.districts.flatMap(({ ring }) => ring.map(metres))
  const east = corners.map((corner) => corner[0]),
    north = corners.map((corner) => corner[1])
  const box = [
    Math.min(...east) - 5000,
    Math.min(...north) - 5000,
    Math.max(...east) + 5000,
    Math.max(...north) + 5000,
  ] as const

  const big = plan.spots.map(({ at, radiusKm, peak }) => ({ at: metres(at), radius: radiusKm * 1000, peak }))
  const small = plan.streets
    .filter(({ kind }) => kind !== 'street')
    .map(({ seat, kind, farm, code }) => {
      const size = random.fork(`spot ${code}`).between(0.8, 1.35)
      const [radius, peak] = farm ? [450, 1500] : kind === 'park_unit' ? [900, 1800] : [700, 4600]
      return { at: metres(seat), radius: radius * size, peak }
    })
  const apart = small.filter(({ at }) =>
    big.every((town) => computeVectorLength(town.at[0] - at[0], town.at[1] - at[1]) > town.radius),
  )
  const spots = [...big, ...apart].map(({ at, radius, peak }) => ({
    east: at[0],
    north: at[1],
    radius,
    peak,
  }))
  return createDensityField(box, spots, plan.coast.map(metres), RURAL, random.fork('density').below(1e9))
}
