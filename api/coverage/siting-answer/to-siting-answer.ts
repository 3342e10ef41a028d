import type { SitingAnswer, SitingQuestion, SitingSite } from '#shared/contract/coverage/siting.ts'
import { type CommunityType, communityTypes } from '#shared/contract/enums.ts'
import { computeReachableDemand } from '#shared/coverage/siting/mclp-problem.ts'
import { computeTotalMetres } from '#shared/coverage/siting/p-median.ts'
import { listPointLimits } from '#shared/coverage/table/coverage-table.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { openSites } from './open-sites.ts'
import type { SitingProblem, SitingTable } from './siting-problem.ts'

/** The gain of one site over the sites before it. */
interface Addition {
  gain: number
  newly: { point: number; metres: number; households: number }[]
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
  const limits = listPointLimits(table)
  const gridOf = listGridsOfPoints(table)
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
      byType: byType(table, gridOf, newly),
      grids: newly.map(({ point }) => table.grids.ids[gridOf[point]!]!),
      points: newly.map(({ point }) => point - table.points.start[gridOf[point]!]!),
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
        : listGrids(
            table,
            gridOf,
            (point) => demand[point]! > 0 && table.points.metres[point]! <= limits[point]!,
          ),
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
      const [point, metres] = [catchments.point[i]!, catchments.metres[i]!]
      gain += Math.max(0, nearest[point]! - metres) * people[point]!
      nearest[point] = Math.min(nearest[point]!, metres)
      if (metres > limits[point]! || !(demand[point]! > 0) || reached[point] === 1) continue
      reached[point] = 1
      newly.push({ point, metres, households: demand[point]! })
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
      own.set(catchments.point[i]!, catchments.metres[i]!)
    const newly: Addition['newly'] = []
    before.forEach((households, point) => {
      if (households > left[point]!)
        newly.push({
          point,
          metres: own.get(point) ?? table.points.metres[point]!,
          households: households - left[point]!,
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

/** Returns the row of the grid of each demand point. */
function listGridsOfPoints({ points }: SitingTable): Int32Array {
  const gridOf = new Int32Array(points.count)
  for (let grid = 0; grid + 1 < points.start.length; grid++)
    gridOf.fill(grid, points.start[grid], points.start[grid + 1])
  return gridOf
}

/** Returns the ids of the grids that have a point of the kind. */
function listGrids(
  { grids }: SitingTable,
  gridOf: Int32Array,
  accepts: (point: number) => boolean,
): number[] {
  const found = new Set<number>()
  gridOf.forEach((grid, point) => {
    if (accepts(point)) found.add(grid)
  })
  return Array.from(found, (grid) => grids.ids[grid]!)
}

function byType(
  table: SitingTable,
  gridOf: Int32Array,
  newly: Addition['newly'],
): Partial<Record<CommunityType, number>> {
  const sums: Partial<Record<CommunityType, number>> = {}
  for (const { point, households } of newly) {
    const type = communityTypes[table.communities.type[table.grids.community[gridOf[point]!]!] ?? -1]
    if (type !== undefined) sums[type] = (sums[type] ?? 0) + households
  }
  return sums
}

const sumOf = (newly: Addition['newly']): number =>
  newly.reduce((total, { households }) => total + households, 0)
const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
