import { float64At, numberAt, uint32At } from '../../geometry/at.ts'
import { countCandidates, type MclpProblem } from './mclp-problem.ts'
import type { GainBounds } from './gain-bounds.ts'

/** One chosen site with its gain. */
export interface SitePick {
  site: number
  gain: number
}

/**
 * Greedy choice for MCLP, and for LSCP when it runs until the target is reached. Its value is at least 63 %
 * (1 − 1/e) of the optimum for the same number of sites (Nemhauser, Wolsey, Fisher 1978). Every prefix of the
 * answer is the answer for fewer sites. Of equal candidates the first is chosen; it ends when no candidate
 * has a gain.
 *
 * @param bounds tightened on the way
 */
export function solveMclpGreedily(
  problem: MclpProblem,
  most: number,
  enough = Infinity,
  bounds?: GainBounds,
): SitePick[] {
  const {
    catchments: { start, point },
    demand,
  } = problem
  const count = countCandidates(problem)
  const sitesOf = inverse(start, point, demand.length)
  const gain = new Float64Array(count)
  for (let site = 0; site < count; site++)
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++)
      gain[site] = float64At(gain, site) + numberAt(demand, uint32At(point, i))
  const reached = new Uint8Array(demand.length)
  const picks: SitePick[] = []
  let sum = 0
  bounds?.tighten(sum, gain)
  while (picks.length < most && sum < enough) {
    let best = 0
    for (let site = 1; site < count; site++) if (float64At(gain, site) > float64At(gain, best)) best = site
    if (count === 0 || !(float64At(gain, best) > 0)) break
    picks.push({ site: best, gain: float64At(gain, best) })
    sum += float64At(gain, best)
    for (let i = uint32At(start, best); i < uint32At(start, best + 1); i++) {
      const at = uint32At(point, i)
      if (reached[at] === 1) continue
      reached[at] = 1
      for (let j = uint32At(sitesOf.start, at); j < uint32At(sitesOf.start, at + 1); j++)
        gain[uint32At(sitesOf.site, j)] = float64At(gain, uint32At(sitesOf.site, j)) - numberAt(demand, at)
    }
    bounds?.tighten(sum, gain)
  }
  return picks
}

/** Returns the candidates that reach each point. */
function inverse(
  start: Uint32Array,
  point: Uint32Array,
  points: number,
): { start: Uint32Array; site: Uint32Array } {
  const first = new Uint32Array(points + 1)
  for (const each of point) first[each + 1] = uint32At(first, each + 1) + 1
  for (let i = 0; i < points; i++) first[i + 1] = uint32At(first, i + 1) + uint32At(first, i)
  const next = first.slice(0, points)
  const site = new Uint32Array(point.length)
  for (let s = 0; s + 1 < start.length; s++)
    for (let i = uint32At(start, s); i < uint32At(start, s + 1); i++) {
      const row = uint32At(point, i)
      const entry = uint32At(next, row)
      site[entry] = s
      next[row] = entry + 1
    }
  return { start: first, site }
}
