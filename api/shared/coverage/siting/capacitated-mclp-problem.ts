import type { Catchments } from '../reach/distance-matrix.ts'

/**
 * Who can be served when places are not without limit (capacitated covering, Current and Storbeck 1988). The first
 * `fixed` sites are the places that are there, the rest candidates. The households of a grid may go to several places
 * within reach, whole households each; who goes where is arranged so that most are served.
 */
export interface CapacitatedMclpProblem {
  catchments: Pick<Catchments, 'start' | 'grid'>
  fixed: number
  /** Households that each site can serve; Infinity: no limit. */
  capacity: ArrayLike<number>
  /** Households of each grid. */
  demand: ArrayLike<number>
}
