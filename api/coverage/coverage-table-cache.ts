import { formatDatedCityCode } from '#shared/city/dated-city-code.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { CoverageOptions } from '#shared/contract/coverage/coverage.ts'
import { filterCityByDay } from '#shared/coverage/filter-city-by-day.ts'
import { resolveCoverageOptions, toOptionsKey } from '#shared/coverage/coverage-options.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { buildCoverageTable } from '#shared/coverage/table/build-coverage-table.ts'
import { LruMap } from '../runtime/lru-map.ts'
import type { ComputeClient } from './compute/compute-client.ts'

/** A table takes about 2 MB. Readers share most settings; a trend needs one table for each year. */
const MAX_TABLES = 24

/** Coverage tables of cities in memory. Each is computed once, in the compute worker. */
export interface CoverageTableCache {
  get(city: CitySnapshot, options: CoverageOptions): Promise<CoverageTable>
  /** Returns the table for the city's own settings and straight-line distances: that of the map page and the gap list. */
  getDefault(city: CitySnapshot): Promise<CoverageTable>
}

export function createCoverageTableCache(compute: ComputeClient): CoverageTableCache {
  const cache = new LruMap<string, { city: CitySnapshot; table: Promise<CoverageTable> }>(MAX_TABLES)

  const measure = async (city: CitySnapshot, options: CoverageOptions): Promise<CoverageTable> => {
    const measured = filterCityByDay(city, options.on)
    const reach = await compute.reach(measured, options)
    return buildCoverageTable(measured, options, () => reach)
  }

  const get = (city: CitySnapshot, options: CoverageOptions): Promise<CoverageTable> => {
    // a table refers to its snapshot: the tables of earlier snapshots are dropped, so that those can be freed
    for (const [key, entry] of cache.entries()) if (isReplacedBy(entry.city, city)) cache.delete(key)
    const key = `${getAddress(city)}/${city.revision}/${toOptionsKey(options)}`
    const cached = cache.get(key)
    if (cached !== undefined) return cached.table
    const table = measure(city, options)
    cache.set(key, { city, table })
    // a failure is reported to the caller, and the next caller tries again
    table.catch(() => {
      if (cache.peek(key)?.table === table) cache.delete(key)
    })
    return table
  }

  return { get, getDefault: (city) => get(city, resolveCoverageOptions(city.settings)) }
}

const isReplacedBy = (old: CitySnapshot, city: CitySnapshot): boolean =>
  old !== city && old.revision <= city.revision && getAddress(old) === getAddress(city)

const getAddress = ({ code, asOf }: CitySnapshot): string => formatDatedCityCode({ code, day: asOf })
