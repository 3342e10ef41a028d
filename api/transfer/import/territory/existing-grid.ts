import type { ExistingRow } from '../existing/existing-city.ts'
import type { RowFields } from '../rows/merge-row.ts'

/** A grid that is in the database. */
export type ExistingGrid = RowFields &
  ExistingRow & {
    id: number
    code: string
    name: string
    communityCode: string
    geometry: string
    validFrom: string
    version: number
    aliasCodes: Readonly<Record<string, string>>
  }
