import { z } from 'zod'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { encodeJson } from '../db/protocol/encode-parameter.ts'

/** NOTIFY channel of drafts and leases. A notice tells subscribers to read the drafts of a street again. */
export const DRAFT_CHANNEL = 'draft_change'

export const DraftNotice = z.object({ city: z.string(), street: z.string() })

const statement = loadSql('api/drafts/sql/notify-subscribers.sql')

/** Sends a notice when the transaction is committed. */
export async function notifyDraftSubscribers(tx: Queryable, city: string, street: string): Promise<void> {
  await tx.query(statement, [DRAFT_CHANNEL, encodeJson({ city, street })])
}
