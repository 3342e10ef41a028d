import { createHmac } from 'node:crypto'

const SECRET_PREFIX = 'whsec_'

/** Returns a secret in the format of the Standard Webhooks specification: a prefix and base64. */
export const encodeWebhookSecret = (bytes: Uint8Array): string =>
  SECRET_PREFIX + Buffer.from(bytes).toString('base64')

/**
 * Returns the headers by which a receiver verifies sender and time and recognises a repeated message.
 *
 * @param at milliseconds since 1970
 */
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
