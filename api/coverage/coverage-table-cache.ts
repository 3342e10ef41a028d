import { formatDatedCityCode } from '#shared/city/dated-city-code.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { CoverageOptions } from '#shared/contract/coverage/coverage.ts'
import { filterCityByDay } from '#shared/coverage/filter-city-by-day.ts'
import { toOptionsKey } from '#shared/coverage/coverage-options.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { buildCoverageTable } from '#shared/coverage/table/build-coverage-table.ts'
import { LruMap } from '../runtime/lru-map.ts'
import type { ComputeClient } from './compute/compute-client.ts'

/** A city's table is some 2 MB; readers differ in few settings, and a trend has one for each year. */
const MAX_TABLES = 16

export interface CoverageTableCache {
  of(city: CitySnapshot, options: CoverageOptions): Promise<CoverageTable>
}

/** Tables by city and options, of its present snapshot, each worked out once, off the thread that answers. */
export function createCoverageTableCache(compute: ComputeClient): CoverageTableCache {
  const known = new LruMap<string, { city: CitySnapshot; table: Promise<CoverageTable> }>(MAX_TABLES)
  return {
    of(city, options) {
      const key = `${addressOf(city)}/${toOptionsKey(options)}`
      // a table holds on to its snapshot: those of earlier revisions go, whatever they measured
      for (const [other, entry] of known.entries())
        if (entry.city !== city && addressOf(entry.city) === addressOf(city)) known.delete(other)
      const found = known.get(key)
      if (found !== undefined) return found.table
      const then = filterCityByDay(city, options.on)
      const table = compute
        .reach(then, options)
        .then((reach) => buildCoverageTable(then, options, () => reach))
      known.set(key, { city, table })
      table.catch(() => {
        if (known.peek(key)?.table === table) known.delete(key)
      })
      return table
    },
  }
}

const addressOf = ({ code, asOf }: CitySnapshot): string => formatDatedCityCode({ code, day: asOf })
