import type { CitySnapshot } from '../city/city-snapshot.ts'
import type { ServingSet } from '../contract/coverage.ts'

/** Rows of the premises that serve somebody: open ones, stations and centres, or all kinds. */
export function servingPlaces({ premises }: Pick<CitySnapshot, 'premises'>, serving: ServingSet): number[] {
  return premises.kinds.flatMap((kind, row) =>
    premises.statuses[row] === 'open' && (serving === 'all' || kind !== 'community') ? [row] : [],
  )
}
