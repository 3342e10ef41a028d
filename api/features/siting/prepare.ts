import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import { MOST_CANDIDATES, type SitingQuestion } from '#shared/contract/siting.ts'
import { coverageOptions } from '#shared/coverage/coverage-options.ts'
import { gridFilter } from '#shared/coverage/grid-filter.ts'
import { gridPoints } from '#shared/coverage/grid-points.ts'
import type { Catchments } from '#shared/coverage/reach/ways.ts'
import { type CoverageTable, limitMetres } from '#shared/coverage/table/coverage-table.ts'
import { snapPoint } from '#shared/geometry/lattice.ts'
import { AppError } from '../../errors.ts'
import type { Compute } from '../../compute/open-compute.ts'
import type { CoverageTables } from '../../snapshot/coverage-tables.ts'

/** Of p-median: who has it farther than this walks no farther for the sum, so that a few farms do not decide it. */
const FARTHEST_M = 5000

export interface Candidate { code: string; name: string; x: number; y: number }

/** All that an objective needs: households by grid, what is reached today, and what each candidate would reach. */
export interface Prepared {
  table: CoverageTable
  candidates: Candidate[]
  leftOut: number
  catchments: Catchments
  /** Households of the grids that are looked at, 0 of the others. */
  people: Float64Array
  /** Of those the ones that are not reached yet. */
  demand: Float64Array
  /** Metres to the nearest place there is, at most the farthest that counts. */
  now: Float64Array
}

/** @throws AppError unprocessable when nobody is left to be reached */
export async function prepare(city: CitySnapshot, question: SitingQuestion, { tables, compute }: { tables: CoverageTables; compute: Compute }): Promise<Prepared> {
  const options = coverageOptions(city.settings, question.measure)
  const table = await tables.of(city, options)
  const limit = limitMetres(options)
  const keep = gridFilter(table, { scope: 'city', within: question.within, types: question.types, gaps: [] })
  const { grids, reach } = table
  const people = Float64Array.from({ length: grids.count }, (_, grid) => (keep(grid) ? grids.households[grid]! : 0))
  const demand = people.map((households, grid) => (reach.metres[grid]! <= limit ? 0 : households))
  if (!demand.some((households) => households > 0)) throw new AppError('unprocessable', 'everybody who is looked at is reached already', { reason: 'nothing_to_reach' })
  const { candidates, leftOut } = question.points === null ? ownCandidates(city, demand) : { candidates: question.points.map(toCandidate), leftOut: 0 }
  const sites = Int32Array.from(candidates.flatMap(({ x, y }) => [x, y]))
  const catchments = await compute.catchments(city, options, sites, question.objective === 'distance' ? FARTHEST_M : limit)
  const now = Float64Array.from(reach.metres, (metres) => (metres <= FARTHEST_M ? metres : FARTHEST_M))
  return { table, candidates, leftOut, catchments, people, demand, now }
}

function toCandidate({ name, lon, lat }: { name: string; lon: number; lat: number }): Candidate {
  const [x, y] = snapPoint(lon, lat)
  return { code: name, name, x, y }
}

/** The middle of each grid that is not reached; of too many those where most households live. */
function ownCandidates({ grids }: CitySnapshot, demand: Float64Array): { candidates: Candidate[]; leftOut: number } {
  const points = gridPoints(grids.mesh.polygons)
  const rows = Array.from(demand.keys()).filter((grid) => demand[grid]! > 0)
  const chosen = rows.length <= MOST_CANDIDATES ? rows : rows.sort((a, b) => demand[b]! - demand[a]! || a - b).slice(0, MOST_CANDIDATES).sort((a, b) => a - b)
  return {
    candidates: chosen.map((grid) => ({ code: grids.codes[grid]!, name: grids.names[grid]!, x: points[2 * grid]!, y: points[2 * grid + 1]! })),
    leftOut: rows.length - chosen.length,
  }
}
