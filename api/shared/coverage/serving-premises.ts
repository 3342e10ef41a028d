import type { CitySnapshot } from '../snapshot/city-snapshot.ts'
import type { CoverageOptions } from '../contract/coverage/coverage-options.ts'
import { premisesKinds } from '../contract/enums.ts'

type ServingOptions = Pick<CoverageOptions, 'serving' | 'ruralServing'>

/** Whether community premises count, in town or in the country. */
export const countsAllPremises = ({ serving, ruralServing }: ServingOptions): boolean =>
  serving === 'all' || ruralServing === 'all'

/**
 * Returns the rows of the premises that count as a service in town or country: open stations and centres, or
 * all open kinds.
 */
export function findServingPremises(
  { premises }: Pick<CitySnapshot, 'premises'>,
  options: ServingOptions,
): number[] {
  const all = countsAllPremises(options)
  return premises.kinds.flatMap((kind, row) =>
    premises.statuses[row] === 'open' && (all || kind !== 'community') ? [row] : [],
  )
}

const COMMUNITY = premisesKinds.indexOf('community')

/** Whether premises of a kind (row of `premisesKinds`) serve a grid in town (`isRural` false) or in the country. */
export function isServing(
  { serving, ruralServing }: ServingOptions,
  kind: number,
  isRural: boolean,
): boolean {
  return kind !== COMMUNITY || (isRural ? ruralServing : serving) === 'all'
}
