import { float64At, int32At, itemAt } from '../geometry/at.ts'
import { type StandardReason, standardReasons } from '../contract/coverage/coverage-enums.ts'
import type { CitySnapshot } from '../snapshot/city-snapshot.ts'

const bit = (reason: StandardReason): number => 1 << standardReasons.indexOf(reason)

/** Decodes the bits of `failings`. */
export function toStandardReasons(failings: number): StandardReason[] {
  return standardReasons.filter((reason) => (failings & bit(reason)) !== 0)
}

/**
 * Returns the reasons why each of the premises fails the standard, as bits: floor area by level (a centre has
 * its own minimum), tenure if rented rooms do not count, and square metres per 100 households served.
 *
 * @param served households served by each of the premises; NaN: unknown
 */
export function computePremisesFailings(
  { premises, settings }: Pick<CitySnapshot, 'premises' | 'settings'>,
  served: (row: number) => number,
): Int32Array {
  const { standard, coverage } = settings
  return Int32Array.from({ length: premises.count }, (_, row) => {
    const area = float64At(premises.areaM2, row)
    const least =
      premises.kinds[row] === 'center' ? standard.center.least : standard.areas[itemAt(premises.levels, row)]
    let failings = 0
    if (Number.isNaN(area)) failings |= bit('area-unknown')
    else if (area < least) failings |= bit('area-short')
    if (!standard.anyTenure && premises.tenures[row] !== 'owned') failings |= bit('tenure')
    if (area < (served(row) / 100) * coverage.areaPer100Households) failings |= bit('crowded')
    return failings
  })
}

/**
 * Returns the failings of each community: those of its best open premises of any kind; `no-premises` without
 * any.
 */
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
      toStandardReasons(int32At(failings, row)).length < toStandardReasons(int32At(best, community)).length
    )
      best[community] = int32At(failings, row)
  })
  return best
}
