import type { CitySnapshot } from '../snapshot/city-snapshot.ts'
import type { CoverageOptions } from '../contract/coverage/coverage-options.ts'

type ServingOptions = Pick<CoverageOptions, 'serving' | 'ruralServing'>

/**
 * Returns the rows of the premises that count as a service in town or country: open stations and centres, or
 * all open kinds.
 */
export function findServingPremises(
  { premises }: Pick<CitySnapshot, 'premises'>,
  options: ServingOptions,
): number[] {
  const all = options.serving === 'all' || options.ruralServing === 'all'
  return premises.kinds.flatMap((kind, row) =>
    premises.statuses[row] === 'open' && (all || kind !== 'community') ? [row] : [],
  )
}

/** Whether premises of a kind serve a grid in town (`isRural` false) or in the country. */
export function isServing(
  { serving, ruralServing }: ServingOptions,
  isCommunityRoom: boolean,
  isRural: boolean,
): boolean {
  return !isCommunityRoom || (isRural ? ruralServing : serving) === 'all'
}
