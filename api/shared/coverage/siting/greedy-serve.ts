import FlatQueue from 'flatqueue'
import type { Pick } from './greedy-cover.ts'
import { openService, type Service } from './open-service.ts'
import type { ServeProblem } from './serve-problem.ts'

/**
 * Greedy choice when places have limits: one candidate after the other, each where most households more are served. A
 * gain only falls as others open, so a candidate is measured again only when its last gain is the highest (lazy greedy,
 * Minoux 1978). Of equal candidates the first is taken. `site`: row in the problem, the fixed ones included.
 *
 * @param onPick is told of each choice with the service as it then is
 */
export function greedyServe(problem: ServeProblem, most: number, enough = Infinity, onPick: (pick: Pick, service: Service) => void = () => undefined): { before: number; picks: Pick[] } {
  const service = openService(problem)
  const { fixed, catchments: { start, grid }, capacity, demand } = problem
  let before = 0
  for (let site = 0; site < fixed; site++) before += service.open(site)
  const queue = new FlatQueue<number>()
  for (let site = fixed; site + 1 < start.length; site++) {
    let reachable = 0
    for (let i = start[site]; i < start[site + 1]; i++) reachable += demand[grid[i]]
    // what it could serve at most; as long as it has not been measured that is the bound
    queue.push(site, -Math.min(capacity[site], reachable))
  }
  const measuredAt = new Int32Array(start.length - 1).fill(-1)
  const picks: Pick[] = []
  for (let sum = before; picks.length < most && sum < enough;) {
    let best = queue.pop()
    while (best !== undefined && measuredAt[best] !== picks.length) {
      measuredAt[best] = picks.length
      const gain = service.gain(best)
      if (gain > 0) queue.push(best, -gain)
      best = queue.pop()
    }
    if (best === undefined) break
    const pick = { site: best, gain: service.open(best) }
    picks.push(pick)
    sum += pick.gain
    onPick(pick, service)
  }
  return { before, picks }
}
