import type { Catchments } from '../reach/distance-matrix.ts'

/** Which demand each candidate would reach. Demand that nobody wants counted weighs 0. */
export interface MclpProblem {
  catchments: Pick<Catchments, 'start' | 'grid'>
  /** Of each grid: households that are not reached yet. */
  demand: ArrayLike<number>
}

export const countCandidates = ({ catchments }: MclpProblem): number => catchments.start.length - 1

/** Demand that a set of candidates reaches together. */
export function computeCoveredDemand(
  { catchments: { start, grid }, demand }: MclpProblem,
  sites: readonly number[],
): number {
  const reached = new Set<number>()
  for (const site of sites) for (let i = start[site]; i < start[site + 1]; i++) reached.add(grid[i])
  let sum = 0
  for (const each of reached) sum += demand[each]
  return sum
}

/** Demand that could be reached if there were a station at every candidate. */
export function computeReachableDemand({ catchments: { grid }, demand }: MclpProblem): number {
  const seen = new Uint8Array(demand.length)
  let sum = 0
  for (const each of grid) {
    if (seen[each] === 1) continue
    seen[each] = 1
    sum += demand[each]
  }
  return sum
}
