import type { CitySnapshot, UnitTable } from '#shared/snapshot/city-snapshot.ts'
import { type UnitLevel, unitLevels } from '#shared/contract/enums.ts'
import { AppError } from '../../errors.ts'
import { sortRowsByCode } from '../../snapshot/sort-rows-by-code.ts'
import { findUnit } from '../../snapshot/unit-lookup.ts'

/** Units of one level, those directly inside one unit, or both: rows of a table, in the order of their codes. */
export function listUnits(
  city: CitySnapshot,
  { level, parent }: { level?: UnitLevel | undefined; parent?: string | undefined },
): { table: UnitTable; rows: Uint32Array } {
  const { units } = city
  if (parent === undefined) {
    const table = units[level ?? 'district']
    return { table, rows: sortRowsByCode(table.codes) }
  }
  const place = findUnit(city, parent)
  if (place === undefined) throw new AppError('not_found', `there is no unit ${parent}`, { unit: parent })
  const below = unitLevels[unitLevels.indexOf(place.level) + 1]
  const table = units[below ?? place.level]
  if (below === undefined || (level !== undefined && level !== below))
    return { table, rows: new Uint32Array() }
  return {
    table,
    rows: sortRowsByCode(table.codes).filter(
      (row) => table.legalParent[row] === place.row || table.managingParent[row] === place.row,
    ),
  }
}
