import { type StandardReason, standardReasons } from '../contract/coverage/coverage-enums.ts'
import type { CitySnapshot } from '../snapshot/city-snapshot.ts'

const bit = (reason: StandardReason): number => 1 << standardReasons.indexOf(reason)

export function toStandardReasons(failings: number): StandardReason[] {
  return standardReasons.filter((reason) => (failings & bit(reason)) !== 0)
}

/**
 * What keeps each of the premises from the city's standard, as bits: floor area by level (a centre by its own least
 * area), tenure where rented rooms do not count, and square metres for each hundred households served.
 *
 * @param served households that each of the premises serves; NaN where that is not known
 */
export function computePremisesFailings(
  { premises, settings }: Pick<CitySnapshot, 'premises' | 'settings'>,
  served: (row: number) => number,
): Int32Array {
  const { standard, coverage } = settings
  return Int32Array.from({ length: premises.count }, (_, row) => {
    const area = premises.areaM2[row]
    const least =
      premises.kinds[row] === 'center' ? standard.center.least : standard.areas[premises.levels[row]]
    let failings = 0
    if (Number.isNaN(area)) failings |= bit('area-unknown')
    else if (area < least) failings |= bit('area-short')
    if (!standard.anyTenure && premises.tenures[row] !== 'owned') failings |= bit('tenure')
    if (area < (served(row) / 100) * coverage.areaPer100Households) failings |= bit('crowded')
    return failings
  })
}

/** A community is as good as the best of its open premises, whatever their kind; without any it fails for that. */
export function computeCommunityFailings(
  { premises, units }: Pick<CitySnapshot, 'premises' | 'units'>,
  failings: Int32Array,
): Int32Array {
  const worst = bit('no-premises')
  const best = new Int32Array(units.community.count).fill(worst)
  premises.community.forEach((community, row) => {
    if (community < 0 || premises.statuses[row] !== 'open') return
    if (
      best[community] === worst ||
      toStandardReasons(failings[row]).length < toStandardReasons(best[community]).length
    )
      best[community] = failings[row]
  })
  return best
}
