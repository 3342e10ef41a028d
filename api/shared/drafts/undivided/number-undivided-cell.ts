import type { CellId } from '../../geometry/cell-set.ts'

/** Digits in which the codes of the communities of one city differ. */
const DIGITS = 9

/**
 * Returns the id of the cell that stands for a community without grids. It depends on the code alone, so that steps on it
 * can be repeated on another base, and it is negative like that of every grid without a stored number: a grid that an
 * operation makes of the cell keeps it until publication.
 */
export const numberUndividedCell = (community: string): CellId =>
  -(10 ** DIGITS) - Number(community.slice(-DIGITS))
