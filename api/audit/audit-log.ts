import type { Logger } from 'pino'
import type { AuditEntry } from '#shared/contract/access/audit.ts'
import { appendAudit } from './audit-chain.ts'
import type { Database } from '../db/database.ts'
import { withSharedSchema } from '../db/transaction/with-city.ts'

/** The name that begins the chain of the server's own log; a city's log begins with its code. */
export const SHARED_LOG = 'shared'

/**
 * The server's own log of events that change no city: sign-ins, rejected requests, exports, settings,
 * permissions.
 */
export interface AuditLog {
  /** Resolves when the row is committed. */
  append(entry: Omit<AuditEntry, 'at'>): Promise<void>
  /** For rejected requests: does not wait, and sums up equal entries to one row a minute. */
  note(entry: Omit<AuditEntry, 'at'>): void
  waiting(): number
  close(): Promise<void>
}

/** Group commit: entries that arrive during a write are stored together in the next transaction. */
const BATCH = 200
const REPEAT_MS = 60_000
/** Different entries that are counted at the same time; beyond it all of them are written early. */
const MAX_COUNTED = 1000

export function createAuditLog(database: Database, log: Logger, now: () => number = Date.now): AuditLog {
  const queue: { entry: AuditEntry; done: () => void; failed: (error: unknown) => void }[] = []
  const repeated = new Map<string, { entry: AuditEntry; count: number; since: number }>()
  let running: Promise<void> | undefined

  const work = async () => {
    while (queue.length > 0) {
      const batch = queue.splice(0, BATCH)
      try {
        await withSharedSchema(database, (tx) =>
          appendAudit(
            tx,
            SHARED_LOG,
            batch.map(({ entry }) => entry),
          ),
        )
        for (const { done } of batch) done()
      } catch (error) {
        for (const { failed } of batch) failed(error)
      }
    }
  }
  const start = () => {
    running ??= work().finally(() => {
      running = undefined
      // an entry may have been added since the queue was found empty
      if (queue.length > 0) start()
    })
  }
  const push = (entry: AuditEntry): Promise<void> =>
    new Promise((done, failed) => {
      queue.push({ entry, done, failed })
      start()
    })
  // nobody waits for this row: an error is reported in the server's log
  const pushQuietly = (entry: AuditEntry) =>
    void push(entry).catch((error: unknown) =>
      log.error({ err: error, audit: entry }, 'an audit row could not be written'),
    )

  const sumUp = (before: number) => {
    for (const [key, { entry, count, since }] of repeated) {
      if (since > before) continue
      repeated.delete(key)
      if (count > 1)
        pushQuietly({ ...entry, at: new Date(now()), detail: { ...entry.detail, repeated: count - 1 } })
    }
  }
  const timer = setInterval(() => sumUp(Date.now() - REPEAT_MS), REPEAT_MS / 4).unref()

  return {
    append: (entry) => push({ ...entry, at: new Date(now()) }),
    note(given) {
      const entry = { ...given, at: new Date(now()) }
      const key = JSON.stringify([entry.actor, entry.address, entry.action, entry.object, entry.detail])
      const known = repeated.get(key)
      if (known !== undefined) {
        known.count++
        return
      }
      if (repeated.size >= MAX_COUNTED) sumUp(Infinity)
      repeated.set(key, { entry, count: 1, since: Date.now() })
      pushQuietly(entry)
    },
    waiting: () => queue.length,
    async close() {
      clearInterval(timer)
      sumUp(Infinity)
      while (running !== undefined) await running
    },
  }
}
