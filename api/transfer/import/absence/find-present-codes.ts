import { isRejected } from '../rows/read-row.ts'
import type { AreaRow } from '../territory/area-rows.ts'
import { type ExistingArea, indexAliases } from '../territory/match-areas.ts'

/**
 * Returns the codes of everything that stands in a file. A refused row counts as well: by its code, else by another
 * department's code, else by a name that only one standing area has.
 */
export function findPresentCodes(rows: readonly AreaRow[], standing: readonly ExistingArea[]): Set<string> {
  const present = new Set(rows.flatMap(({ code }) => code ?? []))
  const unknown = rows.filter((row) => row.code === null && isRejected(row.problems))
  if (unknown.length === 0) return present
  const byAlias = indexAliases(standing)
  const byName = new Map<string, string[]>()
  for (const { code, name } of standing) byName.set(name, [...(byName.get(name) ?? []), code])
  for (const row of unknown) {
    const alias = row.alias === null ? undefined : byAlias.get(row.alias)
    const named = row.name === null ? [] : (byName.get(row.name) ?? [])
    if (alias !== undefined) present.add(alias)
    else if (named.length === 1) present.add(named[0]!)
  }
  return present
}
