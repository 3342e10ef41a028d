import type { Logger } from 'pino'
import { z } from 'zod'
import { Revision } from '#shared/contract/ids.ts'
import { commitChangeset } from '../../changesets/commit-changeset.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withCity } from '../../db/transaction/with-city.ts'
import { hashToUuid } from '../../runtime/hash-to-uuid.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import type { LoadedCity } from '../../snapshot/loaded-city.ts'
import type { CoverageTableCache } from '../coverage-table-cache.ts'
import { getGapList } from './gap-list.ts'
import { findResolvedGap } from './gap-items.ts'
import { readGapWork } from './gap-rows.ts'
import { writeGapWork } from './write-gap-work.ts'

const latestStatement = loadSql('api/coverage/gaps/sql/find-latest-change.sql')
const LatestRow = z.object({ revision: Revision, kind: z.string(), note: z.string() })

/**
 * Closes the work on gaps that a published change has covered, and records which change it was. Every server checks
 * every revision; a request id derived from city, gap and version makes sure that only the first one writes.
 *
 * @returns a function that stops it
 */
export function closeCoveredGaps({
  database,
  cities,
  tables,
  log,
}: {
  database: Database
  cities: SnapshotCache
  tables: CoverageTableCache
  log: Logger
}): () => void {
  return cities.onChange((city) => {
    // the next revision tries again
    closeCovered({ database, tables }, city).catch((error: unknown) =>
      log.warn({ err: error, city: city.snapshot.code }, 'covered gaps could not be closed'),
    )
  })
}

async function closeCovered(
  { database, tables }: { database: Database; tables: CoverageTableCache },
  { snapshot }: LoadedCity,
): Promise<void> {
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
  const openSubjects = new Set((await getGapList(tables, snapshot)).map(({ subject }) => subject))
  for (const row of open) {
    const gap = findResolvedGap(snapshot, row.subject)
    if (openSubjects.has(row.subject) || gap === undefined) continue
    const note = `${cause.kind} · ${cause.note}`
    const request = {
      city: code,
      actor: 'system',
      note,
      requestId: hashToUuid(`${code}/${row.id}/${row.version}`, 8),
      kind: 'gap.cover',
    }
    const { office, due, remedy } = row
    await commitChangeset(database, request, (tx, scope) =>
      writeGapWork(tx, scope, {
        gap,
        version: row.version,
        work: { status: 'closed', office, due, remedy },
        closedBy: cause.revision,
        actor: request.actor,
        note,
      }),
    )
  }
}
