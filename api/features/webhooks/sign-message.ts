import { createHmac } from 'node:crypto'

const SECRET_PREFIX = 'whsec_'

/** A secret as the Standard Webhooks specification writes it: 32 random bytes in base64 behind a word of their own. */
export const encodeWebhookSecret = (bytes: Uint8Array): string =>
  SECRET_PREFIX + Buffer.from(bytes).toString('base64')

/** Headers that let a receiver know who sent a message, when, and whether it has had it before. `at`: milliseconds. */
export function signMessage(
  secret: string,
  id: string,
  body: string,
  at: number,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  const timestamp = String(Math.floor(at / 1000))
  const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64')
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
  }
}
