import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { GridRow } from '#shared/contract/city/city.ts'
import { AppError } from '../../errors.ts'
import { sortRowsByCode } from '../../snapshot/sort-rows-by-code.ts'
import { getCommunityRows, findUnit } from '../../snapshot/unit-lookup.ts'

/** Rows of the grids inside a unit (all without one), in the order of their codes. */
export function listGridRows(city: CitySnapshot, parent: string | undefined): Uint32Array {
  const { grids } = city
  const rows = sortRowsByCode(grids.codes)
  if (parent === undefined) return rows
  const place = findUnit(city, parent)
  if (place === undefined) throw new AppError('not_found', `there is no unit ${parent}`, { unit: parent })
  const inside = getCommunityRows(city, place)
  return rows.filter((row) => inside.has(grids.community[row]!))
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
