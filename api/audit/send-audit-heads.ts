import { createSocket } from 'node:dgram'
import type { Logger } from 'pino'
import type { Database } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import type { AuditLog } from './audit-log.ts'
import { formatSyslogHead } from './audit-formats.ts'
import { mapAuditLogs } from './map-audit-logs.ts'

const lastRowStatement = loadSql('api/audit/sql/find-last-audit-row.sql')

/** Number and hash (hexadecimal) of the newest row of a log. */
export interface AuditHead {
  log: string
  id: number
  hash: string
}

const HOUR_MS = 3_600_000
const FIRST_MS = 60_000
const TIMEOUT_MS = 10_000

/**
 * Sends the heads of all logs out of reach of whoever owns the database, a minute after the start and then every hour:
 * rows that are cut off from the end later are missing at a verification with these heads. Each time is a row of the
 * audit log, failures too. Returns a function that stops it.
 */
export function sendAuditHeadsHourly(
  database: Database,
  { target, audit, log }: { target: URL; audit: AuditLog; log: Logger },
): () => void {
  const send = async () => {
    const entry = { actor: 'server', address: null, action: 'audit.send_heads', object: target.host }
    try {
      const heads = await sendAuditHeads(database, target)
      await audit.append({ ...entry, result: 'done', detail: { logs: heads.length } })
    } catch (error) {
      log.error({ err: error, target: target.host }, 'the heads of the audit log could not be sent')
      audit.note({ ...entry, result: 'failed', detail: {} })
    }
  }
  let timer = setTimeout(function repeat() {
    void send()
    timer = setTimeout(repeat, HOUR_MS).unref()
  }, FIRST_MS).unref()
  return () => clearTimeout(timer)
}

/** @throws when the target does not take them; of UDP nobody knows */
export async function sendAuditHeads(database: Database, target: URL): Promise<AuditHead[]> {
  const found = await mapAuditLogs(database, async (tx, log): Promise<AuditHead[]> => {
    const { rows } = await tx.query<{ id: number; hash: Uint8Array }>(lastRowStatement)
    return rows.map(({ id, hash }) => ({ log, id, hash: Buffer.from(hash).toString('hex') }))
  })
  const heads = found.flat()
  const at = new Date().toISOString()
  if (target.protocol === 'syslog:') {
    await sendDatagrams(
      target,
      heads.map((head) => formatSyslogHead(at, head)),
    )
    return heads
  }
  const response = await fetch(target, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ at, heads }),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`the receiver of audit heads answered ${response.status}`)
  return heads
}

async function sendDatagrams(target: URL, lines: readonly string[]): Promise<void> {
  const host = target.hostname.replace(/^\[|\]$/g, '')
  const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4' })
  try {
    for (const line of lines)
      await new Promise<void>((done, failed) =>
        socket.send(line, Number(target.port || 514), host, (error) => (error ? failed(error) : done())),
      )
  } finally {
    socket.close()
  }
}
