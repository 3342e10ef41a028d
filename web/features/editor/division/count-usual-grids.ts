import { findRuleProfile } from '#shared/city/find-rule-profile.ts'
import type { CitySettings } from '#shared/contract/city/city-settings.ts'
import type { DraftState } from '#shared/drafts/draft-state.ts'
import { isRuralCell } from '#shared/drafts/find-draft-issues.ts'
import type { CellId } from '#shared/geometry/cell-set.ts'
import { MOST_GRIDS } from './use-division-wishes.ts'

/** Households of a grid where the city has no rule for them. */
const USUAL_HOUSEHOLDS = 400

/** Returns as many grids as the rule of the city asks for; as many as there are, where those are within it. */
export function countUsualGrids(state: DraftState, grids: readonly CellId[], settings: CitySettings): number {
  const [first] = grids
  if (first === undefined) return 2
  const households = grids.reduce((sum, id) => sum + (state.facts.get(id)?.households ?? 0), 0)
  const { minHouseholds: least, maxHouseholds: most } = findRuleProfile(
    settings,
    'comprehensive',
    isRuralCell(state, first),
  )
  const mean = households / grids.length
  if (grids.length > 1 && (least === null || mean >= least) && (most === null || mean <= most))
    return grids.length
  const wanted = least !== null && most !== null ? (least + most) / 2 : USUAL_HOUSEHOLDS
  return Math.min(MOST_GRIDS, Math.max(2, Math.round(households / wanted)))
}
