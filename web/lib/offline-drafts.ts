import { z } from 'zod'
import { NewStep } from '#shared/contract/drafts/draft-operations.ts'
import { Draft, StoredStep } from '#shared/contract/drafts/drafts.ts'
import { DraftBase } from '#shared/contract/drafts/draft-base.ts'
import { openDraftTable } from './offline/draft-table.ts'

/** A draft as this browser last received it, with the steps that the server does not have yet. */
const OfflineDraft = z.object({
  /** Sign-in name of the reader who drew: nobody else can read it here, or send it as their own. */
  holder: z.string(),
  draft: Draft,
  ground: DraftBase,
  steps: z.array(StoredStep),
  pending: z.array(NewStep),
})
export type OfflineDraft = z.infer<typeof OfflineDraft>

const toKey = (holder: string, id: string) => `${holder} ${id}`

/** undefined: there is none, this version of the page cannot read it, or the browser has no storage. */
export async function readOfflineDraft(holder: string, id: string): Promise<OfflineDraft | undefined> {
  try {
    return parse(await (await openDraftTable()).get('drafts', toKey(holder, id)))
  } catch {
    return undefined
  }
}

/** The stored drafts of one reader, those with steps to send first. */
export async function listOfflineDrafts(holder: string): Promise<OfflineDraft[]> {
  return (await listAll())
    .filter((stored) => stored.holder === holder)
    .sort((a, b) => b.pending.length - a.pending.length)
}

/** false: this browser has no storage, as in some private windows. */
export async function saveOfflineDraft(stored: OfflineDraft): Promise<boolean> {
  try {
    await (
      await openDraftTable()
    ).put('drafts', JSON.stringify(stored), toKey(stored.holder, stored.draft.id))
    return true
  } catch {
    return false
  }
}

export async function deleteOfflineDraft(holder: string, id: string): Promise<void> {
  await openDraftTable()
    .then((database) => database.delete('drafts', toKey(holder, id)))
    .catch(() => undefined)
}

async function listAll(): Promise<OfflineDraft[]> {
  try {
    return (await (await openDraftTable()).getAll('drafts')).flatMap((text) => parse(text) ?? [])
  } catch {
    return []
  }
}

const parse = (text: string | undefined): OfflineDraft | undefined =>
  text === undefined ? undefined : OfflineDraft.safeParse(JSON.parse(text)).data
