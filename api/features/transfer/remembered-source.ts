import type { ImportJob } from '#shared/contract/transfer.ts'
import type { TargetId } from '#shared/contract/transfer-targets.ts'
import { sourceSignature } from '../../../data/importers/commit/commit-import.ts'
import type { Mapping } from '../../../data/importers/columns/mapping.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity } from '../../db/with-city.ts'

const statement = loadSql('api/features/transfer/sql/find-source.sql')

/** How a file with the very columns of this one was read the last time; null: none was. */
export async function rememberedSource(database: Database, { city, found }: ImportJob, { target, layer }: { target: TargetId; layer?: string | undefined }): Promise<{ mapping: Mapping; crs: string | null; encoding: string | null; usedAt: string } | null> {
  const columns = (found?.layers.find(({ name }) => name === layer) ?? found?.layers[0])?.columns
  if (!columns) return null
  const { rows: [known] } = await withCity(database, city, (tx) => tx.query<{ mapping: Mapping; crs: string | null; encoding: string | null; used_at: string }>(statement, [sourceSignature(target, columns)]))
  return known ? { mapping: known.mapping, crs: known.crs, encoding: known.encoding, usedAt: String(known.used_at) } : null
}
