import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { resolveCoverageOptions, toOptionsKey } from '#shared/coverage/coverage-options.ts'
import { type Reach, toReachInput } from '#shared/coverage/reach/measure-reach.ts'
import { createEuclideanDistances } from '#shared/coverage/reach/euclidean-distances.ts'
import { type MeasuredReach, updateReach } from '#shared/coverage/reach/update-reach.ts'
import type { CoverageTable } from '#shared/coverage/table/coverage-table.ts'
import { buildCoverageTable } from '#shared/coverage/table/build-coverage-table.ts'

const known = new WeakMap<CitySnapshot, CoverageTable>()
/** What was measured last of each city as it is now, by its code and options: after a change only what has moved is measured again. */
const measured = new Map<string, { options: string } & MeasuredReach>()

/** Coverage by the city's own settings, in straight lines: worked out once for a snapshot, when somebody first asks. */
export function getDefaultCoverageTable(city: CitySnapshot): CoverageTable {
  let table = known.get(city)
  if (table === undefined)
    known.set(
      city,
      (table = buildCoverageTable(city, resolveCoverageOptions(city.settings), () => reachOfCity(city))),
    )
  return table
}

function reachOfCity(city: CitySnapshot): Reach {
  const options = resolveCoverageOptions(city.settings)
  const input = toReachInput(city, options)
  const key = toOptionsKey(options)
  const before = city.asOf === null ? measured.get(city.code) : undefined
  const reach = updateReach(
    before?.options === key ? before : undefined,
    input,
    (grids) => createEuclideanDistances(grids, input.sites, options.detour),
    options,
  )
  if (city.asOf === null) measured.set(city.code, { options: key, input, reach })
  return reach
}
