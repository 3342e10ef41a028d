import { type TerritoryLevel, territoryLevels } from '../enums.ts'

/** Digits of the code of each level. The code of a unit or grid starts with the codes of all its parents. */
export const CODE_DIGITS = {
  district: 6,
  street: 9,
  community: 12,
  grid: 15,
} as const satisfies Record<TerritoryLevel, number>

/**
 * Returns the level of the unit or grid that has the code; null: no unit has a code of this length. The code of a
 * city has the length of a district code and cannot be distinguished from one.
 */
export function findCodeLevel(code: string): TerritoryLevel | null {
  return territoryLevels.find((level) => CODE_DIGITS[level] === code.length) ?? null
}

/** Returns the code of the parent of a level; a code of this level or of a coarser one is returned unchanged. */
export function getAncestorCode(code: string, level: TerritoryLevel): string {
  return code.slice(0, CODE_DIGITS[level])
}

/** Returns the codes of all parents, nearest first. */
export function listAncestorCodes(code: string): string[] {
  return territoryLevels
    .filter((level) => CODE_DIGITS[level] < code.length)
    .map((level) => getAncestorCode(code, level))
    .reverse()
}

/** Returns the code of the parent; null: a district. */
export function getParentCode(code: string): string | null {
  return listAncestorCodes(code)[0] ?? null
}
