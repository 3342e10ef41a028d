import { z } from 'zod'
import { toDegrees } from '#shared/geometry/lattice.ts'
import type { Database, Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { encodeJson } from '../../db/protocol/encode-parameter.ts'
import { withCity, withSharedSchema } from '../../db/transaction/with-city.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { diffGapStates, GapState, toGapState } from './gap-state.ts'
import { enqueueMessage } from './enqueue-message.ts'

const sql = {
  revision: loadSql('api/features/webhooks/sql/select-city-revision.sql'),
  changes: loadSql('api/features/webhooks/sql/list-map-changes.sql'),
  work: loadSql('api/features/webhooks/sql/list-gap-work-between.sql'),
  lock: loadSql('api/features/webhooks/sql/lock-watch.sql'),
  move: loadSql('api/features/webhooks/sql/update-watch.sql'),
  prune: loadSql('api/features/webhooks/sql/prune-deliveries.sql'),
}

const ChangeRow = z.object({
  revision: z.number(),
  kind: z.string(),
  committed_at: z.union([z.date(), z.string()]),
  box: z.array(z.number()).nullable(),
  layers: z.array(z.string()),
})
const WorkRow = z.object({
  subject: z.string(),
  subject_kind: z.string(),
  status: z.string(),
  due: z.string().nullable(),
})
const WatchRow = z.object({ revision: z.number(), gaps: GapState })

/** How long the log is kept, and how much may wait for one receiver. */
const KEPT_MS = 30 * 24 * 60 * 60_000
const MOST_WAITING = 1000

/**
 * Looks through what has happened in a city since it was last looked through, and queues what there is to tell. The
 * ledger of changes is the source: whatever was committed is found, however long no server ran, and by one server only.
 */
export async function enqueueChanges(
  { database, cities, now }: { database: Database; cities: SnapshotCache; now: () => number },
  city: string,
  seen: number,
): Promise<void> {
  const latest = await readLatestRevision(database, city)
  if (latest <= seen) return
  const { snapshot } = await cities.get(city, latest)
  const { revision } = snapshot
  const watch = await withSharedSchema(database, (tx) => readWatch(tx, city))
  if (watch === null || watch.revision >= revision) return
  const { changes, work } = await withCity(database, city, async (tx) => ({
    changes: z.array(ChangeRow).parse((await tx.query(sql.changes, [watch.revision, revision])).rows),
    work: z.array(WorkRow).parse((await tx.query(sql.work, [watch.revision, revision])).rows),
  }))
  const gaps = toGapState(snapshot)
  const came = diffGapStates(watch.gaps, gaps)
  await withSharedSchema(database, async (tx) => {
    // another server was quicker
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
    if (came !== null || work.length > 0) {
      const worked = work.map(({ subject, subject_kind: kind, status, due }) => ({
        subject,
        kind,
        status,
        due,
      }))
      await enqueueMessage(
        tx,
        snapshot,
        { type: 'gaps', revision, at: moment, data: { ...came, worked } },
        moment,
      )
    }
    await tx.query(sql.move, [city, revision, encodeJson(gaps)])
    await tx.query(sql.prune, [city, new Date(now() - KEPT_MS), MOST_WAITING])
  })
}

export async function readLatestRevision(database: Database, city: string): Promise<number> {
  const {
    rows: [row],
  } = await withCity(database, city, (tx) => tx.query(sql.revision))
  return z.object({ revision: z.number() }).parse(row).revision
}

/** Locked until the transaction ends. */
async function readWatch(tx: Queryable, city: string): Promise<z.infer<typeof WatchRow> | null> {
  const {
    rows: [row],
  } = await tx.query(sql.lock, [city])
  return row === undefined ? null : WatchRow.parse(row)
}
