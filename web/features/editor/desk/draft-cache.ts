import { z } from 'zod'
import { NewStep } from '#shared/contract/draft-operations.ts'
import { Draft, Step } from '#shared/contract/drafts.ts'
import { Ground } from '#shared/contract/ground.ts'

/** A draft as this browser last saw it, and what was drawn since that the server does not have yet. */
const KeptDraft = z.object({ draft: Draft, ground: Ground, steps: z.array(Step), pending: z.array(NewStep) })
export type KeptDraft = z.infer<typeof KeptDraft>

const STORE = 'drafts'

/** undefined: nothing is kept, or nothing that this version of the page can read, or the browser keeps nothing. */
export async function readDraft(id: string): Promise<KeptDraft | undefined> {
  try {
    const found = await withStore('readonly', (store) => store.get(id))
    const parsed = KeptDraft.safeParse(typeof found === 'string' ? JSON.parse(found) : undefined)
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** Drafts that this browser keeps, those with something to send first. */
export async function keptDrafts(): Promise<KeptDraft[]> {
  try {
    const found = z.array(z.string()).parse(await withStore('readonly', (store) => store.getAll()))
    return found.flatMap((text) => KeptDraft.safeParse(JSON.parse(text)).data ?? []).sort((a, b) => b.pending.length - a.pending.length)
  } catch {
    return []
  }
}

/** false: this browser keeps nothing, as in some private windows. */
export async function keepDraft(kept: KeptDraft): Promise<boolean> {
  try {
    await withStore('readwrite', (store) => store.put(JSON.stringify(kept), kept.draft.id))
    return true
  } catch {
    return false
  }
}

export async function forgetDraft(id: string): Promise<void> {
  await withStore('readwrite', (store) => store.delete(id)).catch(() => undefined)
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

async function withStore(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest): Promise<unknown> {
  const transaction = (await open()).transaction(STORE, mode)
  const asked = ask(transaction.objectStore(STORE))
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked.result)
    transaction.onerror = () => reject(transaction.error ?? new Error('not kept'))
    transaction.onabort = () => reject(transaction.error ?? new Error('not kept'))
  })
}
