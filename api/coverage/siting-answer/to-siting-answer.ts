import type { SitingAnswer, SitingQuestion, SitingSite } from '#shared/contract/coverage/siting.ts'
import { type CommunityType, communityTypes } from '#shared/contract/enums.ts'
import { computeReachableDemand } from '#shared/coverage/siting/mclp-problem.ts'
import { computeTotalMetres } from '#shared/coverage/siting/p-median.ts'
import { listReachLimits } from '#shared/coverage/table/coverage-table.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { openSites } from './open-sites.ts'
import type { SitingProblem, SitingTable } from './siting-problem.ts'

/** The gain of one site over the sites before it. */
interface Addition {
  gain: number
  newly: { grid: number; metres: number; households: number }[]
  serves: number | null
  capacity: number | null
}

/** How an answer was found. `bounds`: upper bound of the gain by number of sites; empty: unknown. */
export interface SitingSolutionInfo extends Pick<SitingAnswer, 'method' | 'proven' | 'gap' | 'seconds'> {
  bounds: ArrayLike<number>
}

/** Builds the answer for chosen candidates in order: the gain of each over those before it, and the remaining demand. */
export function toSitingAnswer(
  prepared: SitingProblem,
  { objective }: SitingQuestion,
  chosen: readonly number[],
  { bounds, ...how }: SitingSolutionInfo,
): SitingAnswer {
  const { table, candidates, leftOut, duplicates, catchments, people, demand, now, serve } = prepared
  const limits = listReachLimits(table)
  const additions = serve === null ? byReach(prepared, limits, chosen) : byService(prepared, serve, chosen)
  const sites = chosen.map((site, i): SitingSite => {
    const { code, name, x, y } = candidates[site]!
    const { gain, newly, serves, capacity } = additions[i]!
    return {
      code,
      name,
      lon: toDegrees(x),
      lat: toDegrees(y),
      gain: objective === 'distance' ? Math.round(gain) : sumOf(newly),
      most: Number.isFinite(bounds[i]) ? Math.round(bounds[i]!) : null,
      byType: byType(table, newly),
      grids: newly.map(({ grid }) => table.grids.ids[grid]!),
      metres: newly.map(({ metres }) => Math.round(metres * 10) / 10),
      serves,
      capacity,
    }
  })
  const all = sum(people)
  const lacking = sum(demand)
  const median = { catchments, people, currentMetres: now }
  const isDistance = objective === 'distance'
  return {
    ...how,
    sites,
    households: all,
    before: all - lacking,
    after: all - lacking + additions.reduce((total, { newly }) => total + sumOf(newly), 0),
    beyond: isDistance
      ? 0
      : serve === null
        ? lacking - computeReachableDemand({ catchments, demand })
        : sum(
            openSites(
              serve,
              candidates.map((_, site) => site),
            ).left,
          ),
    candidates: candidates.length,
    leftOut,
    duplicates,
    metresBefore: isDistance ? Math.round(computeTotalMetres(median, [])) : null,
    metresAfter: isDistance ? Math.round(computeTotalMetres(median, chosen)) : null,
    crowded:
      serve === null
        ? []
        : Array.from(demand.keys())
            .filter((grid) => demand[grid]! > 0 && table.reach.metres[grid]! <= limits[grid]!)
            .map((grid) => table.grids.ids[grid]!),
  }
}

/** Without capacity limits: demand within reach of a site and of none before it. `gain`: metres saved. */
function byReach(
  { catchments, people, demand, now }: SitingProblem,
  limits: Float64Array,
  chosen: readonly number[],
): Addition[] {
  const reached = new Uint8Array(people.length)
  const nearest = Float64Array.from(now)
  return chosen.map((site): Addition => {
    const newly: Addition['newly'] = []
    let gain = 0
    for (let i = catchments.start[site]!; i < catchments.start[site + 1]!; i++) {
      const [grid, metres] = [catchments.grid[i]!, catchments.metres[i]!]
      gain += Math.max(0, nearest[grid]! - metres) * people[grid]!
      nearest[grid] = Math.min(nearest[grid]!, metres)
      if (metres > limits[grid]! || !(demand[grid]! > 0) || reached[grid] === 1) continue
      reached[grid] = 1
      newly.push({ grid, metres, households: demand[grid]! })
    }
    return { gain, newly, serves: null, capacity: null }
  })
}

/** With capacity limits: demand that becomes served, by the site or by premises that it relieves. */
function byService(
  { catchments, table }: SitingProblem,
  serve: NonNullable<SitingProblem['serve']>,
  chosen: readonly number[],
): Addition[] {
  const additions: Addition[] = []
  const service = openSites(serve, chosen, (candidate, before, { left }) => {
    const own = new Map<number, number>()
    for (let i = catchments.start[candidate]!; i < catchments.start[candidate + 1]!; i++)
      own.set(catchments.grid[i]!, catchments.metres[i]!)
    const newly: Addition['newly'] = []
    before.forEach((households, grid) => {
      if (households > left[grid]!)
        newly.push({
          grid,
          metres: own.get(grid) ?? table.reach.metres[grid]!,
          households: households - left[grid]!,
        })
    })
    additions.push({ gain: sumOf(newly), newly, serves: 0, capacity: null })
  })
  return additions.map((addition, i) => {
    const row = serve.fixed + chosen[i]!
    const capacity = serve.capacity[row]!
    return { ...addition, serves: service.load(row), capacity: Number.isFinite(capacity) ? capacity : null }
  })
}

function byType(table: SitingTable, newly: Addition['newly']): Partial<Record<CommunityType, number>> {
  const sums: Partial<Record<CommunityType, number>> = {}
  for (const { grid, households } of newly) {
    const type = communityTypes[table.communities.type[table.grids.community[grid]!] ?? -1]
    if (type !== undefined) sums[type] = (sums[type] ?? 0) + households
  }
  return sums
}

const sumOf = (newly: Addition['newly']): number =>
  newly.reduce((total, { households }) => total + households, 0)
const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
