import { z } from 'zod'
import type { Queryable } from '../db/database.ts'
import { encodeJson } from '../db/protocol/encode-parameter.ts'

/** NOTIFY channel of drafts and leases; a hint that whoever watches drafts of the street should look again. */
export const DRAFT_CHANNEL = 'draft_change'

export const DraftNotice = z.object({ city: z.string(), street: z.string() })

/** Told once the transaction is committed. */
export async function notifyDraftSubscribers(tx: Queryable, city: string, street: string): Promise<void> {
  await tx.query('select pg_notify($1, $2)', [DRAFT_CHANNEL, encodeJson({ city, street })])
}
