import { z } from 'zod'
import { SecuritySettings } from '#shared/contract/access/security-settings.ts'
import { appendAudit } from './audit-chain.ts'
import type { Database, Queryable } from '../db/database.ts'
import { verifyAuditChain } from './verify-audit-chain.ts'
import { SHARED_SCHEMA, withSchema } from '../db/transaction/with-city.ts'
import { StartError } from '../errors.ts'
import { mapAuditLogs } from './map-audit-logs.ts'

const LastRow = z.object({ id: z.number().int(), hash: z.instanceof(Uint8Array).nullable() })

export interface PrunedLog {
  log: string
  rows: number
}

/**
 * Removes rows older than `days` from every log, never younger than the settings allow. The last link that goes is kept
 * as an anchor, so that what stays can still be verified; that it was done is itself a row. Sessions that ended before
 * then go as well. Needs a database user that may delete, which the program's own need not be.
 *
 * @throws StartError when too much is asked for, or a log does not hold: what was tampered with is evidence
 */
export async function pruneAudit(
  database: Database,
  { days, actor, now = new Date() }: { days: number; actor: string; now?: Date },
): Promise<PrunedLog[]> {
  const least = await withSchema(
    database,
    SHARED_SCHEMA,
    async (tx) => {
      const {
        rows: [row],
      } = await tx.query<{ settings: unknown }>('select settings from security_settings')
      return SecuritySettings.parse(row?.settings ?? {}).auditDays
    },
    { access: 'admin' },
  )
  if (days < least) throw new StartError(`Audit rows are kept for at least ${least} days; ${days} is less.`)
  const before = new Date(now.getTime() - days * 86_400_000)
  const pruned = await mapAuditLogs(database, (tx, log) => pruneLog(tx, log, before, days, actor, now))
  // what the log no longer speaks of is not kept elsewhere either
  await withSchema(
    database,
    SHARED_SCHEMA,
    async (tx) => {
      await tx.query('delete from session where ends_at < $1::timestamptz', [before])
      await tx.query(
        "delete from sign_in_attempt where last_at < $1::timestamptz - interval '1 day' and locked_until < $1::timestamptz",
        [now],
      )
    },
    { access: 'admin' },
  )
  return pruned
}

async function pruneLog(
  tx: Queryable,
  log: string,
  before: Date,
  days: number,
  actor: string,
  now: Date,
): Promise<PrunedLog> {
  const { broken } = await verifyAuditChain(tx, log)
  if (broken !== null)
    throw new StartError(
      `The log of ${log} does not hold from row ${broken.id} on (${broken.reason}): nothing was pruned.`,
    )
  // times may stand a little out of order: only what lies before the first young row goes
  const {
    rows: [young],
  } = await tx.query<{ id: number }>('select min(id) as id from audit where at >= $1::timestamptz', [before])
  const {
    rows: [found],
  } = await tx.query(
    'select id, hash from audit where ($1::bigint is null or id < $1::bigint) order by id desc limit 1',
    [young?.id ?? null],
  )
  if (found === undefined) return { log, rows: 0 }
  const last = LastRow.parse(found)
  const { rowCount } = await tx.query('delete from audit where id <= $1::bigint', [last.id])
  await tx.query(
    `insert into audit_anchor (id, hash, pruned_at, pruned_rows) values ($1::bigint, $2::bytea, $3::timestamptz, $4::bigint)
    on conflict (id) do update set hash = excluded.hash, pruned_at = excluded.pruned_at, pruned_rows = excluded.pruned_rows`,
    [last.id, last.hash, now, rowCount],
  )
  await appendAudit(tx, log, [
    {
      at: now,
      actor,
      address: null,
      action: 'audit.prune',
      object: `log:${log}`,
      result: 'done',
      detail: { days, rows: rowCount, through: last.id },
    },
  ])
  return { log, rows: rowCount }
}
