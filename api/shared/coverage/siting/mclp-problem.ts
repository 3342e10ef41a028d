import { numberAt, uint32At } from '../../geometry/at.ts'
import type { Catchments } from '../reach/distance-matrix.ts'

/** The demand that each candidate would reach. Demand out of scope has weight 0. */
export interface MclpProblem {
  catchments: Pick<Catchments, 'start' | 'point'>
  /** Households of each point that are not reached yet. */
  demand: ArrayLike<number>
}

/** Returns the number of candidates. */
export const countCandidates = ({ catchments }: MclpProblem): number => catchments.start.length - 1

/** Returns the demand that a set of candidates reaches together. */
export function computeCoveredDemand(
  { catchments: { start, point }, demand }: MclpProblem,
  sites: readonly number[],
): number {
  const reached = new Set<number>()
  for (const site of sites)
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++) reached.add(uint32At(point, i))
  let sum = 0
  for (const each of reached) sum += numberAt(demand, each)
  return sum
}

/** Returns the demand that all candidates reach together. */
export function computeReachableDemand({ catchments: { point }, demand }: MclpProblem): number {
  const seen = new Uint8Array(demand.length)
  let sum = 0
  for (const each of point) {
    if (seen[each] === 1) continue
    seen[each] = 1
    sum += numberAt(demand, each)
  }
  return sum
}
