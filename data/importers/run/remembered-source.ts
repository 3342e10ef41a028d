import type { TargetId } from '#shared/contract/transfer-targets.ts'
import type { Database } from '../../../api/db/database.ts'
import { loadSql } from '../../../api/db/load-sql.ts'
import { withCity } from '../../../api/db/with-city.ts'
import type { Mapping } from '../columns/mapping.ts'
import { sourceSignature } from '../commit/commit-import.ts'

export interface RememberedSource {
  mapping: Mapping
  crs: string | null
  encoding: string | null
  usedAt: string
}

const statement = loadSql('data/importers/sql/find-source.sql')

/** How a file with these very columns was read as this target the last time; null: none was. */
export async function rememberedSource(
  database: Database,
  city: string,
  target: TargetId,
  columns: readonly string[],
): Promise<RememberedSource | null> {
  const {
    rows: [known],
  } = await withCity(database, city, (tx) =>
    tx.query<{ mapping: Mapping; crs: string | null; encoding: string | null; used_at: string }>(statement, [
      sourceSignature(target, columns),
    ]),
  )
  return known
    ? { mapping: known.mapping, crs: known.crs, encoding: known.encoding, usedAt: String(known.used_at) }
    : null
}
