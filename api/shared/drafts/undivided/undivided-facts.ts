import { type DraftBuildings, buildingCounts, sumCount } from '../buildings/draft-buildings.ts'
import { createGridAttributes, type GridAttributes } from '../draft-state.ts'

/** Returns what is known about a community without grids: what its buildings hold, and nothing where none is known. */
export function createUndividedFacts(
  name: string,
  buildings: DraftBuildings | undefined,
  rows: readonly number[],
): GridAttributes {
  const facts = createGridAttributes(name, 'comprehensive')
  if (buildings) for (const count of buildingCounts) facts[count] = sumCount(buildings.table, count, rows)
  return facts
}
