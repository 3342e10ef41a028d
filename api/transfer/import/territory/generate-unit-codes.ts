import type { UnitLevel } from '#shared/contract/enums.ts'
import type { ExistingCity } from '../existing/existing-city.ts'
import { isRejected } from '../rows/read-row.ts'
import type { AreaRow } from './area-rows.ts'
import { getCityCodePrefix } from './city-code-prefix.ts'

/** Provisional codes use numbers that the statistics office does not assign: from 901 on; districts from 91 on. */
const FIRST_PROVISIONAL = { district: 91, street: 901, community: 901 } as const

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
    const digits = level === 'district' ? 2 : 3
    const last = 10 ** digits - 1
    let serial: number = FIRST_PROVISIONAL[level]
    while (serial < last && taken.has(`${parent}${serial}`)) serial++
    const code = `${parent}${serial}`
    if (taken.has(code)) row.problems.push({ code: 'code_missing' })
    else {
      taken.add(code)
      row.code = code
      row.problems.push({ code: 'code_made', details: { value: code } })
    }
  }
}
