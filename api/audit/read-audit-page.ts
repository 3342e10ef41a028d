import { z } from 'zod'
import { type AuditFilters, AuditResult, type AuditRow } from '#shared/contract/access/audit.ts'
import { SHARED_LOG } from './audit-log.ts'
import type { Database, Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withCity, withSharedSchema } from '../db/transaction/with-city.ts'

const statements = {
  newest: loadSql('api/audit/sql/list-newest-audit-rows.sql'),
  oldest: loadSql('api/audit/sql/list-oldest-audit-rows.sql'),
}

const Row = z.object({
  id: z.number().int(),
  at: z.string(),
  actor: z.string(),
  address: z.string().nullable(),
  action: z.string(),
  object: z.string(),
  result: AuditResult,
  detail: z.record(z.string(), z.unknown()),
  hash: z.instanceof(Uint8Array).nullable(),
})

/** One row's place in the order of all logs: by time, then log, then number. */
export interface AuditCursor {
  at: string
  log: string
  id: number
}

/** Which logs, and of the server's own the rows about which city (null: all). */
export interface AuditScope {
  logs: readonly string[]
  city: string | null
}

/**
 * The next rows of several logs as one list. Each log is asked for as many as are wanted; a little work too
 * much, and no log needs to know of the others.
 */
export async function readAuditPage(
  database: Database,
  { logs, city }: AuditScope,
  filters: AuditFilters,
  {
    first,
    after,
    limit,
  }: {
    first: 'newest' | 'oldest'
    after: AuditCursor | null
    limit: number
  },
): Promise<AuditRow[]> {
  const sign = first === 'newest' ? -1 : 1
  const wanted = logs.filter((log) => filters.log === undefined || filters.log === log)
  const parts = await Promise.all(
    wanted.map((log) =>
      withAuditLog(database, log, async (tx) => {
        const { rows } = await tx.query(statements[first], [
          filters.from ?? null,
          filters.to ?? null,
          filters.actor?.toLowerCase() ?? null,
          filters.action ?? null,
          filters.result ?? null,
          filters.object?.toLowerCase() ?? null,
          filters.address ?? null,
          log === SHARED_LOG ? city : null,
          after?.at ?? null,
          boundOf(after, log, first),
          filters.role ?? null,
          limit,
        ])
        return Row.array()
          .parse(rows)
          .map((row): AuditRow => ({
            ...row,
            log,
            hash: row.hash === null ? null : Buffer.from(row.hash).toString('hex'),
          }))
      }),
    ),
  )
  return parts
    .flat()
    .sort(
      (a, b) => sign * byTime(a, b) || (a.log < b.log ? -1 : a.log > b.log ? 1 : 0) || sign * (a.id - b.id),
    )
    .slice(0, limit)
}

/** A transaction in the schema of a log. */
export function withAuditLog<T>(
  database: Database,
  log: string,
  work: (tx: Queryable) => Promise<T>,
): Promise<T> {
  return log === SHARED_LOG ? withSharedSchema(database, work) : withCity(database, log, work)
}

/** Of the rows of the same moment as the last one shown: which numbers of this log have not been shown. */
function boundOf(after: AuditCursor | null, log: string, first: 'newest' | 'oldest'): number {
  if (after?.log === log) return after.id
  const all = first === 'newest' ? Number.MAX_SAFE_INTEGER : -1
  const none = first === 'newest' ? -1 : Number.MAX_SAFE_INTEGER
  return after === null || log > after.log ? all : none
}

/** Times have a fraction or none: text alone does not order them. */
function byTime(a: AuditRow, b: AuditRow): number {
  return Date.parse(a.at) - Date.parse(b.at)
}
