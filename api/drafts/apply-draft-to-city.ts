import type { CitySnapshot, GridTable } from '#shared/snapshot/city-snapshot.ts'
import type { CellDifference } from '#shared/drafts/compare-states.ts'
import { chooseFigures } from '#shared/coverage/demand/choose-figures.ts'
import { getMultiPolygon, toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { getShapeAreaM2 } from '#shared/geometry/shapes/shape-area.ts'
import { moveToGrids } from '../snapshot/tables/place-in-grids.ts'

/** New grids of a draft have no id yet. They are numbered from here, above all ids of a city. */
const FIRST_NEW_ID = 4_000_000_000

export interface DraftCity {
  city: CitySnapshot
  /** Ids in `city` by the id of the grid in the draft. */
  ids: Map<number, number>
}

/**
 * Returns the city with the grids of a draft in place of those that they replace. For figures, not for tiles: the shapes
 * are the draft's, but the tile geometry is still that of the published city.
 */
export function applyDraftToCity(city: CitySnapshot, differences: readonly CellDifference[]): DraftCity {
  const { grids, units } = city
  const byId = new Map(differences.map((difference) => [difference.id, difference]))
  const ids = new Map(differences.map(({ id }, i) => [id, id > 0 ? id : FIRST_NEW_ID + i]))
  const remaining = Array.from(grids.ids, (id, row) => ({ row, difference: byId.get(id) })).filter(
    ({ difference }) => difference === undefined || difference.after !== null,
  )
  const rows: { row: number; difference: CellDifference | undefined }[] = [
    ...remaining,
    ...differences
      .filter(({ id, after }) => id <= 0 && after !== null)
      .map((difference) => ({ row: -1, difference })),
  ]
  const getFacts = (difference: CellDifference | undefined) => difference?.after?.facts
  // the figures of a draft are declared ones
  const declared = (name: 'households' | 'residents', stored: Int32Array) =>
    Int32Array.from(rows, ({ row, difference }) => getFacts(difference)?.[name] ?? stored[row] ?? 0)
  const [households, residents] = [
    declared('households', grids.declaredHouseholds),
    declared('residents', grids.declaredResidents),
  ]
  const integers = (
    name: 'members' | 'fullTimeWorkers' | 'partTimeWorkers' | 'buildingGroups' | 'householdHubs',
  ) => Int32Array.from(rows, ({ row, difference }) => getFacts(difference)?.[name] ?? grids[name][row] ?? 0)
  const shapes = rows.map(
    ({ row, difference }) => difference?.after?.shape ?? getMultiPolygon(grids.mesh.polygons, row),
  )
  const table: GridTable = {
    count: rows.length,
    ids: Uint32Array.from(
      rows,
      ({ row, difference }) => (difference === undefined ? grids.ids[row] : ids.get(difference.id)) ?? 0,
    ),
    codes: rows.map(({ row, difference }) => getFacts(difference)?.code ?? grids.codes[row] ?? ''),
    names: rows.map(({ row, difference }) => getFacts(difference)?.name ?? grids.names[row] ?? ''),
    kinds: rows.map(
      ({ row, difference }) => getFacts(difference)?.kind ?? grids.kinds[row] ?? 'comprehensive',
    ),
    community: Int32Array.from(rows, ({ row, difference }) =>
      difference?.after
        ? units.community.codes.indexOf(difference.after.community)
        : (grids.community[row] ?? -1),
    ),
    households,
    residents,
    declaredHouseholds: households,
    declaredResidents: residents,
    members: integers('members'),
    fullTimeWorkers: integers('fullTimeWorkers'),
    partTimeWorkers: integers('partTimeWorkers'),
    buildingGroups: integers('buildingGroups'),
    householdHubs: integers('householdHubs'),
    branchSince: rows.map(({ row, difference }) =>
      difference?.after ? difference.after.facts.branchSince : (grids.branchSince[row] ?? null),
    ),
    validFrom: rows.map(
      ({ row, difference }) => getFacts(difference)?.validFrom ?? grids.validFrom[row] ?? city.dataDate,
    ),
    versions: Int32Array.from(
      rows,
      ({ row, difference }) => getFacts(difference)?.version ?? grids.versions[row] ?? 0,
    ),
    areaM2: Float64Array.from(rows, ({ row, difference }) =>
      difference?.after ? getShapeAreaM2(difference.after.shape) : (grids.areaM2[row] ?? 0),
    ),
    mesh: { ...grids.mesh, polygons: toFlatPolygons(shapes) },
  }
  const buildings = {
    ...city.buildings,
    ...moveToGrids(city.buildings, grids, table, new Set([...byId.keys(), ...ids.values()])),
  }
  const withFigures = chooseFigures({ grids: table, buildings, units }, city.settings.buildings.figures)
  return { city: { ...city, grids: withFigures, buildings }, ids }
}
