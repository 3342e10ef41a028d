import type { CitySnapshot } from '../snapshot/city-snapshot.ts'
import type { ServingSet } from '../contract/coverage/coverage-options.ts'

/** Returns the rows of the premises that count as a service: open stations and centres, or all open kinds. */
export function findServingPremises(
  { premises }: Pick<CitySnapshot, 'premises'>,
  serving: ServingSet,
): number[] {
  return premises.kinds.flatMap((kind, row) =>
    premises.statuses[row] === 'open' && (serving === 'all' || kind !== 'community') ? [row] : [],
  )
}
