import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import { MOST_CANDIDATES, type SitingQuestion } from '#shared/contract/siting.ts'
import { coverageOptions } from '#shared/coverage/coverage-options.ts'
import { gridFilter } from '#shared/coverage/grid-filter.ts'
import { chooseCatchments } from '#shared/coverage/reach/choose-catchments.ts'
import { joinCatchments } from '#shared/coverage/reach/join-catchments.ts'
import type { Catchments } from '#shared/coverage/reach/ways.ts'
import { openService } from '#shared/coverage/siting/open-service.ts'
import type { ServeProblem } from '#shared/coverage/siting/serve-problem.ts'
import { type CoverageTable, limitMetres } from '#shared/coverage/table/coverage-table.ts'
import type { Compute } from '../../compute/open-compute.ts'
import type { Database } from '../../db/database.ts'
import { AppError } from '../../errors.ts'
import type { CoverageTables } from '../../snapshot/coverage-tables.ts'
import { type Candidate, candidatesOf } from './candidates.ts'

/** Of p-median: who has it farther than this walks no farther for the sum, so that a few farms do not decide it. */
const FARTHEST_M = 5000

/** All that an objective needs: households by grid, what is reached today, and what each candidate would reach. */
export interface Prepared {
  table: CoverageTable
  candidates: Candidate[]
  leftOut: number
  duplicates: number
  catchments: Catchments
  /** Households of the grids that are looked at, 0 of the others. */
  people: Float64Array
  /** Of those the ones that are not reached yet; with limits: or that find their places full. */
  demand: Float64Array
  /** Metres to the nearest place there is, at most the farthest that counts. */
  now: Float64Array
  /** With limits: the places that are there, then the candidates; null: without. */
  serve: ServeProblem | null
}

export interface Means {
  database: Database
  tables: CoverageTables
  compute: Compute
}

/** @throws AppError unprocessable when nobody is left to be reached, or a limit is asked for where it means nothing */
export async function prepare(
  city: CitySnapshot,
  question: SitingQuestion,
  { database, tables, compute }: Means,
): Promise<Prepared> {
  if (question.capacity !== null && question.objective === 'distance')
    throw new AppError('unprocessable', 'the least distance is looked for without limits of places', {
      reason: 'no_limits_for_distance',
    })
  const options = coverageOptions(city.settings, question.measure)
  const table = await tables.of(city, options)
  const limit = limitMetres(options)
  const keep = gridFilter(table, { scope: 'city', within: question.within, types: question.types, gaps: [] })
  const { grids, reach } = table
  const people = Float64Array.from({ length: grids.count }, (_, grid) =>
    keep(grid) ? grids.households[grid]! : 0,
  )
  const places = question.capacity === null ? null : await placesWithLimits(city, table, people, compute)
  const demand =
    places === null
      ? people.map((households, grid) => (reach.metres[grid]! <= limit ? 0 : households))
      : leftBy(places)
  if (!demand.some((households) => households > 0))
    throw new AppError('unprocessable', 'everybody who is looked at is reached already', {
      reason: 'nothing_to_reach',
    })
  const { candidates: all, duplicates } = await candidatesOf(database, city, question, demand)
  const sites = Int32Array.from(all.flatMap(({ x, y }) => [x, y]))
  const reached = await compute.catchments(
    city,
    options,
    sites,
    question.objective === 'distance' ? FARTHEST_M : limit,
  )
  const chosen = mostUseful(reached, demand)
  const candidates = chosen.map((site) => all[site]!)
  const catchments = chooseCatchments(reached, chosen)
  return {
    table,
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

/** The places that are there, each with the room it has for the households that are looked at: the others have theirs first. */
async function placesWithLimits(
  city: CitySnapshot,
  { options, places, reach, grids }: CoverageTable,
  people: Float64Array,
  compute: Compute,
): Promise<ServeProblem & { catchments: Catchments }> {
  const limit = limitMetres(options)
  const taken = new Float64Array(places.count)
  for (let grid = 0; grid < grids.count; grid++) {
    if (reach.nearest[grid]! >= 0 && reach.metres[grid]! <= limit)
      taken[reach.nearest[grid]!]! += grids.households[grid]! - people[grid]!
  }
  return {
    fixed: places.count,
    catchments: await compute.catchments(city, options, Int32Array.from(places.xy), limit),
    // a place of which nobody knows how many it can serve is not called full
    capacity: Float64Array.from(places.capacity, (capacity, place) =>
      Number.isNaN(capacity) ? Infinity : Math.max(0, Math.floor(capacity) - taken[place]!),
    ),
    demand: people,
  }
}

function leftBy(problem: ServeProblem): Float64Array {
  const service = openService(problem)
  for (let site = 0; site < problem.fixed; site++) service.open(site)
  return service.left
}

/** Rows of the candidates that are looked at: of too many those that reach most of who is left. */
function mostUseful({ start, grid }: Catchments, demand: ArrayLike<number>): number[] {
  const rows = Array.from({ length: start.length - 1 }, (_, site) => site)
  if (rows.length <= MOST_CANDIDATES) return rows
  const reach = rows.map((site) => {
    let sum = 0
    for (let i = start[site]!; i < start[site + 1]!; i++) sum += demand[grid[i]!]!
    return sum
  })
  return rows
    .sort((a, b) => reach[b]! - reach[a]! || a - b)
    .slice(0, MOST_CANDIDATES)
    .sort((a, b) => a - b)
}
