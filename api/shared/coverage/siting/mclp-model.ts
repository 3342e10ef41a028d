import { numberAt, uint32At } from '../../geometry/at.ts'
import { countCandidates, type MclpProblem } from './mclp-problem.ts'
import type { SolverModel } from './solver-model.ts'

/**
 * Builds the model of maximal covering (MCLP, Church and ReVelle 1974): with at most `sites` sites reach as
 * much demand as possible; or with `share` of location set covering (LSCP, Toregas et al. 1971): reach it
 * with as few sites as possible.
 *
 * Variables: one per candidate (0 or 1), then one per group of points that the same candidates reach (0 to 1,
 * integral whenever the candidates are).
 */
export function buildMclpModel(
  problem: MclpProblem,
  goal: { sites: number } | { demand: number },
): SolverModel {
  const candidates = countCandidates(problem)
  const groups = groupDemand(problem)
  const reach = 'sites' in goal
  const columns = candidates + groups.length
  const cost = new Float64Array(columns)
  for (let site = 0; site < candidates; site++) cost[site] = reach ? 0 : 1
  groups.forEach((group, g) => {
    cost[candidates + g] = reach ? group.demand : 0
  })

  // rows: a group is reached only by chosen candidates; the last row is the limit of the goal
  const starts = [0]
  const indices: number[] = []
  const values: number[] = []
  groups.forEach((group, g) => {
    indices.push(candidates + g, ...group.sites)
    values.push(1, ...group.sites.map(() => -1))
    starts.push(indices.length)
  })
  if (reach) {
    for (let site = 0; site < candidates; site++) indices.push(site)
    for (let site = 0; site < candidates; site++) values.push(1)
  } else {
    groups.forEach((group, g) => {
      indices.push(candidates + g)
      values.push(group.demand)
    })
  }
  starts.push(indices.length)
  const rows = groups.length + 1
  const upper = new Float64Array(rows)
  upper[rows - 1] = reach ? goal.sites : Infinity
  const lower = new Float64Array(rows).fill(-Infinity)
  lower[rows - 1] = reach ? -Infinity : goal.demand
  return {
    maximise: reach,
    cost,
    integerCount: candidates,
    rows: {
      starts: Int32Array.from(starts),
      indices: Int32Array.from(indices),
      values: Float64Array.from(values),
      lower,
      upper,
    },
  }
}

/** Groups the points that the same candidates reach: this makes the model several times smaller. */
function groupDemand(problem: MclpProblem): { sites: number[]; demand: number }[] {
  const {
    catchments: { start, point },
    demand,
  } = problem
  const sitesOf = new Map<number, number[]>()
  for (let site = 0; site + 1 < start.length; site++) {
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++) {
      if (!(numberAt(demand, uint32At(point, i)) > 0)) continue
      const list = sitesOf.get(uint32At(point, i))
      if (list === undefined) sitesOf.set(uint32At(point, i), [site])
      else list.push(site)
    }
  }
  const groups = new Map<string, { sites: number[]; demand: number }>()
  for (const [at, sites] of sitesOf) {
    const key = sites.join()
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { sites, demand: numberAt(demand, at) })
    else group.demand += numberAt(demand, at)
  }
  return [...groups.values()]
}
