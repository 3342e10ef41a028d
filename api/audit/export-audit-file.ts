import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { AuditFilters } from '#shared/contract/access/audit.ts'
import type { Database } from '../db/database.ts'
import { writeWholeFile } from '../runtime/files/write-whole-file.ts'
import { auditFormats } from './audit-formats.ts'
import { readAuditPage, type AuditCursor } from './read-audit-page.ts'
import { mapAuditLogs } from './map-audit-logs.ts'

const PAGE = 2000

/** All logs as one file, the oldest row first, readable for its owner alone. The answer: how many rows. */
export async function exportAuditFile(
  database: Database,
  { file, format, filters }: { file: string; format: 'csv' | 'syslog'; filters: AuditFilters },
): Promise<number> {
  const { head, line } = auditFormats[format]
  const logs = await mapAuditLogs(database, async (_tx, log) => log)
  let rows = 0
  async function* lines(): AsyncGenerator<string> {
    yield head
    let after: AuditCursor | null = null
    for (;;) {
      const page = await readAuditPage(database, { logs, city: null }, filters, {
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
  await writeWholeFile(file, (draft) =>
    pipeline(Readable.from(lines()), createWriteStream(draft, { mode: 0o600 })),
  )
  return rows
}
