import { z } from 'zod'
import type { Screen } from '#shared/contract/screens/screens.ts'
import { ScreenDocument, ScreenReport, RemoteCommand } from '#shared/contract/screens/screens.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { Moment } from '../db/moment.ts'
import { createDefaultScreenDocument } from './default-screen-document.ts'

const StoredRow = z.object({
  id: z.string(),
  name: z.string(),
  document: z.unknown(),
  version: z.number().int(),
  told: z.unknown(),
  told_revision: z.number().int().nullable(),
  told_at: Moment.nullable(),
})
const HeartbeatRow = z.object({
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
  heartbeats: loadSql('api/screens/sql/list-heartbeats.sql'),
}

export async function readScreens(tx: Queryable, id: string | null = null): Promise<Screen[]> {
  return z
    .array(StoredRow)
    .parse((await tx.query(sql.list, [id])).rows)
    .map(toScreen)
}

/** Returns a stored version of a screen; undefined: there is no such version. */
export async function readScreenVersion(
  tx: Queryable,
  id: string,
  version: number,
): Promise<Screen | undefined> {
  const {
    rows: [row],
  } = await tx.query<{ name: string; document: unknown; version: number }>(sql.version, [id, version])
  return (
    row && { id, name: row.name, version: row.version, document: parseDocument(row.document), told: null }
  )
}

/** Returns the last report of each wall. Reports in another format, from another version of the program, are left out. */
export async function readHeartbeats(tx: Queryable, city: string) {
  return z
    .array(HeartbeatRow)
    .parse((await tx.query(sql.heartbeats, [city])).rows)
    .flatMap(({ display, name, revoked, screen, seen_at: seenAt, report }) => {
      const parsed = ScreenReport.safeParse(report)
      return parsed.success
        ? [{ screen, sighting: { display, name, revoked, seenAt, report: parsed.data } }]
        : []
    })
}

/** Returns the built-in screen, which a wall shows until somebody edits it. */
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
  const command = RemoteCommand.safeParse(told)
  return {
    id,
    name,
    version,
    document: parseDocument(document),
    told: command.success && number !== null && at !== null ? { number, at, telling: command.data } : null,
  }
}

/** A document in another format is replaced by the built-in one, so that a wall always shows something. */
function parseDocument(stored: unknown): ScreenDocument {
  const parsed = ScreenDocument.safeParse(stored)
  return parsed.success ? parsed.data : createDefaultScreenDocument()
}
