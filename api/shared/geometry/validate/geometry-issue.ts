import type { CellId, CellSet } from '../cell-set.ts'
import type { Point } from '../lattice.ts'

/** A possible fix: an operation, as data. */
export type IssueFix =
  { op: 'merge'; grids: CellId[]; keep: CellId } | { op: 'fillGap'; at: [number, number]; grid: CellId }

export interface GeometryIssue {
  type:
    | 'gap'
    | 'overlap'
    | 'ring_conflict'
    | 'outside_community'
    | 'not_contiguous'
    | 'sliver'
    | 'too_small'
    | 'missing_community'
  severity: 'error' | 'warning'
  cells: CellId[]
  /** Position of the problem, lattice units. */
  at: Point | null
  /** For the message: actual and required value (square metres, parts, width in metres). */
  found: number | null
  wanted: number | null
  fixes: IssueFix[]
}

/** Checks the cells for which `mine` is true; the other cells are their neighbours. */
export type ValidationRule = (set: CellSet, mine: (id: CellId) => boolean) => GeometryIssue[]

/** Creates an issue; omitted members are empty. */
export const createGeometryIssue = (
  type: GeometryIssue['type'],
  severity: GeometryIssue['severity'],
  about: Partial<Omit<GeometryIssue, 'type' | 'severity'>>,
): GeometryIssue => ({ type, severity, cells: [], at: null, found: null, wanted: null, fixes: [], ...about })
