import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { isIP } from 'node:net'
import type { deliveryFailures } from '#shared/contract/system/webhooks.ts'
import { type AddressGuard, PrivateAddressError } from '../../http/address-guard.ts'

/** Result of an attempt: the status of the receiver, or the reason why there is none. */
export type DeliveryAttempt =
  { status: number; failure: 'refused' | null } | { status: null; failure: (typeof deliveryFailures)[number] }

/** A receiver answers within this time; longer work belongs after its answer. */
const LIMIT_MS = 10_000

/**
 * Posts a message. Redirects are not followed and the body of the answer is not read, so that a webhook cannot be used to
 * read other servers.
 */
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
      // no connection is reused: the guard checks the address of each message
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

/** Parses the URL of a receiver; null: it is not http or https, or contains a user name or password. */
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
