import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { GridRow } from '#shared/contract/city/features.ts'
import { sortRowsByCode } from '../../snapshot/tables/sort-rows-by-code.ts'
import { createUnitFilter } from '../../snapshot/unit-lookup.ts'

/** Returns the rows of the grids in a unit, or of all grids, sorted by code. @throws AppError not_found */
export function listGridRows(city: CitySnapshot, parent: string | undefined): Uint32Array {
  const { grids } = city
  const inside = createUnitFilter(city, parent)
  const rows = sortRowsByCode(grids.codes)
  return parent === undefined ? rows : rows.filter((row) => inside(grids.community[row]!))
}

export function toGridRow({ grids }: CitySnapshot, row: number): GridRow {
  return {
    id: grids.ids[row]!,
    code: grids.codes[row]!,
    name: grids.names[row]!,
    kind: grids.kinds[row]!,
    households: grids.households[row]!,
    residents: grids.residents[row]!,
    members: grids.members[row]!,
    fullTimeWorkers: grids.fullTimeWorkers[row]!,
    partTimeWorkers: grids.partTimeWorkers[row]!,
    branchSince: grids.branchSince[row] ?? null,
    buildingGroups: grids.buildingGroups[row]!,
    householdHubs: grids.householdHubs[row]!,
    areaM2: grids.areaM2[row]!,
  }
}
