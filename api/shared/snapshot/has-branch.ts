import type { CitySnapshot } from './city-snapshot.ts'

/** Whether a grid has a branch on a day: one that is to be founded later does not count yet. */
export function hasBranch(
  { branchSince }: Pick<CitySnapshot['grids'], 'branchSince'>,
  row: number,
  day: string,
): boolean {
  const since = branchSince[row] ?? null
  return since !== null && since <= day
}
