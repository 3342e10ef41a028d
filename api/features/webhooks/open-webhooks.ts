import type { Logger } from 'pino'
import { z } from 'zod'
import { Revision } from '#shared/contract/ids.ts'
import { createTextCipher } from '../../runtime/text-cipher.ts'
import { REVISION_CHANNEL } from '../../changesets/commit-changeset.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withSharedSchema } from '../../db/transaction/with-city.ts'
import { createAddressGuard, type AddressGuard } from '../../http/address-guard.ts'
import { dispatchDeliveries, type WebhookContext } from './dispatch-deliveries.ts'
import { enqueueChanges, type EnqueueServices } from './enqueue-changes.ts'

const sql = {
  watched: loadSql('api/features/webhooks/sql/list-watched-cities.sql'),
  next: loadSql('api/features/webhooks/sql/find-next-due.sql'),
}

const WatchedRow = z.object({ city: z.string(), revision: Revision })
const DueRow = z.object({ due_at: z.union([z.date(), z.string()]).nullable() })

export interface Webhooks extends WebhookContext {
  guard: AddressGuard
  /** Checks the queue at once. */
  wake(): void
  close(): Promise<void>
}

/** Longest time between two checks of the queue. */
const MAX_DELAY_MS = 60_000

/**
 * Starts sending webhook messages: after every change of a city, when a message is due, and at least every
 * `pollSeconds`, because a notification can be lost. Queue and position are stored in the database, so that a restart
 * continues where the last run ended.
 */
export async function openWebhooks({
  database,
  cities,
  tables,
  secret,
  networks,
  pollSeconds,
  log,
  now,
}: EnqueueServices & {
  secret: string
  /** Private networks that may be called. */
  networks: readonly string[]
  pollSeconds: number
  log: Logger
}): Promise<Webhooks> {
  const context: WebhookContext = {
    database,
    secrets: createTextCipher(secret, 'webhook secrets'),
    guard: createAddressGuard(networks),
    now,
  }
  let closed = false
  let isRequested = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | null = null

  const runOnce = async () => {
    const watched = await withSharedSchema(database, async (tx) =>
      z.array(WatchedRow).parse((await tx.query(sql.watched)).rows),
    )
    for (const { city, revision } of watched)
      if (!closed) await enqueueChanges({ database, cities, tables, now }, city, revision)
    await dispatchDeliveries(context, () => closed)
    if (closed) return
    const due = await withSharedSchema(
      database,
      async (tx) => DueRow.parse((await tx.query(sql.next)).rows[0]).due_at,
    )
    schedule(due === null ? pollSeconds * 1000 : new Date(due).getTime() - now())
  }
  const runWhileRequested = async () => {
    while (isRequested && !closed) {
      isRequested = false
      await runOnce().catch((error: unknown) => {
        if (closed) return
        log.warn({ err: error }, 'webhook messages could not be sent yet')
        schedule(pollSeconds * 1000)
      })
    }
    running = null
  }
  const wake = () => {
    isRequested = true
    if (!closed) running ??= runWhileRequested()
  }
  const schedule = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(wake, Math.max(100, Math.min(ms, pollSeconds * 1000, MAX_DELAY_MS)))
    timer.unref()
  }

  const stopListening = await database.listen(REVISION_CHANNEL, wake, wake)
  wake()
  return {
    ...context,
    wake,
    async close() {
      closed = true
      clearTimeout(timer)
      await stopListening()
      await running
    },
  }
}
