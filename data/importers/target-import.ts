import type { Target } from '#shared/contract/transfer-targets.ts'
import type { ReadPage } from '../tables/read-pages.ts'
import type { CityBase } from './base/city-base.ts'
import type { ReadRow } from './columns/read-row.ts'
import type { CoordinateSystem } from '../coordinates/coordinate-system.ts'
import type { TargetReport } from './report.ts'
import type { Staging } from './staging/staging.ts'
import type { Choices } from './territory/problem-places.ts'

/** What an import into one target is given. */
export interface TargetInput {
  target: Target
  base: CityBase
  read: ReadPage
  system: CoordinateSystem
  /** Rows in the file's order, in bunches. */
  rows: AsyncIterable<readonly ReadRow[]>
  staging: Staging
  /** What happens to rows that stand in the city and not in the file. */
  missing: 'keep' | 'retire'
  /** How far borders may be moved to fit, in metres. */
  toleranceM: number
  /** What happens to grids of communities with undecided places. */
  unclear: 'write' | 'draft'
  /** Who receives gaps and overlaps. */
  choices: Choices
  /** The day from which changes hold. */
  day: string
  onProgress: (rows: number) => void
}

/** Reads all rows, and stages what is to be done. */
export type TargetImport = (input: TargetInput) => Promise<TargetReport>
