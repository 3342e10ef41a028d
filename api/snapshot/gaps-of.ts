import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import { findGaps, type Gap } from '#shared/coverage/gaps/find-gaps.ts'
import { coverageOf } from './coverage-of.ts'
import { remember } from './remember.ts'

const known = new WeakMap<CitySnapshot, readonly Gap[]>()

/** Every gap by the city's own settings, the most urgent first: found once for a snapshot, when somebody first asks. */
export function gapsOf(city: CitySnapshot): readonly Gap[] {
  return remember(known, city, () => findGaps(coverageOf(city), city.parks))
}
