import { z } from 'zod'
import type { TextCipher } from '../../runtime/text-cipher.ts'
import type { Database } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withSharedSchema } from '../../db/transaction/with-city.ts'
import type { AddressGuard } from '../../http/address-guard.ts'
import { type DeliveryAttempt, sendMessage } from './send-message.ts'
import { signMessage } from './sign-message.ts'

const sql = {
  claim: loadSql('api/features/webhooks/sql/claim-delivery.sql'),
  update: loadSql('api/features/webhooks/sql/update-delivery.sql'),
}

const MINUTE = 60_000
/** Delay after each failed attempt; after the last one the message is given up. About two days in total. */
const DELAYS_MS: readonly number[] = [
  10_000,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  120 * MINUTE,
  360 * MINUTE,
  720 * MINUTE,
  1440 * MINUTE,
]

/** For this long a claimed message belongs to one server; if that server dies, another one sends it afterwards. */
const CLAIM_MS = MINUTE

const ClaimRow = z.object({
  id: z.string(),
  body: z.string(),
  attempts: z.number(),
  webhook_id: z.string(),
  url: z.string(),
  sealed_secret: z.instanceof(Uint8Array),
})

export interface WebhookContext {
  database: Database
  secrets: TextCipher
  guard: AddressGuard
  now: () => number
}

/** Sends all messages that are due, one after another. */
export async function dispatchDeliveries(
  context: WebhookContext,
  isClosed: () => boolean = () => false,
): Promise<void> {
  while (!isClosed() && (await deliverNext(context))) continue
}

/** Sends the next due message. False: none is due. */
async function deliverNext({ database, secrets, guard, now }: WebhookContext): Promise<boolean> {
  const started = now()
  const row = await withSharedSchema(
    database,
    async (tx) => (await tx.query(sql.claim, [new Date(started), new Date(started + CLAIM_MS)])).rows[0],
  )
  if (row === undefined) return false
  const { id, body, attempts, webhook_id: webhook, url, sealed_secret: sealed } = ClaimRow.parse(row)
  const secret = secrets.open(sealed, webhook)
  const began = performance.now()
  // a secret encrypted with another key cannot be read: an unsigned message is never sent
  const attempt: DeliveryAttempt =
    secret === null
      ? { status: null, failure: 'address' }
      : await sendMessage(url, signMessage(secret, id, body, started), body, guard)
  const milliseconds = Math.round(performance.now() - began)
  const delay = DELAYS_MS[attempts - 1]
  const state = attempt.failure === null ? 'delivered' : delay === undefined ? 'given_up' : 'waiting'
  await withSharedSchema(database, (tx) =>
    tx.query(sql.update, [
      id,
      state,
      new Date(now() + (state === 'waiting' ? delay! : 0)),
      attempt.status,
      attempt.failure,
      milliseconds,
    ]),
  )
  return true
}
