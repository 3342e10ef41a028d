import type { Catchments } from './distance-matrix.ts'

/** Weight of a way by its metres; a way beyond the last zone weighs nothing. */
export type DistanceDecay = (metres: number) => number

/**
 * Two-step floating catchment area: each site's capacity is shared among all who live in its catchment, then each grid
 * adds up the shares of the sites it can reach. With zones of different weight it is the enhanced form.
 * After: W. Luo, F. Wang, Environment and Planning B 30 (2003) 865–884; W. Luo, Y. Qi, Health & Place 15 (2009) 1100–1107.
 *
 * A site whose catchment holds nobody gives nothing to anybody; a grid that reaches no site has 0.
 *
 * @param capacity of each site; NaN, not known, counts as none
 * @returns capacity for each person (or household) of a grid's surroundings
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
    for (let i = start[site]; i < start[site + 1]; i++) demand += people[grid[i]] * decay(metres[i])
    if (!(demand > 0) || !(capacity[site] > 0)) continue
    const share = capacity[site] / demand
    for (let i = start[site]; i < start[site + 1]; i++) access[grid[i]] += share * decay(metres[i])
  }
  return access
}

export const createThresholdDecay =
  (limit: number): DistanceDecay =>
  (metres) =>
    metres <= limit ? 1 : 0

/** Three zones; Luo and Qi's weights for a slow decay. */
export const ZONE_WEIGHTS = [1, 0.68, 0.22] as const
export const createZonalDecay =
  (limits: readonly [number, number, number]): DistanceDecay =>
  (metres) => {
    const zone = limits.findIndex((limit) => metres <= limit)
    return zone < 0 ? 0 : ZONE_WEIGHTS[zone]
  }
