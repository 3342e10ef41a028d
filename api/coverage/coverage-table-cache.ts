import { formatDatedCityCode } from '#shared/city/dated-city-code.ts'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { CoverageOptions } from '#shared/contract/coverage/coverage-options.ts'
import { resolveCoverageOptions, toOptionsKey } from '#shared/coverage/coverage-options.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { buildCoverageTable } from '#shared/coverage/table/build-coverage-table.ts'
import { type SharedWork, startSharedWork } from '../runtime/work/shared-work.ts'
import { UsageCache } from '../runtime/usage-cache.ts'
import type { ComputeClient } from './compute/compute-client.ts'

/**
 * Tables that stay; up to twice as many while all are read. A table takes about 2 MB, and its encoded answer as much.
 * Readers share most settings; a trend needs one table for each year.
 */
const TABLES = 8

/** Coverage tables of cities in memory. Each is computed once, in the compute worker. */
export interface CoverageTableCache {
  /** @param signal aborted when the caller has gone; the calculation ends when nobody waits for it any more */
  get(city: CitySnapshot, options: CoverageOptions, signal?: AbortSignal): Promise<CoverageTable>
  /** Returns the table for the city's own settings and straight-line distances: that of the map page and the gap list. */
  getDefault(city: CitySnapshot): Promise<CoverageTable>
}

export function createCoverageTableCache(compute: ComputeClient): CoverageTableCache {
  // a series of settings that nobody else asks for does not push out the tables that many read
  const cache = new UsageCache<{ city: CitySnapshot; table: SharedWork<CoverageTable> }>(TABLES, () =>
    performance.now(),
  )

  const measure = async (
    city: CitySnapshot,
    options: CoverageOptions,
    signal: AbortSignal,
  ): Promise<CoverageTable> => {
    const reach = await compute.reach(city, options, signal)
    return buildCoverageTable(city, options, () => reach)
  }

  const get: CoverageTableCache['get'] = (city, options, signal) => {
    // a table refers to its snapshot: the tables of earlier snapshots are dropped, so that those can be freed
    for (const key of [...cache.keys()]) {
      const entry = cache.peek(key)
      if (entry !== undefined && isReplacedBy(entry.city, city)) cache.delete(key)
    }
    const key = `${getAddress(city)}/${city.revision}/${toOptionsKey(options)}`
    const cached = cache.get(key)?.table
    if (cached !== undefined && !cached.isAbandoned()) return cached.wait(signal)
    const table = startSharedWork((ended) =>
      measure(city, options, ended).catch((error: unknown) => {
        // a failure is reported to the callers, and the next caller tries again
        if (cache.peek(key)?.table === table) cache.delete(key)
        throw error
      }),
    )
    cache.set(key, { city, table })
    return table.wait(signal)
  }

  return { get, getDefault: (city) => get(city, resolveCoverageOptions(city.settings)) }
}

const isReplacedBy = (old: CitySnapshot, city: CitySnapshot): boolean =>
  old !== city && old.revision <= city.revision && getAddress(old) === getAddress(city)

const getAddress = ({ code, asOf }: CitySnapshot): string => formatDatedCityCode({ code, day: asOf })
