import type { CellId, CellSet } from '../cell-set.ts'
import type { Point } from '../lattice.ts'

/** What would mend it: an operation, as data. */
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
  /** Place to point at, lattice units. */
  at: Point | null
  /** For the text: what there is and what is asked for (square metres, parts, a width in metres). */
  found: number | null
  wanted: number | null
  fixes: IssueFix[]
}

/** Looks at the cells for which `mine` holds; the others are there as neighbours. */
export type ValidationRule = (set: CellSet, mine: (id: CellId) => boolean) => GeometryIssue[]

export const createGeometryIssue = (
  type: GeometryIssue['type'],
  severity: GeometryIssue['severity'],
  about: Partial<Omit<GeometryIssue, 'type' | 'severity'>>,
): GeometryIssue => ({ type, severity, cells: [], at: null, found: null, wanted: null, fixes: [], ...about })
