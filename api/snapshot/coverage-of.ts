import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import { coverageOptions } from '#shared/coverage/coverage-options.ts'
import { measureReach, reachInput } from '#shared/coverage/reach/measure-reach.ts'
import { straightWays } from '#shared/coverage/reach/straight-ways.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { makeTable } from '#shared/coverage/table/make-table.ts'

const known = new WeakMap<CitySnapshot, CoverageTable>()

/** Coverage by the city's own settings, in straight lines: worked out once for a snapshot, when somebody first asks. */
export function coverageOf(city: CitySnapshot): CoverageTable {
  let table = known.get(city)
  if (table === undefined) {
    const options = coverageOptions(city.settings)
    known.set(city, (table = makeTable(city, options, () => {
      const input = reachInput(city, options)
      return measureReach(input, straightWays(input.grids, input.sites, options.detour), options)
    })))
  }
  return table
}
