import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import { coverageOptions, optionsKey } from '#shared/coverage/coverage-options.ts'
import { type Reach, reachInput } from '#shared/coverage/reach/measure-reach.ts'
import { straightWays } from '#shared/coverage/reach/straight-ways.ts'
import { type Measured, updateReach } from '#shared/coverage/reach/update-reach.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { makeTable } from '#shared/coverage/table/make-table.ts'

const known = new WeakMap<CitySnapshot, CoverageTable>()
/** What was measured last of each city as it is now, by its code and options: after a change only what has moved is measured again. */
const measured = new Map<string, { options: string } & Measured>()

/** Coverage by the city's own settings, in straight lines: worked out once for a snapshot, when somebody first asks. */
export function coverageOf(city: CitySnapshot): CoverageTable {
  let table = known.get(city)
  if (table === undefined)
    known.set(city, (table = makeTable(city, coverageOptions(city.settings), () => reachOfCity(city))))
  return table
}

function reachOfCity(city: CitySnapshot): Reach {
  const options = coverageOptions(city.settings)
  const input = reachInput(city, options)
  const key = optionsKey(options)
  const before = city.asOf === null ? measured.get(city.code) : undefined
  const reach = updateReach(
    before?.options === key ? before : undefined,
    input,
    (grids) => straightWays(grids, input.sites, options.detour),
    options,
  )
  if (city.asOf === null) measured.set(city.code, { options: key, input, reach })
  return reach
}
