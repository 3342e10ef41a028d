import { z } from 'zod'
import type { GridTable } from '#shared/snapshot/city-snapshot.ts'
import { computeFeatureAreasM2 } from '#shared/geometry/shapes/feature-areas.ts'
import type { FlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { readTwkbPolygons } from '#shared/geometry/twkb.ts'
import { type PolygonTileGeometry, buildPolygonTileGeometry } from '#shared/tiles/tile-geometry.ts'
import { patchTileGeometry } from '#shared/tiles/patch-tile-geometry.ts'
import { buildGrids, type RowLookup } from './build-tables.ts'
import { GridColumns } from './columns.ts'
import { selectFeatures } from './select-features.ts'

/** One state of a grid, as the statements answer it that ask for few of them. */
export const GridStateRow = z.object({
  id: z.number(),
  community_id: z.number(),
  version: z.number(),
  valid_from: z.string(),
  valid_to: z.string().nullable(),
  fields: z.record(z.string(), z.unknown()),
  shape: z.instanceof(Uint8Array),
})
export type GridStateRow = z.infer<typeof GridStateRow>

/** The table with some grids gone, and others as these states have them. Rows stand in the order of their ids, as ever. */
export function overlayGrids(
  table: GridTable,
  gone: ReadonlySet<number>,
  states: readonly GridStateRow[],
  communityRow: RowLookup,
): GridTable {
  const put = tableOf(states, communityRow)
  const replaced = new Set([...gone, ...put.ids])
  /** Rows of the table, and after its last one those of `put`. */
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
  const whole = (of: (table: GridTable) => Int32Array) => Int32Array.from(rows, value(of))
  return {
    count: rows.length,
    ids: Uint32Array.from(
      rows,
      value(({ ids }) => ids),
    ),
    codes: list(({ codes }) => codes),
    names: list(({ names }) => names),
    kinds: list(({ kinds }) => kinds),
    community: whole(({ community }) => community),
    households: whole(({ households }) => households),
    residents: whole(({ residents }) => residents),
    members: whole(({ members }) => members),
    fullTimeWorkers: whole(({ fullTimeWorkers }) => fullTimeWorkers),
    partTimeWorkers: whole(({ partTimeWorkers }) => partTimeWorkers),
    branchSince: list(({ branchSince }) => branchSince),
    buildingGroups: whole(({ buildingGroups }) => buildingGroups),
    householdHubs: whole(({ householdHubs }) => householdHubs),
    validFrom: list(({ validFrom }) => validFrom),
    versions: whole(({ versions }) => versions),
    areaM2: Float64Array.from(
      rows,
      value(({ areaM2 }) => areaM2),
    ),
    mesh: overlayMesh(table.mesh, put.mesh.polygons, rows),
  }
}

function tableOf(states: readonly GridStateRow[], communityRow: RowLookup): GridTable {
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
/** What is kept of a state as JSON: each column's own values. */
const GridFields = z.object(
  Object.fromEntries(Object.entries(described).map(([name, column]) => [name, column.element])) as {
    [Name in keyof typeof described]: (typeof described)[Name]['element']
  },
)

/** All features of the one, then all of the other. */
function joinPolygons(one: FlatPolygons, other: FlatPolygons): FlatPolygons {
  const follow = (a: Uint32Array, b: Uint32Array) => {
    const joined = new Uint32Array(a.length + b.length - 1)
    joined.set(a)
    const last = a[a.length - 1]!
    for (let i = 1; i < b.length; i++) joined[a.length + i - 1] = last + b[i]!
    return joined
  }
  const xy = new Int32Array(one.xy.length + other.xy.length)
  xy.set(one.xy)
  xy.set(other.xy, one.xy.length)
  return {
    xy,
    ringStart: follow(one.ringStart, other.ringStart),
    polygonStart: follow(one.polygonStart, other.polygonStart),
    featureStart: follow(one.featureStart, other.featureStart),
  }
}

/** A mesh of these rows: those of the old one, and after its last row those of `put`. */
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
