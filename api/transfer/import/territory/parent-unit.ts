import { getAncestorCode } from '#shared/contract/city/code-levels.ts'
import type { UnitLevel } from '#shared/contract/enums.ts'

/** Returns the code of the parent, which is a prefix of the code; null for a district. */
export function getParentCode(level: UnitLevel | 'grid', code: string): string | null {
  const parent = PARENT_LEVELS[level]
  return parent === null ? null : getAncestorCode(code, parent)
}

export const PARENT_LEVELS = {
  grid: 'community',
  community: 'street',
  street: 'district',
  district: null,
} as const
