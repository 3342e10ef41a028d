import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import type { GridRow } from '#shared/contract/city.ts'
import { AppError } from '../../errors.ts'
import { rowsByCode } from '../../snapshot/rows-by-code.ts'
import { communitiesIn, findUnit } from '../../snapshot/unit-row.ts'

/** Rows of the grids inside a unit (all without one), in the order of their codes. */
export function gridsIn(city: CitySnapshot, parent: string | undefined): Uint32Array {
  const { grids } = city
  const rows = rowsByCode(grids.codes)
  if (parent === undefined) return rows
  const place = findUnit(city, parent)
  if (place === undefined) throw new AppError('not_found', `there is no unit ${parent}`, { unit: parent })
  const inside = communitiesIn(city, place)
  return rows.filter((row) => inside.has(grids.community[row]!))
}

export function gridRow({ grids }: CitySnapshot, row: number): GridRow {
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
