import type { CellState } from '#shared/drafts/compare-states.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'
import { AppError } from '../../errors.ts'

/** A grid that is locked in the database. */
export interface LockedGrid {
  id: number
  code: string
  alias_codes: Record<string, string>
  valid_from: string
  valid_to: string | null
  version: number
}

export type LockedGrids = ReadonlyMap<number, LockedGrid>

/** @throws AppError stale_base */
export function requireGrid(locked: LockedGrids, id: number): LockedGrid {
  const grid = locked.get(id)
  if (grid === undefined)
    throw new AppError('stale_base', 'a grid of the draft no longer exists', { grid: id })
  return grid
}

/** Returns the values of a state that statements store; code, period and version are added by the caller. */
export function toStoredValues({
  shape,
  facts: { code: _code, validFrom: _validFrom, version: _version, ...values },
}: CellState) {
  return { ...values, shape: toHex(shape) }
}

/** Returns a shape as TWKB in hexadecimal digits. */
export const toHex = (shape: MultiPolygon): string =>
  Buffer.from(writeTwkbMultiPolygon(shape)).toString('hex')

/** Checks that a statement changed every row at its expected version. @throws AppError stale_base */
export function checkRowCount(found: number, expected: number): void {
  if (found !== expected)
    throw new AppError('stale_base', 'rows have another version than the draft was drawn on', {
      expected,
      found,
    })
}
