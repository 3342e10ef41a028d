import { z } from 'zod'
import type { getBlankSpots } from '#shared/contract/coverage/gaps.ts'
import { findBlankSpots } from '#shared/coverage/gaps/find-blank-spots.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { getRepresentativePoints } from '#shared/geometry/shapes/representative-points.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { countHouseholds } from '#shared/coverage/demand/counted-communities.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { findUnitName } from '../../snapshot/tables/find-unit-name.ts'

/** The lists of blank spots in their order; `elsewhere`: they name the community that is stated and the one around them. */
const blankSpotLists = [
  { id: 'parks', layer: 'parks', elsewhere: false },
  { id: 'premises', layer: 'premises', elsewhere: false },
  { id: 'parksElsewhere', layer: 'parks', elsewhere: true },
  { id: 'premisesElsewhere', layer: 'premises', elsewhere: true },
  { id: 'withoutWorker', layer: 'grids', elsewhere: false },
  { id: 'tooFew', layer: 'grids', elsewhere: false },
  { id: 'tooMany', layer: 'grids', elsewhere: false },
  { id: 'buildings', layer: 'buildings', elsewhere: false },
  { id: 'differing', layer: 'grids', elsewhere: false },
  { id: 'uncounted', layer: 'communities', elsewhere: false },
] as const
const listNames = loadSql('api/coverage/gaps/sql/list-building-names.sql')
const NamedBuilding = z.object({
  id: z.number(),
  code: z.string().nullable(),
  name: z.string().nullable(),
  address: z.string().nullable(),
})
/** Spots that each list of blank spots returns at most. */
const MAX_SPOTS = 1000

type BlankSpotLists = z.output<typeof getBlankSpots.answer>['lists']

type Spot = BlankSpotLists[number]['spots'][number]

/**
 * Lists the blank spots of a city with their places.
 *
 * @param locate returns the row of the grid that each point (interleaved lattice x, y) lies in; -1: none
 */
export async function listBlankSpots(
  snapshot: CitySnapshot,
  database: Database,
  locate: (points: Int32Array) => Promise<Int32Array>,
): Promise<BlankSpotLists> {
  const spots = await findBlankSpots(snapshot, locate)
  const lists: BlankSpotLists = []
  for (const { id, layer, elsewhere } of blankSpotLists) {
    const rows = spots[id].slice(0, MAX_SPOTS)
    const written =
      layer === 'buildings'
        ? await toBuildingSpots(snapshot, database, rows)
        : layer === 'communities'
          ? toCommunitySpots(snapshot, rows)
          : toSpots(snapshot, layer, rows, elsewhere ? spots.gridOf : null)
    lists.push({
      id,
      layer,
      total: spots[id].length,
      spots: id === 'differing' ? withCounted(snapshot, rows, written) : written,
    })
  }
  return lists
}

/** @param gridOf rows of the grids around parks and premises, which say where those lie that belong elsewhere */
function toSpots(
  snapshot: CitySnapshot,
  layer: 'parks' | 'premises' | 'grids',
  rows: readonly number[],
  gridOf: { parks: Int32Array; premises: Int32Array } | null,
): Spot[] {
  const { units, grids } = snapshot
  const { codes, names } = snapshot[layer]
  const points =
    layer === 'premises' ? snapshot.premises.mesh.xy : getRepresentativePoints(snapshot[layer].mesh.polygons)
  return rows.map((row) => ({
    code: codes[row]!,
    name: names[row]!,
    households: layer === 'grids' ? grids.declaredHouseholds[row]! : null,
    at: toDegreePoint(points, row),
    ...(gridOf !== null && layer !== 'grids'
      ? {
          stated: findUnitName(units.community, snapshot[layer].community[row]),
          lies: findUnitName(units.community, grids.community[gridOf[layer][row]!]),
        }
      : {}),
  }))
}

function toCommunitySpots(snapshot: CitySnapshot, rows: readonly number[]): Spot[] {
  const { community } = snapshot.units
  const points = getRepresentativePoints(community.mesh.polygons)
  const { declared, counted } = countHouseholds(snapshot)
  return rows.map((row) => ({
    code: community.codes[row]!,
    name: community.names[row]!,
    households: declared[row]!,
    counted: counted[row]!,
    at: toDegreePoint(points, row),
  }))
}

function withCounted(snapshot: CitySnapshot, rows: readonly number[], spots: readonly Spot[]): Spot[] {
  const { byGrid } = countHouseholds(snapshot)
  return spots.map((spot, i) => ({ ...spot, counted: byGrid[rows[i]!]! }))
}

/** Codes and names of buildings are not in memory. */
async function toBuildingSpots(
  { code, buildings }: CitySnapshot,
  database: Database,
  rows: readonly number[],
): Promise<Spot[]> {
  if (rows.length === 0) return []
  const named = await withCity(
    database,
    code,
    async (tx) =>
      z
        .array(NamedBuilding)
        .parse((await tx.query(listNames, [rows.map((row) => buildings.ids[row]!)])).rows),
    { access: 'read' },
  )
  const byId = new Map(named.map((each) => [each.id, each]))
  return rows.map((row) => {
    const id = buildings.ids[row]!
    const known = byId.get(id)
    return {
      code: known?.code ?? String(id),
      name: known?.name ?? known?.address ?? '',
      households: buildings.households[row]!,
      at: toDegreePoint(buildings.places.xy, row),
    }
  })
}

const toDegreePoint = (points: Int32Array, row: number): [number, number] => [
  toDegrees(points[2 * row]!),
  toDegrees(points[2 * row + 1]!),
]
