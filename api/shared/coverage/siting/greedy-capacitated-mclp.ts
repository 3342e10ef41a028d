import { float64At, numberAt, uint32At } from '../../geometry/at.ts'
import FlatQueue from 'flatqueue'
import type { GainBounds } from './gain-bounds.ts'
import type { SitePick } from './greedy-mclp.ts'
import { createDemandAssignment } from './demand-assignment.ts'
import type { CapacitatedMclpProblem } from './capacitated-mclp-problem.ts'

/**
 * Greedy choice with capacities: repeatedly opens the candidate with the greatest gain. Gains only diminish,
 * so a candidate is evaluated again only if its last gain is the greatest (lazy greedy, Minoux 1978). Of
 * equal candidates the first is chosen. `site`: row in the problem, including the fixed ones.
 *
 * @param bounds tightened as far as the last gains of the candidates allow
 */
export function solveCapacitatedMclpGreedily(
  problem: CapacitatedMclpProblem,
  most: number,
  enough = Infinity,
  bounds?: GainBounds,
): { before: number; picks: SitePick[] } {
  const service = createDemandAssignment(problem)
  const {
    fixed,
    catchments: { start, point },
    capacity,
    demand,
  } = problem
  let before = 0
  for (let site = 0; site < fixed; site++) before += service.open(site)
  const queue = new FlatQueue<number>()
  /** Last evaluated gain of each candidate; initially its upper bound. */
  const gains = new Float64Array(start.length - 1)
  for (let site = fixed; site + 1 < start.length; site++) {
    let reachable = 0
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++)
      reachable += numberAt(demand, uint32At(point, i))
    gains[site] = Math.min(numberAt(capacity, site), reachable)
    queue.push(site, -float64At(gains, site))
  }
  bounds?.tighten(0, gains)
  const measuredAt = new Int32Array(start.length - 1).fill(-1)
  const picks: SitePick[] = []
  for (let sum = before; picks.length < most && sum < enough;) {
    let best = queue.pop()
    while (best !== undefined && measuredAt[best] !== picks.length) {
      measuredAt[best] = picks.length
      const gain = (gains[best] = service.gain(best))
      if (gain > 0) queue.push(best, -gain)
      best = queue.pop()
    }
    if (best === undefined) break
    const pick = { site: best, gain: service.open(best) }
    gains[best] = 0
    picks.push(pick)
    sum += pick.gain
    bounds?.tighten(sum - before, gains)
  }
  return { before, picks }
}
