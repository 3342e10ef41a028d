import type { UnitLevel } from '#shared/contract/words.ts'

/** The code of the unit above, as a code itself tells it; null for a district. */
export function describedBy(level: UnitLevel | 'grid', code: string): string | null {
  return level === 'district' ? null : code.slice(0, -3)
}

export const levelAbove = {
  grid: 'community',
  community: 'street',
  street: 'district',
  district: null,
} as const
