import { type DraftBuildings, buildingCounts, sumCount } from '../buildings/draft-buildings.ts'
import type { GridAttributes } from '../draft-state.ts'

/** Returns what is known about a community without grids: what its buildings hold, and nothing where none is known. */
export function createUndividedFacts(
  name: string,
  buildings: DraftBuildings | undefined,
  rows: readonly number[],
): GridAttributes {
  const facts: GridAttributes = {
    code: null,
    name,
    kind: 'comprehensive',
    households: 0,
    residents: 0,
    members: 0,
    fullTimeWorkers: 0,
    partTimeWorkers: 0,
    branchSince: null,
    buildingGroups: 0,
    householdHubs: 0,
    validFrom: null,
    version: 0,
  }
  if (buildings) for (const count of buildingCounts) facts[count] = sumCount(buildings.table, count, rows)
  return facts
}
