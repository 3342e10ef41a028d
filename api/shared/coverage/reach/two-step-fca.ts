import { float64At, int32At, itemAt, uint32At } from '../../geometry/at.ts'
import type { Catchments } from './distance-matrix.ts'

/**
 * Two-step floating catchment area (2SFCA): shares the capacity of each site among the demand in its
 * catchment, then adds up, for each point, the shares of the sites that it reaches. With weighted zones it is
 * the enhanced form (E2SFCA). After: W. Luo, F. Wang, Environment and Planning B 30 (2003) 865–884; W. Luo,
 * Y. Qi, Health & Place 15 (2009) 1100–1107.
 *
 * A site without demand in its catchment contributes nothing; a point that reaches no site has 0.
 *
 * @param capacity of each site; NaN (unknown) counts as 0
 * @param weights of the ways of the catchments, by distance
 * @returns capacity per household (or person) of each point
 */
export function computeTwoStepFca(
  { start, point }: Pick<Catchments, 'start' | 'point'>,
  capacity: Float64Array,
  people: Int32Array,
  weights: Float64Array,
): Float64Array {
  const access = new Float64Array(people.length)
  for (let site = 0; site + 1 < start.length; site++) {
    let demand = 0
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++)
      demand += int32At(people, uint32At(point, i)) * float64At(weights, i)
    if (!(demand > 0) || !(float64At(capacity, site) > 0)) continue
    const share = float64At(capacity, site) / demand
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++) {
      const at = uint32At(point, i)
      access[at] = float64At(access, at) + share * float64At(weights, i)
    }
  }
  return access
}

/** Weights of three zones: slow decay of Luo and Qi. */
export const ZONE_WEIGHTS = [1, 0.68, 0.22] as const

/**
 * Returns the weight of each way: that of the zone in which it ends; 0 beyond the last one.
 *
 * @param limits of the zones in minutes
 * @param getSpeedAt metres per minute at a point
 */
export function toZoneWeights(
  { point, metres }: Catchments,
  limits: readonly [number, number, number],
  getSpeedAt: (point: number) => number,
): Float64Array {
  const weights = new Float64Array(metres.length)
  for (let i = 0; i < weights.length; i++) {
    const minutes = float64At(metres, i) / getSpeedAt(uint32At(point, i))
    const zone = minutes <= limits[0] ? 0 : minutes <= limits[1] ? 1 : minutes <= limits[2] ? 2 : -1
    weights[i] = zone < 0 ? 0 : itemAt(ZONE_WEIGHTS, zone)
  }
  return weights
}

/** Returns 1 for each way within the limit of its point, in metres; 0 for the others. */
export function toLimitWeights({ point, metres }: Catchments, limits: Float64Array): Float64Array {
  const weights = new Float64Array(metres.length)
  for (let i = 0; i < weights.length; i++)
    weights[i] = Number(float64At(metres, i) <= float64At(limits, uint32At(point, i)))
  return weights
}
