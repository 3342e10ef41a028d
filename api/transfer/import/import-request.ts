import type { TargetId } from '#shared/contract/transfer/target.ts'
import type { ColumnMapping } from './rows/column-mapping.ts'
import type { ConflictChoices } from './staging/tiling-conflict.ts'

/** What is to be brought in, and how; what is left out is found out. */
export interface ImportRequest {
  target: TargetId
  layer?: string | undefined
  encoding?: string | undefined
  /** Row of a table that holds the names of the columns, from 1. */
  headRow?: number | undefined
  crs?: string | undefined
  mapping?: ColumnMapping | undefined
  /** Columns by field key, in place of those that the names suggest. */
  columns?: Readonly<Record<string, string>> | undefined
  missing: 'keep' | 'retire'
  /** Codes of the units that the file covers as a whole; without them, the units that its rows belong to. */
  within?: readonly string[] | undefined
  /** Whether a unit may lose everything that stands in it. */
  mayEmpty?: boolean | undefined
  toleranceM: number
  /** Who receives gaps and overlaps, by the place's id; nothing is decided without them. */
  choices?: ConflictChoices['choices'] | undefined
  /** What happens to places that nobody has chosen for. */
  rest?: ConflictChoices['rest'] | undefined
  /** What happens to grids of communities with undecided places. */
  unclear?: 'write' | 'draft' | undefined
  day: string
}
