import { float64At, itemAt, numberAt, uint32At } from '../../geometry/at.ts'
import { createConstraintRows } from './constraint-rows.ts'
import { createDemandAssignment } from './demand-assignment.ts'
import type { CapacitatedMclpProblem } from './capacitated-mclp-problem.ts'
import type { SolverModel } from './solver-model.ts'

/**
 * Builds the mixed-integer model of capacitated covering: with at most `sites` candidates serve as many
 * households as possible; or with `demand` serve this number with as few candidates as possible.
 *
 * Variables: one per candidate (0 or 1), then one per site and group of points that it reaches: the share of
 * their households that it serves. Groups that no candidate affects, directly or through premises whose load
 * could move, are omitted.
 */
export function buildCapacitatedMclpModel(
  problem: CapacitatedMclpProblem,
  goal: { sites: number } | { demand: number },
): SolverModel {
  const { fixed, capacity } = problem
  const candidates = problem.catchments.start.length - 1 - fixed
  const { groups, apart } = inReach(problem)
  const reach = 'sites' in goal
  const ways = groups.flatMap((group, at) => group.sites.map((site) => ({ site, at })))
  const cost = new Float64Array(candidates + ways.length)
  ways.forEach(({ at }, way) => {
    cost[candidates + way] = reach ? itemAt(groups, at).demand : 0
  })
  if (!reach) cost.fill(1, 0, candidates)

  const rows = createConstraintRows()
  const bySite = new Map<number, number[]>()
  const byGroup: number[][] = groups.map(() => [])
  ways.forEach(({ site, at }, way) => {
    itemAt(byGroup, at).push(way)
    const list = bySite.get(site)
    if (list === undefined) bySite.set(site, [way])
    else list.push(way)
    // without this constraint a fraction of a candidate could serve everybody, and the bound would be weak
    if (site >= fixed)
      rows.add(
        [
          [candidates + way, 1],
          [site - fixed, -1],
        ],
        { upper: 0 },
      )
  })
  for (const list of byGroup)
    rows.add(
      list.map((way) => [candidates + way, 1]),
      { upper: 1 },
    )
  for (const [site, list] of bySite) {
    const entries = list.map((way): [number, number] => [
      candidates + way,
      itemAt(groups, itemAt(ways, way).at).demand,
    ])
    const all = entries.reduce((sum, [, demand]) => sum + demand, 0)
    if (numberAt(capacity, site) >= all) continue
    if (site < fixed) rows.add(entries, { upper: capacity[site] })
    else rows.add([...entries, [site - fixed, -numberAt(capacity, site)]], { upper: 0 })
  }
  if (reach)
    rows.add(
      Array.from({ length: candidates }, (_, site) => [site, 1]),
      { upper: goal.sites },
    )
  else
    rows.add(
      ways.map(({ at }, way) => [candidates + way, itemAt(groups, at).demand]),
      { lower: goal.demand - apart },
    )
  return { maximise: reach, cost, integerCount: candidates, rows: rows.made() }
}

/**
 * Groups the points that the same sites reach, without those that no candidate affects. `apart`: households of
 * the others that are served in any case.
 */
function inReach(problem: CapacitatedMclpProblem): {
  groups: { sites: number[]; demand: number }[]
  apart: number
} {
  const {
    catchments: { start, point },
    fixed,
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
  // breadth-first search from the candidates: a site that shares a point with an affected site is affected
  const near = new Uint8Array(start.length - 1).fill(1, fixed)
  const queue = Array.from({ length: start.length - 1 - fixed }, (_, candidate) => fixed + candidate)
  for (let site = queue.pop(); site !== undefined; site = queue.pop()) {
    for (let i = uint32At(start, site); i < uint32At(start, site + 1); i++) {
      for (const other of sitesOf.get(uint32At(point, i)) ?? []) {
        if (near[other] === 1) continue
        near[other] = 1
        queue.push(other)
      }
    }
  }
  const service = createDemandAssignment(problem)
  for (let site = 0; site < fixed; site++) service.open(site)
  const groups = new Map<string, { sites: number[]; demand: number }>()
  let apart = 0
  for (const [at, sites] of sitesOf) {
    if (near[numberAt(sites, 0)] === 0) {
      apart += numberAt(demand, at) - float64At(service.left, at)
      continue
    }
    const key = sites.join()
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { sites, demand: numberAt(demand, at) })
    else group.demand += numberAt(demand, at)
  }
  return { groups: [...groups.values()], apart }
}
