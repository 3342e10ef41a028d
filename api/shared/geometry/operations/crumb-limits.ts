import type { Cell } from '../cell-set.ts'
import { getShapeAreaM2 } from '../shapes/shape-area.ts'

export interface CrumbLimits {
  /** Share of the cell, 0–1. */
  share: number
  areaM2: number
}

/** A part under 1 % of the cell and under 200 m² is a slip of the pointer, not a grid. */
export const CRUMB: CrumbLimits = { share: 0.01, areaM2: 200 }

/** Returns the area up to which a part of the cell, or a loop of a line drawn in it, is a crumb. */
export const computeMaxCrumbM2 = (cell: Cell, { share, areaM2 }: CrumbLimits): number =>
  Math.min(areaM2, share * getShapeAreaM2(cell.shape))
