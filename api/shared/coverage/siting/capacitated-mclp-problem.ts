import type { Catchments } from '../reach/distance-matrix.ts'

/**
 * Covering with capacities (Current and Storbeck 1988). The first `fixed` sites are existing premises, the
 * rest are candidates. Households of a point may be assigned to several sites within reach, in whole numbers;
 * the assignment maximises the number of served households.
 */
export interface CapacitatedMclpProblem {
  catchments: Pick<Catchments, 'start' | 'point'>
  fixed: number
  /** Households that each site can serve; Infinity: unlimited. */
  capacity: ArrayLike<number>
  /** Households of each point. */
  demand: ArrayLike<number>
}
