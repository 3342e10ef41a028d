import { z } from 'zod'
import { NewStep } from '#shared/contract/drafts/draft-operations.ts'
import { Draft, StoredStep } from '#shared/contract/drafts/drafts.ts'
import { DraftBase } from '#shared/contract/drafts/draft-base.ts'

/** A draft as this browser last saw it, and what was drawn since that the server does not have yet. */
const KeptDraft = z.object({
  /** Sign-in name of who drew: nobody else finds it here, or sends it as their own. */
  holder: z.string(),
  draft: Draft,
  ground: DraftBase,
  steps: z.array(StoredStep),
  pending: z.array(NewStep),
})
export type OfflineDraft = z.infer<typeof KeptDraft>

const STORE = 'drafts'
const keyOf = (holder: string, id: string) => `${holder} ${id}`

/** undefined: nothing is kept, or nothing that this version of the page can read, or the browser keeps nothing. */
export async function readOfflineDraft(holder: string, id: string): Promise<OfflineDraft | undefined> {
  try {
    const found = await withStore('readonly', (store) => store.get(keyOf(holder, id)))
    const parsed = KeptDraft.safeParse(typeof found === 'string' ? JSON.parse(found) : undefined)
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** Drafts of one holder that this browser keeps, those with something to send first. */
export async function listOfflineDrafts(holder: string): Promise<OfflineDraft[]> {
  return (await everyDraft())
    .filter((kept) => kept.holder === holder)
    .sort((a, b) => b.pending.length - a.pending.length)
}

/** false: this browser keeps nothing, as in some private windows. */
export async function saveOfflineDraft(kept: OfflineDraft): Promise<boolean> {
  try {
    await withStore('readwrite', (store) =>
      store.put(JSON.stringify(kept), keyOf(kept.holder, kept.draft.id)),
    )
    return true
  } catch {
    return false
  }
}

export async function deleteOfflineDraft(holder: string, id: string): Promise<void> {
  await withStore('readwrite', (store) => store.delete(keyOf(holder, id))).catch(() => undefined)
}

/** Whatever the server has as well; steps that it does not have wait for whoever drew them. */
export async function deleteSyncedDrafts(): Promise<void> {
  const sent = (await everyDraft()).filter(({ pending }) => pending.length === 0)
  await Promise.all(sent.map(({ holder, draft }) => deleteOfflineDraft(holder, draft.id)))
}

async function everyDraft(): Promise<OfflineDraft[]> {
  try {
    const found = z.array(z.string()).parse(await withStore('readonly', (store) => store.getAll()))
    return found.flatMap((text) => KeptDraft.safeParse(JSON.parse(text)).data ?? [])
  } catch {
    return []
  }
}

let opened: Promise<IDBDatabase> | undefined

function open(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open('grid-map', 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE)
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error ?? new Error('no IndexedDB'))
  })
  return opened
}

async function withStore(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  const transaction = (await open()).transaction(STORE, mode)
  const asked = ask(transaction.objectStore(STORE))
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked.result)
    transaction.onerror = () => reject(transaction.error ?? new Error('not kept'))
    transaction.onabort = () => reject(transaction.error ?? new Error('not kept'))
  })
}
