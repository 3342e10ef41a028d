import type { Point } from '#shared/geometry/lattice.ts'
import { createUnitMatcher } from './unit-matcher.ts'
import type { ParsedRow } from '../rows/read-row.ts'
import type { ExistingCity } from '../existing/existing-city.ts'

/**
 * Returns a check that flags rows whose place is not in the community that they state (`outside_stated_unit`), or in no
 * unit of the city (`outside_city`). Places near a border are in both of its units.
 */
export function createPlaceCheck(
  base: ExistingCity,
): (row: Pick<ParsedRow, 'values' | 'problems'>, place: Point, community: string | null) => void {
  const fits = createUnitMatcher(base)
  // the coarsest level that has outlines
  const level = (['district', 'street', 'community'] as const).find((each) =>
    [...base.units.values()].some(
      (unit) => unit.level === each && unit.validTo == null && base.shapeOf(unit.code) !== null,
    ),
  )
  const outlined = [...base.units.values()].filter(
    (unit) => unit.level === level && unit.validTo == null && base.shapeOf(unit.code) !== null,
  )
  return ({ values, problems }, place, community) => {
    const isStated = values['communityCode'] != null || values['communityName'] != null
    if (isStated && community !== null && base.shapeOf(community) && !fits(community, place, false)) {
      const other = base.units.get(community)?.name ?? community
      problems.push({ code: 'outside_stated_unit', details: { other } })
      return
    }
    if (level === undefined || base.unitAt(level, place) !== undefined) return
    if (!outlined.some(({ code }) => fits(code, place, false))) problems.push({ code: 'outside_city' })
  }
}
