import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { MAX_CANDIDATES, type SitingQuestion } from '#shared/contract/coverage/siting.ts'
import { resolveCoverageOptions } from '#shared/coverage/coverage-options.ts'
import { createGridFilter } from '#shared/coverage/aggregate/grid-filter.ts'
import { isServing } from '#shared/coverage/serving-premises.ts'
import { chooseCatchments, selectCatchments } from '#shared/coverage/reach/choose-catchments.ts'
import { joinCatchments } from '#shared/coverage/reach/join-catchments.ts'
import type { Catchments } from '#shared/coverage/reach/distance-matrix.ts'
import type { CapacitatedMclpProblem } from '#shared/coverage/siting/capacitated-mclp-problem.ts'
import { type CoverageTable, listReachLimits, listRuralGrids } from '#shared/coverage/table/coverage-table.ts'
import type { ComputeClient } from '../compute/compute-client.ts'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import type { CoverageTableCache } from '../coverage-table-cache.ts'
import { type SitingProblem, toSitingTable } from '../siting-answer/siting-problem.ts'
import { selectCandidates } from './candidates.ts'

/** Longest distance that counts for p-median, so that a few remote farms do not decide the result. */
const FARTHEST_M = 5000

export interface SitingServices {
  database: Database
  tables: CoverageTableCache
  compute: ComputeClient
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal | undefined
}

/** @throws AppError unprocessable when every household is reached, or the objective knows no capacity limits */
export async function buildSitingProblem(
  city: CitySnapshot,
  question: SitingQuestion,
  { database, tables, compute, signal }: SitingServices,
): Promise<SitingProblem> {
  if (question.capacity !== null && question.objective === 'distance')
    throw new AppError('unprocessable', 'the least distance is looked for without limits of places', {
      reason: 'no_limits_for_distance',
    })
  const options = resolveCoverageOptions(city.settings, question.measure)
  const table = await tables.get(city, options, signal)
  const limits = listReachLimits(table)
  const farthest = limits.reduce((most, limit) => Math.max(most, limit), 0)
  const keep = createGridFilter(table, {
    scope: 'city',
    within: question.within,
    types: question.types,
    gaps: [],
  })
  const { grids, reach } = table
  const people = Float64Array.from({ length: grids.count }, (_, grid) =>
    keep(grid) ? grids.households[grid]! : 0,
  )
  const places =
    question.capacity === null ? null : await placesWithLimits(city, table, people, { compute, signal })
  const demand =
    places === null
      ? people.map((households, grid) => (reach.metres[grid]! <= limits[grid]! ? 0 : households))
      : await compute.unserved(places, signal)
  if (!demand.some((households) => households > 0))
    throw new AppError('unprocessable', 'everybody who is looked at is reached already', {
      reason: 'nothing_to_reach',
    })
  const { candidates: all, duplicates } = await selectCandidates(database, city, question, demand)
  const sites = Int32Array.from(all.flatMap(({ x, y }) => [x, y]))
  const isDistance = question.objective === 'distance'
  const within = await compute.catchments(city, options, sites, isDistance ? FARTHEST_M : farthest, signal)
  // a new site is a station: it serves town and country, each within its own limit
  const reached = isDistance ? within : selectCatchments(within, (grid, _, metres) => metres <= limits[grid]!)
  const chosen = mostUseful(reached, demand)
  const candidates = chosen.map((site) => all[site]!)
  const catchments = chooseCatchments(reached, chosen)
  return {
    table: toSitingTable(table),
    candidates,
    leftOut: all.length - chosen.length,
    duplicates,
    catchments,
    people,
    demand,
    now: Float64Array.from(reach.metres, (metres) => (metres <= FARTHEST_M ? metres : FARTHEST_M)),
    serve:
      places === null
        ? null
        : {
            fixed: places.fixed,
            catchments: joinCatchments(places.catchments, catchments),
            capacity: Float64Array.from([
              ...Array.from(places.capacity),
              ...candidates.map(({ capacity }) => capacity ?? question.capacity ?? Infinity),
            ]),
            demand: people,
          },
  }
}

/** Returns existing premises with the capacity left for the area's households; those outside are assigned first. */
async function placesWithLimits(
  city: CitySnapshot,
  table: CoverageTable,
  people: Float64Array,
  { compute, signal }: Pick<SitingServices, 'compute' | 'signal'>,
): Promise<CapacitatedMclpProblem & { catchments: Catchments }> {
  const { options, places, reach, grids } = table
  const limits = listReachLimits(table)
  const rural = listRuralGrids(table)
  const farthest = limits.reduce((most, limit) => Math.max(most, limit), 0)
  const taken = new Float64Array(places.count)
  for (let grid = 0; grid < grids.count; grid++) {
    if (reach.nearest[grid]! >= 0 && reach.metres[grid]! <= limits[grid]!)
      taken[reach.nearest[grid]!]! += grids.households[grid]! - people[grid]!
  }
  return {
    fixed: places.count,
    catchments: selectCatchments(
      await compute.catchments(city, options, Int32Array.from(places.xy), farthest, signal),
      (grid, place, metres) =>
        metres <= limits[grid]! && isServing(options, places.kind[place]!, rural[grid] === 1),
    ),
    // premises of unknown capacity are never full
    capacity: Float64Array.from(places.capacity, (capacity, place) =>
      Number.isNaN(capacity) ? Infinity : Math.max(0, Math.floor(capacity) - taken[place]!),
    ),
    demand: people,
  }
}

/** Returns the rows of the candidates to consider: when there are too many, those that reach the most demand. */
function mostUseful({ start, grid }: Catchments, demand: ArrayLike<number>): number[] {
  const rows = Array.from({ length: start.length - 1 }, (_, site) => site)
  if (rows.length <= MAX_CANDIDATES) return rows
  const reach = rows.map((site) => {
    let sum = 0
    for (let i = start[site]!; i < start[site + 1]!; i++) sum += demand[grid[i]!]!
    return sum
  })
  return rows
    .sort((a, b) => reach[b]! - reach[a]! || a - b)
    .slice(0, MAX_CANDIDATES)
    .sort((a, b) => a - b)
}
