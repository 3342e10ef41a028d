import { writeCityAddress } from '#shared/city/city-address.ts'
import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import type { CoverageOptions } from '#shared/contract/coverage.ts'
import { cityOnDay } from '#shared/coverage/city-on-day.ts'
import { optionsKey } from '#shared/coverage/coverage-options.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { makeTable } from '#shared/coverage/table/make-table.ts'
import type { Compute } from '../compute/open-compute.ts'

/** A city's table is some 2 MB; readers differ in few settings, and a trend has one for each year. */
const MOST_TABLES = 16

export interface CoverageTables {
  of(city: CitySnapshot, options: CoverageOptions): Promise<CoverageTable>
}

/** Tables by city and options, of its present snapshot, each worked out once, off the thread that answers. */
export function coverageTables(compute: Compute): CoverageTables {
  const known = new Map<string, { city: CitySnapshot; table: Promise<CoverageTable> }>()
  return {
    of(city, options) {
      const key = `${addressOf(city)}/${optionsKey(options)}`
      // a table holds on to its snapshot: those of earlier revisions go, whatever they measured
      for (const [other, entry] of known)
        if (entry.city !== city && addressOf(entry.city) === addressOf(city)) known.delete(other)
      const found = known.get(key)
      known.delete(key)
      if (found !== undefined) {
        known.set(key, found)
        return found.table
      }
      const then = cityOnDay(city, options.on)
      const table = compute.reach(then, options).then((reach) => makeTable(then, options, () => reach))
      known.set(key, { city, table })
      table.catch(() => {
        if (known.get(key)?.table === table) known.delete(key)
      })
      const oldest = known.keys().next().value
      if (known.size > MOST_TABLES && oldest !== undefined) known.delete(oldest)
      return table
    },
  }
}

const addressOf = ({ code, asOf }: CitySnapshot): string => writeCityAddress({ code, day: asOf })
