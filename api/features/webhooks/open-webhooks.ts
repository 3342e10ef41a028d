import type { Logger } from 'pino'
import { z } from 'zod'
import { createTextCipher } from '../../runtime/text-cipher.ts'
import { REVISION_CHANNEL } from '../../changesets/commit-changeset.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withSharedSchema } from '../../db/transaction/with-city.ts'
import type { SnapshotCache } from '../../snapshot/snapshot-cache.ts'
import { createAddressGuard, type AddressGuard } from '../../http/address-guard.ts'
import { dispatchDeliveries, type WebhookContext } from './dispatch-deliveries.ts'
import { enqueueChanges } from './enqueue-changes.ts'

const sql = {
  watched: loadSql('api/features/webhooks/sql/list-watched-cities.sql'),
  next: loadSql('api/features/webhooks/sql/find-next-due.sql'),
}

const WatchedRow = z.object({ city: z.string(), revision: z.number() })
const DueRow = z.object({ due_at: z.union([z.date(), z.string()]).nullable() })

export interface Webhooks extends WebhookContext {
  guard: AddressGuard
  /** Something may be waiting: look at once. */
  wake(): void
  close(): Promise<void>
}

/** Longest sleep between two looks at the queue. */
const MOST_SLEEP_MS = 60_000

/**
 * Tells receivers what happens: wakes up at every change of a city, when a message is due, and now and then in case a
 * notification was lost. Queue and place in the ledger are in the database, so a restart takes up where it was.
 */
export async function openWebhooks({
  database,
  cities,
  secret,
  networks,
  pollSeconds,
  log,
  now,
}: {
  database: Database
  cities: SnapshotCache
  secret: string
  /** Private networks that may be called. */
  networks: readonly string[]
  pollSeconds: number
  log: Logger
  now: () => number
}): Promise<Webhooks> {
  const post: WebhookContext = {
    database,
    secrets: createTextCipher(secret, 'webhook secrets'),
    guard: createAddressGuard(networks),
    now,
  }
  let closed = false
  let asked = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | null = null

  const round = async () => {
    const watched = await withSharedSchema(database, async (tx) =>
      z.array(WatchedRow).parse((await tx.query(sql.watched)).rows),
    )
    for (const { city, revision } of watched)
      if (!closed) await enqueueChanges({ database, cities, now }, city, revision)
    await dispatchDeliveries(post, () => closed)
    if (closed) return
    const due = await withSharedSchema(
      database,
      async (tx) => DueRow.parse((await tx.query(sql.next)).rows[0]).due_at,
    )
    sleep(due === null ? pollSeconds * 1000 : new Date(due).getTime() - now())
  }
  const work = async () => {
    while (asked && !closed) {
      asked = false
      await round().catch((error: unknown) => {
        if (closed) return
        log.warn({ err: error }, 'receivers could not be told yet')
        sleep(pollSeconds * 1000)
      })
    }
    running = null
  }
  const wake = () => {
    asked = true
    if (!closed) running ??= work()
  }
  const sleep = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(wake, Math.max(100, Math.min(ms, pollSeconds * 1000, MOST_SLEEP_MS)))
    timer.unref()
  }

  const stopListening = await database.listen(REVISION_CHANNEL, wake, wake)
  wake()
  return {
    ...post,
    wake,
    async close() {
      closed = true
      clearTimeout(timer)
      await stopListening()
      await running
    },
  }
}
