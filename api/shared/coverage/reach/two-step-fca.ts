import { float64At, itemAt, numberAt, uint32At } from '../../geometry/at.ts'
import type { Catchments } from './distance-matrix.ts'

/** Weight of a way in metres from a grid; 0 beyond the last zone. */
export type DistanceDecay = (metres: number, grid: number) => number

/**
 * Two-step floating catchment area (2SFCA): shares the capacity of each site among the demand in its
 * catchment, then adds up, for each grid, the shares of the sites that it reaches. With weighted zones it is
 * the enhanced form (E2SFCA). After: W. Luo, F. Wang, Environment and Planning B 30 (2003) 865–884; W. Luo,
 * Y. Qi, Health & Place 15 (2009) 1100–1107.
 *
 * A site without demand in its catchment contributes nothing; a grid that reaches no site has 0.
 *
 * @param capacity of each site; NaN (unknown) counts as 0
 * @returns capacity per household (or person) of each grid
 */
export function computeTwoStepFca(
  { start, grid, metres }: Catchments,
  capacity: ArrayLike<number>,
  people: ArrayLike<number>,
  decay: DistanceDecay,
): Float64Array {
  const access = new Float64Array(people.length)
  for (let site = 0; site + 1 < start.length; site++) {
    let demand = 0
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++)
      demand += numberAt(people, uint32At(grid, i)) * decay(float64At(metres, i), uint32At(grid, i))
    if (!(demand > 0) || !(numberAt(capacity, site) > 0)) continue
    const share = numberAt(capacity, site) / demand
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++)
      access[uint32At(grid, i)] =
        float64At(access, uint32At(grid, i)) + share * decay(float64At(metres, i), uint32At(grid, i))
  }
  return access
}

/** Weights of three zones: slow decay of Luo and Qi. */
export const ZONE_WEIGHTS = [1, 0.68, 0.22] as const
/** Stepwise decay: ZONE_WEIGHTS for the three zones that end at the limits in minutes. */
export const createZonalDecay =
  (limits: readonly [number, number, number]) =>
  (minutes: number): number => {
    const zone = limits.findIndex((limit) => minutes <= limit)
    return zone < 0 ? 0 : itemAt(ZONE_WEIGHTS, zone)
  }
