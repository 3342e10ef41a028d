import type { UnitLevel } from '#shared/contract/enums.ts'
import type { RowProblem } from '../../../../data/formats/model/format.ts'
import type { TableId } from '../../tables/tables.ts'
import type { UnresolvedGrids } from './unresolved-grids.ts'
import type { TilingConflict } from './tiling-conflict.ts'

/**
 * What an import will do, written down row by row before anything is done: statements' rows as JSON text, in the order
 * in which they are to be applied.
 */
export type ImportStep =
  /** New rows of a table; units of one level at a time. */
  | { op: 'insert'; table: TableId; level?: UnitLevel }
  /** New states of rows, found by code. */
  | { op: 'update'; table: TableId }
  /** Rows that no longer stand, found by code (lines: by id). */
  | { op: 'remove'; table: TableId; day: string }
  /** Types of communities: what they have now is replaced. */
  | { op: 'types' }
  /** States that grids had until now. */
  | { op: 'history' }
  /** Grids that became others. */
  | { op: 'lineage'; day: string }
  /** What rows were before: kept with the import, for undo. `was: 'nothing'` lists codes (lines: shapes) that are new. */
  | { op: 'before'; table: TableId; was: 'nothing' | 'standing' }

export interface Staging {
  put(step: ImportStep, rows: readonly object[]): Promise<void>
  /** What became of one row of the file. */
  tell(row: RowOutcome): Promise<void>
  /** Land about which somebody has to decide, or has decided. */
  place(place: TilingConflict): Promise<void>
  /** What is not written, but put into a draft of a street. */
  draft(draft: UnresolvedGrids): Promise<void>
}

export interface RowOutcome {
  row: number
  /** Code or name, so that a person finds it. */
  label: string
  /** drafted: left out of the city for now, and kept for a draft of its street. */
  outcome: 'added' | 'changed' | 'same' | 'drafted' | 'refused'
  problems: readonly RowProblem[]
  /** Of a changed row: the fields that will be different. */
  fields?: readonly string[]
}
