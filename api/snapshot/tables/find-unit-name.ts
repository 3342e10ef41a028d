import type { LocalizedName } from '#shared/contract/localized-name.ts'

/** Returns the name of a row of a unit table; null: there is no such row. */
export function findUnitName(
  { names, namesEn }: { names: readonly string[]; namesEn: readonly (string | null)[] },
  row: number | undefined,
): LocalizedName | null {
  const name = row === undefined ? undefined : names[row]
  return name === undefined || row === undefined ? null : { name, nameEn: namesEn[row] ?? null }
}
