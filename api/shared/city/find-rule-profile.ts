import type { CitySettings, RuleProfile } from '../contract/city/city-settings.ts'
import type { GridKind } from '../contract/enums.ts'

/** The rules of grids by kind: in town, and in the country, where a grid is a village of any size. */
export type GridRules = Pick<CitySettings, 'rules' | 'ruralRules'>

/** Returns the rules of a grid of a kind in town or in the country. */
export function findRuleProfile(settings: GridRules, kind: GridKind, isRural: boolean): RuleProfile {
  return (isRural ? settings.ruralRules : settings.rules)[kind]
}
