import { z } from 'zod'
import type { Screen } from '#shared/contract/screens/screens.ts'
import { ScreenDocument, ScreenReport, RemoteCommand } from '#shared/contract/screens/screens.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { createDefaultScreenDocument } from './default-screen-document.ts'

const Moment = z.union([z.date(), z.string()]).transform((at) => new Date(at).toISOString())
const StoredRow = z.object({
  id: z.string(),
  name: z.string(),
  document: z.unknown(),
  version: z.number().int(),
  told: z.unknown(),
  told_revision: z.number().int().nullable(),
  told_at: Moment.nullable(),
})
const SeenRow = z.object({
  display: z.string(),
  name: z.string(),
  revoked: z.boolean(),
  screen: z.string(),
  seen_at: Moment,
  report: z.unknown(),
})

const sql = {
  list: loadSql('api/screens/sql/list-screens.sql'),
  version: loadSql('api/screens/sql/find-screen-version.sql'),
  seen: loadSql('api/screens/sql/list-heartbeats.sql'),
}

export async function readScreens(tx: Queryable, id: string | null = null): Promise<Screen[]> {
  return z
    .array(StoredRow)
    .parse((await tx.query(sql.list, [id])).rows)
    .map(toScreen)
}

/** As it was at a version; undefined: there was none. */
export async function readScreenVersion(
  tx: Queryable,
  id: string,
  version: number,
): Promise<Screen | undefined> {
  const {
    rows: [row],
  } = await tx.query<{ name: string; document: unknown; version: number }>(sql.version, [id, version])
  return row && { id, name: row.name, version: row.version, document: documentOf(row.document), told: null }
}

/** What walls last said; a report that another program has written otherwise is left out. */
export async function readHeartbeats(tx: Queryable, city: string) {
  return z
    .array(SeenRow)
    .parse((await tx.query(sql.seen, [city])).rows)
    .flatMap(({ display, name, revoked, screen, seen_at: seenAt, report }) => {
      const parsed = ScreenReport.safeParse(report)
      return parsed.success
        ? [{ screen, sighting: { display, name, revoked, seenAt, report: parsed.data } }]
        : []
    })
}

/** A screen that nobody has composed. */
export function createDefaultScreen(id: string): Screen {
  return { id, name: id, version: 0, document: createDefaultScreenDocument(), told: null }
}

function toScreen({
  id,
  name,
  document,
  version,
  told,
  told_revision: number,
  told_at: at,
}: z.infer<typeof StoredRow>): Screen {
  const telling = RemoteCommand.safeParse(told)
  return {
    id,
    name,
    version,
    document: documentOf(document),
    told: telling.success && number !== null && at !== null ? { number, at, telling: telling.data } : null,
  }
}

/** A document that an older or newer program has written otherwise gives way to the built-in one: a wall never goes dark. */
function documentOf(stored: unknown): ScreenDocument {
  const parsed = ScreenDocument.safeParse(stored)
  return parsed.success ? parsed.data : createDefaultScreenDocument()
}
