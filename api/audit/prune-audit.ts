import { z } from 'zod'
import { SecuritySettings } from '#shared/contract/access/security-settings.ts'
import { appendAudit } from './audit-chain.ts'
import type { Database, Queryable } from '../db/database.ts'
import { verifyAuditChain } from './verify-audit-chain.ts'
import { SHARED_SCHEMA, withSchema } from '../db/transaction/with-city.ts'
import { StartError } from '../errors.ts'
import { mapAuditLogs } from './map-audit-logs.ts'
import { loadSql } from '../db/load-sql.ts'

const sql = {
  settings: loadSql('api/access/sql/find-security-settings.sql'),
  sessions: loadSql('api/audit/sql/delete-ended-sessions.sql'),
  attempts: loadSql('api/audit/sql/delete-old-attempts.sql'),
  firstKept: loadSql('api/audit/sql/find-first-remaining-audit-row.sql'),
  lastPruned: loadSql('api/audit/sql/find-last-pruned-audit-row.sql'),
  delete: loadSql('api/audit/sql/delete-audit-rows.sql'),
  anchor: loadSql('api/audit/sql/upsert-audit-anchor.sql'),
}

const LastRow = z.object({ id: z.number().int(), hash: z.instanceof(Uint8Array).nullable() })

export interface PrunedLog {
  log: string
  rows: number
}

/**
 * Removes rows older than `days` from every log, never younger than the settings allow. The last link that
 * goes is kept as an anchor, so that what stays can still be verified; that it was done is itself a row.
 * Sessions that ended before then go as well. Needs a database user that may delete, which the program's own
 * need not be.
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
      } = await tx.query<{ settings: unknown }>(sql.settings)
      return SecuritySettings.parse(row?.settings ?? {}).auditDays
    },
    { access: 'admin' },
  )
  if (days < least) throw new StartError(`Audit rows are kept for at least ${least} days; ${days} is less.`)
  const before = new Date(now.getTime() - days * 86_400_000)
  const pruned = await mapAuditLogs(database, (tx, log) => pruneLog(tx, log, before, days, actor, now))
  // personal data that the log no longer has are not kept elsewhere either
  await withSchema(
    database,
    SHARED_SCHEMA,
    async (tx) => {
      await tx.query(sql.sessions, [before])
      await tx.query(sql.attempts, [now])
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
  // times may be slightly out of order: only rows before the first one to keep are deleted
  const {
    rows: [young],
  } = await tx.query<{ id: number }>(sql.firstKept, [before])
  const {
    rows: [found],
  } = await tx.query(sql.lastPruned, [young?.id ?? null])
  if (found === undefined) return { log, rows: 0 }
  const last = LastRow.parse(found)
  const { rowCount } = await tx.query(sql.delete, [last.id])
  await tx.query(sql.anchor, [last.id, last.hash, now, rowCount])
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
