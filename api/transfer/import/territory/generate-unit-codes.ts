import type { UnitLevel } from '#shared/contract/enums.ts'
import type { ExistingCity } from '../existing/existing-city.ts'
import { isRejected } from '../rows/read-row.ts'
import type { AreaRow } from './area-rows.ts'
import { getCityCodePrefix } from './city-code-prefix.ts'

/**
 * Provisional codes use numbers that are not assigned, or hardly ever: from 901 on; for districts those behind the
 * county-level cities, then those between the counties and the development zones.
 */
const PROVISIONAL = {
  district: [...listNumbers(91, 99), ...listNumbers(61, 70), ...listNumbers(51, 60)],
  street: listNumbers(901, 999),
  community: listNumbers(901, 999),
} as const

/** Gives provisional codes to the rows that have none. */
export function generateUnitCodes(
  rows: readonly AreaRow[],
  level: UnitLevel,
  parents: ReadonlyMap<AreaRow, string | null>,
  base: ExistingCity,
): void {
  const taken = new Set([...base.units.keys(), ...rows.flatMap(({ code }) => code ?? [])])
  for (const row of rows) {
    if (row.code !== null || isRejected(row.problems) || !parents.has(row)) continue
    const parent = parents.get(row) ?? getCityCodePrefix(base.city.code).padEnd(4, '0').slice(0, 4)
    const free = PROVISIONAL[level].find((number) => !taken.has(`${parent}${number}`))
    if (free === undefined)
      row.problems.push({ code: 'codes_used_up', details: { count: PROVISIONAL[level].length } })
    else {
      const code = `${parent}${free}`
      taken.add(code)
      row.code = code
      row.problems.push({ code: 'code_made', details: { value: code } })
    }
  }
}

function listNumbers(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}
