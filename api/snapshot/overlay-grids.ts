import { z } from 'zod'
import type { GridTable } from '#shared/snapshot/city-snapshot.ts'
import { computeFeatureAreasM2 } from '#shared/geometry/shapes/feature-areas.ts'
import type { FlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { readTwkbPolygons } from '#shared/geometry/twkb.ts'
import { type PolygonTileGeometry, buildPolygonTileGeometry } from '#shared/tiles/tile-geometry.ts'
import { patchTileGeometry } from '#shared/tiles/patch-tile-geometry.ts'
import { buildGrids } from './tables/build-tables.ts'
import { GridColumns } from './tables/columns.ts'
import type { GridStateRow } from './grid-state-row.ts'
import { joinPolygons } from './tables/join-polygons.ts'
import type { RowLookup } from './tables/row-lookup.ts'
import { selectFeatures } from './tables/select-features.ts'

/**
 * Returns the table without the grids in `gone` and with the given states. Rows are ordered by id, as in every table; the
 * declared figures hold until others are chosen.
 */
export function overlayGrids(
  table: GridTable,
  gone: ReadonlySet<number>,
  states: readonly GridStateRow[],
  communityRow: RowLookup,
): GridTable {
  const put = buildStateTable(states, communityRow)
  const replaced = new Set([...gone, ...put.ids])
  /** Row numbers: those of `table`, then those of `put` counted on from the last row of `table`. */
  const rows: number[] = []
  let next = 0
  for (let row = 0; row < table.count; row++) {
    const id = table.ids[row]!
    while (next < put.count && put.ids[next]! <= id) rows.push(table.count + next++)
    if (!replaced.has(id)) rows.push(row)
  }
  while (next < put.count) rows.push(table.count + next++)

  const value = <T>(of: (table: GridTable) => ArrayLike<T>) => {
    const [old, fresh] = [of(table), of(put)]
    return (row: number): T => (row < table.count ? old[row]! : fresh[row - table.count]!)
  }
  const list = <T>(of: (table: GridTable) => ArrayLike<T>): T[] => rows.map(value(of))
  const integers = (of: (table: GridTable) => Int32Array) => Int32Array.from(rows, value(of))
  const households = integers(({ declaredHouseholds }) => declaredHouseholds)
  const residents = integers(({ declaredResidents }) => declaredResidents)
  return {
    count: rows.length,
    ids: Uint32Array.from(
      rows,
      value(({ ids }) => ids),
    ),
    codes: list(({ codes }) => codes),
    names: list(({ names }) => names),
    kinds: list(({ kinds }) => kinds),
    community: integers(({ community }) => community),
    households,
    residents,
    declaredHouseholds: households,
    declaredResidents: residents,
    members: integers(({ members }) => members),
    fullTimeWorkers: integers(({ fullTimeWorkers }) => fullTimeWorkers),
    partTimeWorkers: integers(({ partTimeWorkers }) => partTimeWorkers),
    branchSince: list(({ branchSince }) => branchSince),
    buildingGroups: integers(({ buildingGroups }) => buildingGroups),
    householdHubs: integers(({ householdHubs }) => householdHubs),
    validFrom: list(({ validFrom }) => validFrom),
    versions: integers(({ versions }) => versions),
    areaM2: Float64Array.from(
      rows,
      value(({ areaM2 }) => areaM2),
    ),
    mesh: overlayMesh(table.mesh, put.mesh.polygons, rows),
  }
}

function buildStateTable(states: readonly GridStateRow[], communityRow: RowLookup): GridTable {
  const fields = z.array(GridFields).parse(states.map((state) => state.fields))
  const own = {
    id: states.map(({ id }) => id),
    community: states.map((state) => state.community_id),
    validFrom: states.map((state) => state.valid_from),
    version: states.map(({ version }) => version),
  }
  const described = Object.fromEntries(
    Object.keys(GridFields.shape).map((name) => [
      name,
      fields.map((each) => each[name as keyof typeof each]),
    ]),
  )
  const polygons = readTwkbPolygons(Buffer.concat(states.map(({ shape }) => shape)), states.length)
  return buildGrids(
    GridColumns.parse({ ...described, ...own }),
    { areaM2: computeFeatureAreasM2(polygons), mesh: buildPolygonTileGeometry(polygons) },
    communityRow,
  )
}

const {
  id: _id,
  community: _community,
  validFrom: _validFrom,
  version: _version,
  ...described
} = GridColumns.shape
/** The fields of a state that are stored as JSON: one value of each column. */
const GridFields = z.object(
  Object.fromEntries(Object.entries(described).map(([name, column]) => [name, column.element])) as {
    [Name in keyof typeof described]: (typeof described)[Name]['element']
  },
)

/** Returns a mesh of these rows. Row numbers from `old.count` on are features of `put`. */
export function overlayMesh(
  old: PolygonTileGeometry,
  put: FlatPolygons,
  rows: readonly number[],
): PolygonTileGeometry {
  return patchTileGeometry(
    old,
    {
      polygons: selectFeatures(joinPolygons(old.polygons, put), rows),
      from: Int32Array.from(rows, (row) => (row < old.count ? row : -1)),
    },
    selectFeatures,
  )
}
