import { createHash } from 'node:crypto'
import type { Logger } from 'pino'
import { z } from 'zod'
import { commitChangeset } from '../../changesets/commit-changeset.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import type { LoadedCity } from '../../snapshot/loaded-city.ts'
import { getGapList } from './gap-list.ts'
import { findResolvedGap } from './gap-items.ts'
import { readGapWork } from './gap-rows.ts'
import { writeGapWork } from './write-gap-work.ts'

const latestStatement = loadSql('api/coverage/gaps/sql/find-latest-change.sql')
const LatestRow = z.object({ revision: z.number().int(), kind: z.string(), note: z.string() })

/**
 * Closes the work on gaps that a published change has covered, and says which change it was. Every server looks after
 * every revision; a request id made of city, gap and version lets only the first of them write. The answer stops it.
 */
export function closeCoveredGaps({
  database,
  cities,
  log,
}: {
  database: Database
  cities: SnapshotCache
  log: Logger
}): () => void {
  return cities.onChange((city) => {
    settle(database, city).catch((error: unknown) =>
      log.warn({ err: error, city: city.snapshot.code }, 'gaps could not be looked after'),
    )
  })
}

async function settle(database: Database, { snapshot }: LoadedCity): Promise<void> {
  const { code, revision } = snapshot
  const [open, cause] = await withCity(
    database,
    code,
    async (tx) =>
      [
        [...(await readGapWork(tx)).values()].filter(({ status }) => status !== 'closed'),
        LatestRow.parse((await tx.query(latestStatement, [revision])).rows[0]),
      ] as const,
    { access: 'read' },
  )
  if (open.length === 0) return
  const standing = new Set(getGapList(snapshot).map(({ subject }) => subject))
  for (const row of open) {
    const gap = findResolvedGap(snapshot, row.subject)
    if (standing.has(row.subject) || gap === undefined) continue
    const note = `${cause.kind} · ${cause.note}`
    const request = {
      city: code,
      actor: 'system',
      note,
      requestId: requestIdOf(code, row.id, row.version),
      kind: 'gap.cover',
    }
    const { status: _, ...kept } = {
      status: row.status,
      office: row.office,
      due: row.due,
      remedy: row.remedy,
    }
    await commitChangeset(database, request, (tx, scope) =>
      writeGapWork(tx, scope, {
        gap,
        version: row.version,
        work: { ...kept, status: 'closed' },
        closedBy: cause.revision,
        actor: request.actor,
        note,
      }),
    )
  }
}

/** The same on every server: a uuid of a hash, as version 8 has it. */
function requestIdOf(...parts: (string | number)[]): string {
  const hex = createHash('sha256').update(parts.join('/')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
