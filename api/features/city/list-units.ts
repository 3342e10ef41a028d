import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import type { UnitRow } from '#shared/contract/city.ts'
import { type UnitLevel, unitLevels } from '#shared/contract/words.ts'
import { AppError } from '../../errors.ts'
import { findUnit, unitRow } from '../../snapshot/unit-row.ts'

/** Units of one level, those directly inside one unit, or both; in the order of their codes. */
export function listUnits(city: CitySnapshot, { level, parent }: { level?: UnitLevel | undefined; parent?: string | undefined }): UnitRow[] {
  const { units } = city
  if (parent === undefined) {
    const table = units[level ?? 'district']
    return Array.from({ length: table.count }, (_, row) => unitRow(table, row)).sort(byCode)
  }
  const place = findUnit(city, parent)
  if (place === undefined) throw new AppError('not_found', `there is no unit ${parent}`, { unit: parent })
  const below = unitLevels[unitLevels.indexOf(place.level) + 1]
  if (below === undefined || (level !== undefined && level !== below)) return []
  const table = units[below]
  return Array.from({ length: table.count }, (_, row) => row)
    .filter((row) => table.legalParent[row] === place.row || table.managingParent[row] === place.row)
    .map((row) => unitRow(table, row))
    .sort(byCode)
}

const byCode = (a: UnitRow, b: UnitRow) => (a.code < b.code ? -1 : 1)
