import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AuditFilters } from '#shared/contract/audit.ts'
import type { Database } from '../db/database.ts'
import { auditFormats } from '../features/audit/audit-lines.ts'
import { auditPage, type Place } from '../features/audit/audit-page.ts'
import { eachLog } from './logs-of.ts'

const PAGE = 2000

/** All logs as one file, the oldest row first, readable for its owner alone. The answer: how many rows. */
export async function exportAudit(
  database: Database,
  { file, format, filters }: { file: string; format: 'csv' | 'syslog'; filters: AuditFilters },
): Promise<number> {
  const { head, line } = auditFormats[format]
  const logs = await eachLog(database, async (_tx, log) => log)
  let rows = 0
  async function* lines(): AsyncGenerator<string> {
    yield head
    let after: Place | null = null
    for (;;) {
      const page = await auditPage(database, { logs, city: null }, filters, {
        first: 'oldest',
        after,
        limit: PAGE,
      })
      rows += page.length
      if (page.length > 0) yield page.map(line).join('')
      if (page.length < PAGE) return
      after = page.at(-1) ?? null
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file, { mode: 0o600 }))
  return rows
}
