import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { z } from 'zod'

interface Schema extends DBSchema {
  /** JSON of an `OfflineDraft` by sign-in name and draft id. */
  drafts: { key: string; value: string }
}

let database: Promise<IDBPDatabase<Schema>> | undefined

/** Opens the table of drafts in this browser, once. Rejects where the browser has no storage. */
export function openDraftTable(): Promise<IDBPDatabase<Schema>> {
  database ??= openDB<Schema>('grid-map', 1, {
    upgrade: (upgraded) => void upgraded.createObjectStore('drafts'),
  })
  return database
}

/** All that decides whether a draft may go; the whole of it is known to `offline-drafts.ts`. */
const SyncedDraft = z.object({ pending: z.tuple([]) })

/**
 * Deletes the drafts that the server has as well; steps that it does not have wait for their author. Needs nothing of the
 * schemas of drafts, because every page loads it.
 */
export async function deleteSyncedDrafts(): Promise<void> {
  try {
    const transaction = (await openDraftTable()).transaction('drafts', 'readwrite')
    for await (const cursor of transaction.store) {
      if (SyncedDraft.safeParse(JSON.parse(cursor.value)).success) await cursor.delete()
    }
    await transaction.done
  } catch {
    return // no storage in this browser: nothing was kept
  }
}
