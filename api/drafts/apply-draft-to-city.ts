import type { CitySnapshot, GridTable } from '#shared/snapshot/city-snapshot.ts'
import type { CellDifference } from '#shared/drafts/compare-states.ts'
import { getMultiPolygon, toFlatPolygons } from '#shared/geometry/flat-polygons.ts'
import { getShapeAreaM2 } from '#shared/geometry/shapes/shape-area.ts'

/** Grids that a draft makes have no number yet: they are counted from here, beyond all that a city has. */
const FIRST_NEW = 4_000_000_000

export interface DraftCity {
  city: CitySnapshot
  /** Numbers of the grids whose shape differs from the published one, in the order of `differences` that have them. */
  numbers: Map<number, number>
}

/**
 * The city as it would be with a draft: its grids in place of those that they replace. For figures, not for tiles: the
 * shapes are the draft's, what is drawn from is still the published city's.
 */
export function applyDraftToCity(city: CitySnapshot, differences: readonly CellDifference[]): DraftCity {
  const { grids, units } = city
  const byId = new Map(differences.map((difference) => [difference.id, difference]))
  const numbers = new Map(differences.map(({ id }, i) => [id, id > 0 ? id : FIRST_NEW + i]))
  const kept = Array.from(grids.ids, (id, row) => ({ row, difference: byId.get(id) })).filter(
    ({ difference }) => difference === undefined || difference.after !== null,
  )
  const rows: { row: number; difference: CellDifference | undefined }[] = [
    ...kept,
    ...differences
      .filter(({ id, after }) => id <= 0 && after !== null)
      .map((difference) => ({ row: -1, difference })),
  ]
  const factsOf = (difference: CellDifference | undefined) => difference?.after?.facts
  const whole = (
    name:
      | 'households'
      | 'residents'
      | 'members'
      | 'fullTimeWorkers'
      | 'partTimeWorkers'
      | 'buildingGroups'
      | 'householdHubs',
  ) => Int32Array.from(rows, ({ row, difference }) => factsOf(difference)?.[name] ?? grids[name][row] ?? 0)
  const shapes = rows.map(
    ({ row, difference }) => difference?.after?.shape ?? getMultiPolygon(grids.mesh.polygons, row),
  )
  const table: GridTable = {
    count: rows.length,
    ids: Uint32Array.from(
      rows,
      ({ row, difference }) => (difference === undefined ? grids.ids[row] : numbers.get(difference.id)) ?? 0,
    ),
    codes: rows.map(({ row, difference }) => factsOf(difference)?.code ?? grids.codes[row] ?? ''),
    names: rows.map(({ row, difference }) => factsOf(difference)?.name ?? grids.names[row] ?? ''),
    kinds: rows.map(
      ({ row, difference }) => factsOf(difference)?.kind ?? grids.kinds[row] ?? 'comprehensive',
    ),
    community: Int32Array.from(rows, ({ row, difference }) =>
      difference?.after
        ? units.community.codes.indexOf(difference.after.community)
        : (grids.community[row] ?? -1),
    ),
    households: whole('households'),
    residents: whole('residents'),
    members: whole('members'),
    fullTimeWorkers: whole('fullTimeWorkers'),
    partTimeWorkers: whole('partTimeWorkers'),
    buildingGroups: whole('buildingGroups'),
    householdHubs: whole('householdHubs'),
    branchSince: rows.map(({ row, difference }) =>
      difference?.after ? difference.after.facts.branchSince : (grids.branchSince[row] ?? null),
    ),
    validFrom: rows.map(
      ({ row, difference }) => factsOf(difference)?.validFrom ?? grids.validFrom[row] ?? city.dataDate,
    ),
    versions: Int32Array.from(
      rows,
      ({ row, difference }) => factsOf(difference)?.version ?? grids.versions[row] ?? 0,
    ),
    areaM2: Float64Array.from(rows, ({ row, difference }) =>
      difference?.after ? getShapeAreaM2(difference.after.shape) : (grids.areaM2[row] ?? 0),
    ),
    mesh: { ...grids.mesh, polygons: toFlatPolygons(shapes) },
  }
  return { city: { ...city, grids: table }, numbers }
}
