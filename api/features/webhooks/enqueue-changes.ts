import { z } from 'zod'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { Revision } from '#shared/contract/ids.ts'
import type { Database, Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { encodeJson } from '../../db/protocol/encode-parameter.ts'
import { withCity, withSharedSchema } from '../../db/transaction/with-city.ts'
import type { CoverageTableCache } from '../../coverage/coverage-table-cache.ts'
import { getGapList } from '../../coverage/gaps/gap-list.ts'
import { Moment } from '../../db/moment.ts'
import { readRevision } from '../../snapshot/read-revision.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { diffGapStates, GapState, toGapState } from './gap-state.ts'
import { enqueueMessage } from './enqueue-message.ts'

const sql = {
  changes: loadSql('api/features/webhooks/sql/list-map-changes.sql'),
  work: loadSql('api/features/webhooks/sql/list-gap-work-between.sql'),
  lock: loadSql('api/features/webhooks/sql/lock-watch.sql'),
  advance: loadSql('api/features/webhooks/sql/update-watch.sql'),
  prune: loadSql('api/features/webhooks/sql/prune-deliveries.sql'),
}

const ChangeRow = z.object({
  revision: Revision,
  kind: z.string(),
  committed_at: Moment,
  box: z.array(z.number()).nullable(),
  layers: z.array(z.string()),
})
const WorkRow = z.object({
  subject: z.string(),
  subject_kind: z.string(),
  status: z.string(),
  due: z.string().nullable(),
})
const WatchRow = z.object({ revision: Revision, gaps: GapState })

/** Deliveries older than this are deleted. */
const RETENTION_MS = 30 * 24 * 60 * 60_000
/** Messages that may wait for one receiver. */
const MAX_WAITING = 1000

export interface EnqueueServices {
  database: Database
  cities: SnapshotCache
  tables: CoverageTableCache
  now: () => number
}

/**
 * Enqueues messages for everything that was committed in a city since the last call. The table of changesets is the
 * source, so that no change is missed however long no server ran; the locked watch makes sure that one server does it.
 *
 * @param seen revision up to which messages were enqueued, as far as the caller knows
 */
export async function enqueueChanges(
  { database, cities, tables, now }: EnqueueServices,
  city: string,
  seen: number,
): Promise<void> {
  const latest = await readRevision(database, city, { access: 'write' })
  if (latest <= seen) return
  const { snapshot } = await cities.get(city, latest)
  const { revision } = snapshot
  const watch = await withSharedSchema(database, (tx) => readWatch(tx, city))
  if (watch === null || watch.revision >= revision) return
  const { changes, work } = await withCity(database, city, async (tx) => ({
    changes: z.array(ChangeRow).parse((await tx.query(sql.changes, [watch.revision, revision])).rows),
    work: z.array(WorkRow).parse((await tx.query(sql.work, [watch.revision, revision])).rows),
  }))
  const gaps = toGapState(await getGapList(tables, snapshot))
  const gapChanges = diffGapStates(watch.gaps, gaps)
  await withSharedSchema(database, async (tx) => {
    // another server has enqueued these changes already
    if ((await readWatch(tx, city))?.revision !== watch.revision) return
    const moment = new Date(now())
    for (const { revision: at, kind, committed_at: committedAt, box, layers } of changes) {
      await enqueueMessage(
        tx,
        snapshot,
        {
          type: 'publish',
          revision: at,
          at: new Date(committedAt),
          data: { kind, layers, box: box && box.map(toDegrees) },
        },
        moment,
      )
    }
    if (gapChanges !== null || work.length > 0) {
      const workChanges = work.map(({ subject, subject_kind: kind, status, due }) => ({
        subject,
        kind,
        status,
        due,
      }))
      await enqueueMessage(
        tx,
        snapshot,
        { type: 'gaps', revision, at: moment, data: { ...gapChanges, worked: workChanges } },
        moment,
      )
    }
    await tx.query(sql.advance, [city, revision, encodeJson(gaps)])
    await tx.query(sql.prune, [city, new Date(now() - RETENTION_MS), MAX_WAITING])
  })
}

/** Reads and locks the watch of a city until the transaction ends; null: the city has no webhooks. */
async function readWatch(tx: Queryable, city: string): Promise<z.infer<typeof WatchRow> | null> {
  const {
    rows: [row],
  } = await tx.query(sql.lock, [city])
  return row === undefined ? null : WatchRow.parse(row)
}
