import type { Target } from '#shared/contract/transfer/target.ts'
import type { PageReader } from '../../tables/read-table-pages.ts'
import type { AbsenceScope } from '../absence/judge-absence.ts'
import type { ExistingCity } from '../existing/existing-city.ts'
import type { ParsedRow } from '../rows/read-row.ts'
import type { PlacedSystem } from '../geometry/parse-geometry.ts'
import type { TargetReport } from '../staging/import-report.ts'
import type { Staging } from '../staging/staging.ts'
import type { ConflictChoices } from '../staging/tiling-conflict.ts'

/** What an import into one target is given. */
export interface TargetInput {
  target: Target
  base: ExistingCity
  read: PageReader
  system: PlacedSystem
  /** Rows in the file's order, in bunches. */
  rows: AsyncIterable<readonly ParsedRow[]>
  staging: Staging
  /** Which rows that stand in the city may be judged absent, and what happens to them. */
  scope: AbsenceScope
  /** How far borders may be moved to fit, in metres. */
  toleranceM: number
  /** What happens to grids of communities with undecided places. */
  unclear: 'write' | 'draft'
  /** Who receives gaps and overlaps. */
  choices: ConflictChoices
  /** The day from which changes hold. */
  day: string
  onProgress: (rows: number) => void
}

/** Reads all rows, and stages what is to be done. */
export type TargetImport = (input: TargetInput) => Promise<TargetReport>
