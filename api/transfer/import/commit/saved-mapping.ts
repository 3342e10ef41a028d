import type { TargetId } from '#shared/contract/transfer/target.ts'
import type { Database } from '../../../db/database.ts'
import { loadSql } from '../../../db/load-sql.ts'
import { withCity } from '../../../db/transaction/with-city.ts'
import type { ColumnMapping } from '../rows/column-mapping.ts'
import { computeSourceSignature } from './commit-staged-import.ts'

export interface SavedMapping {
  mapping: ColumnMapping
  crs: string | null
  encoding: string | null
  usedAt: string
}

const statement = loadSql('api/transfer/import/commit/sql/find-saved-mapping.sql')

/** How a file with these very columns was read as this target the last time; null: none was. */
export async function findSavedMapping(
  database: Database,
  city: string,
  target: TargetId,
  columns: readonly string[],
): Promise<SavedMapping | null> {
  const {
    rows: [known],
  } = await withCity(database, city, (tx) =>
    tx.query<{ mapping: ColumnMapping; crs: string | null; encoding: string | null; used_at: string }>(
      statement,
      [computeSourceSignature(target, columns)],
    ),
  )
  return known
    ? { mapping: known.mapping, crs: known.crs, encoding: known.encoding, usedAt: String(known.used_at) }
    : null
}
