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

/** Steps that the server does not have; the whole of a stored draft is known to `offline-drafts.ts`. */
const UnsentSteps = z.object({ pending: z.array(z.unknown()).nonempty() })

/**
 * Deletes all drafts but those with steps that the server does not have: they wait for their author. Needs nothing of the
 * schemas of drafts, because every page loads it.
 */
export async function deleteSyncedDrafts(): Promise<void> {
  try {
    const transaction = (await openDraftTable()).transaction('drafts', 'readwrite')
    for await (const cursor of transaction.store) {
      if (!hasUnsentSteps(cursor.value)) await cursor.delete()
    }
    await transaction.done
  } catch {
    return // no storage in this browser: nothing was kept
  }
}

function hasUnsentSteps(text: string): boolean {
  try {
    return UnsentSteps.safeParse(JSON.parse(text)).success
  } catch {
    return false // not JSON: nobody can read or send it
  }
}
