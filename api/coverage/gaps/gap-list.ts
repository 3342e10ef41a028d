import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { findCoverageGaps, type CoverageGap } from '#shared/coverage/gaps/find-coverage-gaps.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { memoize } from '../../snapshot/memoize.ts'
import type { CoverageTableCache } from '../coverage-table-cache.ts'

const gapLists = new WeakMap<CoverageTable, readonly CoverageGap[]>()

/** Returns every gap by the city's own settings, the most urgent first. */
export async function getGapList(
  tables: CoverageTableCache,
  city: CitySnapshot,
): Promise<readonly CoverageGap[]> {
  const table = await tables.getDefault(city)
  return memoize(gapLists, table, () => findCoverageGaps(table, city.parks))
}
