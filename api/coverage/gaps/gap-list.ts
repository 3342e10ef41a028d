import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { findCoverageGaps, type CoverageGap } from '#shared/coverage/gaps/find-coverage-gaps.ts'
import { getDefaultCoverageTable } from '../default-coverage-table.ts'
import { memoize } from '../../snapshot/memoize.ts'

const known = new WeakMap<CitySnapshot, readonly CoverageGap[]>()

/** Every gap by the city's own settings, the most urgent first: found once for a snapshot, when somebody first asks. */
export function getGapList(city: CitySnapshot): readonly CoverageGap[] {
  return memoize(known, city, () => findCoverageGaps(getDefaultCoverageTable(city), city.parks))
}
