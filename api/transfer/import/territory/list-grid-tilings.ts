import type { ExistingCity } from '../existing/existing-city.ts'
import type { AreaRow } from './area-rows.ts'
import type { ExistingGrid } from './existing-grid.ts'
import type { UnitTiling } from '../fitting/fit-tilings.ts'

/** Grids of a file by community, with those of the city that stay; those without an outlined community come last. */
export function listGridTilings(
  taken: readonly AreaRow[],
  communities: ReadonlyMap<AreaRow, string>,
  kept: readonly ExistingGrid[],
  base: ExistingCity,
): UnitTiling[] {
  const byCommunity = new Map<string, string[]>()
  for (const row of taken) {
    const community = communities.get(row)!
    byCommunity.set(community, [...(byCommunity.get(community) ?? []), row.code!])
  }
  for (const { code, communityCode } of kept) byCommunity.get(communityCode)?.push(code)
  const outlined = [...byCommunity].filter(([code]) => base.shapeOf(code) !== null)
  const loose = [...byCommunity].filter(([code]) => base.shapeOf(code) === null).flatMap(([, cells]) => cells)
  return [
    ...outlined.map(([unit, cells]) => ({ unit, name: base.units.get(unit)?.name ?? unit, cells })),
    ...(loose.length > 0 ? [{ unit: null, name: '', cells: loose }] : []),
  ]
}
