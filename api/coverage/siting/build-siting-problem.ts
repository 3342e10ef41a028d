import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { MAX_CANDIDATES, type SitingQuestion } from '#shared/contract/coverage/siting.ts'
import { resolveCoverageOptions } from '#shared/coverage/coverage-options.ts'
import { createGridFilter } from '#shared/coverage/aggregate/grid-filter.ts'
import { joinCatchments } from '#shared/coverage/reach/join-catchments.ts'
import type { Catchments } from '#shared/coverage/reach/distance-matrix.ts'
import type { CapacitatedMclpProblem } from '#shared/coverage/siting/capacitated-mclp-problem.ts'
import {
  type CoverageTable,
  listPointLimits,
  listRuralGrids,
  spreadToPoints,
} from '#shared/coverage/table/coverage-table.ts'
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
  const limits = listPointLimits(table)
  const { grids, points } = table
  const keep = createGridFilter(table, {
    scope: 'city',
    within: question.within,
    types: question.types,
    gaps: [],
  })
  const isKept = spreadToPoints(
    table,
    Uint8Array.from({ length: grids.count }, (_, grid) => Number(keep(grid))),
  )
  const people = isKept.map((kept, point) => kept * points.households[point]!)
  // a hundred thousand demand points: others are answered between the parts of this work
  await nextTurn()
  const places =
    question.capacity === null ? null : await placesWithLimits(city, table, people, { compute, signal })
  const demand =
    places === null
      ? people.map((households, point) => (points.metres[point]! <= limits[point]! ? 0 : households))
      : await compute.unserved(places, signal)
  if (!demand.some((households) => households > 0))
    throw new AppError('unprocessable', 'everybody who is looked at is reached already', {
      reason: 'nothing_to_reach',
    })
  const { candidates: all, duplicates } = await selectCandidates(
    database,
    city,
    question,
    sumByGrid(table, demand),
  )
  await nextTurn()
  const sites = Int32Array.from(all.flatMap(({ x, y }) => [x, y]))
  // a new site is a station: it serves town and country, each within its own limit
  const { sites: chosen, ...catchments } = await compute.catchments(
    city,
    options,
    {
      sites,
      limits:
        question.objective === 'distance'
          ? people.map((households) => (households > 0 ? FARTHEST_M : -1))
          : demand.map((households, point) => (households > 0 ? limits[point]! : -1)),
    },
    { count: MAX_CANDIDATES, demand },
    signal,
  )
  const candidates = Array.from(chosen, (site) => all[site]!)
  await nextTurn()
  return {
    table: toSitingTable(table),
    candidates,
    leftOut: all.length - chosen.length,
    duplicates,
    catchments,
    people,
    demand,
    now: Float64Array.from(points.metres, (metres) => (metres <= FARTHEST_M ? metres : FARTHEST_M)),
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

/** Sums a column of demand points by grid. */
function sumByGrid({ grids, points }: CoverageTable, values: Float64Array): Float64Array {
  return Float64Array.from({ length: grids.count }, (_, grid) => {
    let sum = 0
    for (let point = points.start[grid]!; point < points.start[grid + 1]!; point++) sum += values[point]!
    return sum
  })
}

/** Returns existing premises with the capacity left for the area's households; those outside are assigned first. */
async function placesWithLimits(
  city: CitySnapshot,
  table: CoverageTable,
  people: Float64Array,
  { compute, signal }: Pick<SitingServices, 'compute' | 'signal'>,
): Promise<CapacitatedMclpProblem & { catchments: Catchments }> {
  const { options, places, points } = table
  const limits = listPointLimits(table)
  const taken = new Float64Array(places.count)
  for (let point = 0; point < points.count; point++) {
    if (points.nearest[point]! >= 0 && points.metres[point]! <= limits[point]!)
      taken[points.nearest[point]!]! += points.households[point]! - people[point]!
  }
  return {
    fixed: places.count,
    catchments: await compute.catchments(
      city,
      options,
      {
        sites: Int32Array.from(places.xy),
        limits: limits.map((limit, point) => (people[point]! > 0 ? limit : -1)),
        servedBy: {
          kinds: Uint8Array.from(places.kind),
          rural: Uint8Array.from(spreadToPoints(table, listRuralGrids(table))),
        },
      },
      null,
      signal,
    ),
    // premises of unknown capacity are never full
    capacity: Float64Array.from(places.capacity, (capacity, place) =>
      Number.isNaN(capacity) ? Infinity : Math.max(0, Math.floor(capacity) - taken[place]!),
    ),
    demand: people,
  }
}
