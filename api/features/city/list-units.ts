import type { CitySnapshot, UnitTable } from '#shared/snapshot/city-snapshot.ts'
import { type UnitLevel, unitLevels } from '#shared/contract/enums.ts'
import { sortRowsByCode } from '../../snapshot/tables/sort-rows-by-code.ts'
import { requireUnit } from '../../snapshot/unit-lookup.ts'

/**
 * Returns the units of one level, the units directly below a parent, or both: rows of one table, sorted by code.
 *
 * @throws AppError not_found
 */
export function listUnits(
  city: CitySnapshot,
  { level, parent }: { level?: UnitLevel | undefined; parent?: string | undefined },
): { table: UnitTable; rows: Uint32Array } {
  const { units } = city
  if (parent === undefined) {
    const table = units[level ?? 'district']
    return { table, rows: sortRowsByCode(table.codes) }
  }
  const unit = requireUnit(city, parent)
  const below = unitLevels[unitLevels.indexOf(unit.level) + 1]
  const table = units[below ?? unit.level]
  if (below === undefined || (level !== undefined && level !== below))
    return { table, rows: new Uint32Array() }
  return {
    table,
    rows: sortRowsByCode(table.codes).filter(
      (row) => table.legalParent[row] === unit.row || table.managingParent[row] === unit.row,
    ),
  }
}
