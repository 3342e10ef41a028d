import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP } from 'node:net'
import type { deliveryFailures } from '#shared/contract/system/webhooks.ts'
import { type AddressGuard, PrivateAddressError } from '../../http/address-guard.ts'

/** How an attempt went: the receiver's status, or why there is none. */
export type DeliveryAttempt =
  { status: number; failure: 'refused' | null } | { status: null; failure: (typeof deliveryFailures)[number] }

/** A receiver that wants to think about a message takes it first and thinks later. */
const LIMIT_MS = 10_000

/** Posts a message. Redirects are not followed, the answer's body is not read: nothing of it comes back to whoever asked. */
export async function sendMessage(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  guard: AddressGuard,
): Promise<DeliveryAttempt> {
  const target = parseReceiverUrl(url)
  if (target === null) return { status: null, failure: 'address' }
  const host = target.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) > 0 && !guard.allows(host)) return { status: null, failure: 'private' }
  return new Promise((resolve) => {
    const request = (target.protocol === 'https:' ? requestSecure : requestPlain)(target, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'grid-map-webhook/1',
        'content-length': String(Buffer.byteLength(body)),
        ...headers,
      },
      lookup: guard.lookup,
      // each message its own connection: the address is looked at anew every time
      agent: false,
      signal: AbortSignal.timeout(LIMIT_MS),
    })
    request.on('response', (answer) => {
      const status = answer.statusCode ?? 0
      answer.destroy()
      resolve({ status, failure: status >= 200 && status < 300 ? null : 'refused' })
    })
    request.on('error', (error) =>
      resolve({
        status: null,
        failure:
          error instanceof PrivateAddressError
            ? 'private'
            : error.name === 'AbortError' || error.name === 'TimeoutError'
              ? 'timeout'
              : 'unreachable',
      }),
    )
    request.end(body)
  })
}

/** An address that messages can be sent to at all: http or https, without a name and password. */
export function parseReceiverUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null
  const url = new URL(text)
  return (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === '' &&
    url.hostname !== ''
    ? url
    : null
}
