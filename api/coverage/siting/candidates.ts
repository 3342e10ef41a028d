import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { SitingQuestion } from '#shared/contract/coverage/siting.ts'
import { getRepresentativePoints } from '#shared/geometry/shapes/representative-points.ts'
import { snapToLattice } from '#shared/geometry/lattice.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { AppError } from '../../errors.ts'
import type { Candidate } from '../siting-answer/siting-problem.ts'

const sql = {
  lists: loadSql('api/coverage/siting/sql/list-candidate-lists.sql'),
  places: loadSql('api/coverage/siting/sql/list-candidates.sql'),
}

/** Candidates of a list that are read at most. */
const MOST_LISTED = 20_000

const Place = z.object({
  code: z.string(),
  name: z.string(),
  lon: z.number(),
  lat: z.number(),
  capacity: z.number().int().nullable(),
})
const List = z.object({ name: z.string(), count: z.number().int() })

export async function readCandidateLists(
  database: Database,
  city: string,
  list: string | undefined,
): Promise<{ lists: z.infer<typeof List>[]; places: z.infer<typeof Place>[] }> {
  return withCity(
    database,
    city,
    async (tx) => ({
      lists: z.array(List).parse((await tx.query(sql.lists)).rows),
      places:
        list === undefined
          ? []
          : z.array(Place).parse((await tx.query(sql.places, [list, MOST_LISTED])).rows),
    }),
    { access: 'read' },
  )
}

/**
 * Returns the possible sites of a query, one per location. For grids: an interior point of each grid with demand.
 *
 * @throws AppError not_found when there is no such list
 */
export async function selectCandidates(
  database: Database,
  { code, grids }: CitySnapshot,
  { points, list }: SitingQuestion,
  left: ArrayLike<number>,
): Promise<{ candidates: Candidate[]; duplicates: number }> {
  if (list !== null) {
    const { places } = await readCandidateLists(database, code, list)
    if (places.length === 0) throw new AppError('not_found', 'there is no such list of candidates', { list })
    return oneAPlace(places.map(toCandidate))
  }
  // two points of the client may have the same name
  if (points !== null)
    return oneAPlace(points.map((point, i) => toCandidate({ ...point, code: `P-${i + 1}`, capacity: null })))
  const middles = getRepresentativePoints(grids.mesh.polygons)
  const candidates = Array.from({ length: grids.count }, (_, grid) => grid)
    .filter((grid) => left[grid]! > 0)
    .map((grid) => ({
      code: grids.codes[grid]!,
      name: grids.names[grid]!,
      x: middles[2 * grid]!,
      y: middles[2 * grid + 1]!,
      capacity: null,
    }))
  return { candidates, duplicates: 0 }
}

/** Keeps the first candidate of each location. */
function oneAPlace(all: readonly Candidate[]): { candidates: Candidate[]; duplicates: number } {
  const taken = new Set<string>()
  const candidates = all.filter(({ x, y }) => {
    const before = taken.size
    return taken.add(`${x} ${y}`).size > before
  })
  return { candidates, duplicates: all.length - candidates.length }
}

function toCandidate({ code, name, lon, lat, capacity }: z.infer<typeof Place>): Candidate {
  const [x, y] = snapToLattice(lon, lat)
  return { code, name, x, y, capacity }
}
