import type { Database } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withSharedSchema } from '../db/transaction/with-city.ts'
import type { AccessStore } from './access-store.ts'

/** A session that was seen a moment before its last flush need not be written again. */
const LEAST_MS = 30_000

const sql = {
  seen: loadSql('api/access/sql/update-last-seen.sql'),
  use: loadSql('api/access/sql/upsert-credential-use.sql'),
}

/**
 * Writes down who was seen when: one statement for all sessions, one for all keys, off the path of any
 * request.
 */
export async function flushLastSeen(
  database: Database,
  { sessions, credentials }: AccessStore,
): Promise<void> {
  const seen = [...sessions.values()]
    .filter(({ seenAt, flushedAt }) => seenAt - flushedAt >= LEAST_MS)
    .map((live) => ({ live, at: live.seenAt }))
  const used = [...credentials.values()]
    .filter(({ usedAt, flushedAt }) => usedAt > flushedAt)
    .map((live) => ({ live, at: live.usedAt }))
  if (seen.length === 0 && used.length === 0) return
  await withSharedSchema(database, async (tx) => {
    if (seen.length > 0)
      await tx.query(sql.seen, [seen.map(({ live }) => live.id), seen.map(({ at }) => new Date(at))])
    if (used.length > 0)
      await tx.query(sql.use, [
        used.map(({ live }) => live.id),
        used.map(({ at }) => new Date(at)),
        used.map(({ live }) => live.address),
      ])
  })
  for (const { live, at } of [...seen, ...used]) live.flushedAt = Math.max(live.flushedAt, at)
}
