import type { UnitLevel } from '#shared/contract/enums.ts'

/** The code of the unit above, as a code itself tells it; null for a district. */
export function getParentCode(level: UnitLevel | 'grid', code: string): string | null {
  return level === 'district' ? null : code.slice(0, -3)
}

export const PARENT_LEVELS = {
  grid: 'community',
  community: 'street',
  street: 'district',
  district: null,
} as const
