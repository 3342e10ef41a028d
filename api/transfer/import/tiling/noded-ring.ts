import type { Point } from '#shared/geometry/lattice.ts'

/** A ring while it is being fitted to the others. */
export interface NodedRing {
  points: Point[]
  /** Index of its cell; -1: it bounds the unit around them. */
  cell: number
  polygon: number
  /** Its vertices stay where they are; it may only be given more. */
  fixed: boolean
}
