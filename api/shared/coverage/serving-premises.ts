import type { CitySnapshot } from '../snapshot/city-snapshot.ts'
import type { ServingSet } from '../contract/coverage/coverage.ts'

/** Rows of the premises that serve somebody: open ones, stations and centres, or all kinds. */
export function findServingPremises(
  { premises }: Pick<CitySnapshot, 'premises'>,
  serving: ServingSet,
): number[] {
  return premises.kinds.flatMap((kind, row) =>
    premises.statuses[row] === 'open' && (serving === 'all' || kind !== 'community') ? [row] : [],
  )
}
