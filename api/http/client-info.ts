import type { HttpBindings } from '@hono/node-server'
import { isIP } from 'node:net'

/** Where a request comes from, as far as it can be known. */
export interface ClientInfo {
  /** null: not from the network (tests call the app directly). */
  address: string | null
  /** It reached us, or the proxy that we trust, by https. */
  secure: boolean
}

/**
 * @param trustedProxies how many proxies stand in front: each appends the address it sees to X-Forwarded-For,
 *   so what lies further left than that many was written by the caller and means nothing
 */
export function readClientInfo(
  request: { header(name: string): string | undefined; url: string },
  bindings: Partial<HttpBindings> | undefined,
  trustedProxies: number,
): ClientInfo {
  const direct = plain(bindings?.incoming?.socket.remoteAddress ?? null)
  const secure = request.url.startsWith('https:')
  if (trustedProxies === 0) return { address: direct, secure }
  const forwarded = (request.header('x-forwarded-for') ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
  const given = forwarded.at(-trustedProxies) ?? forwarded[0]
  const address = plain(parseForwardedAddress(given)) ?? direct
  return { address, secure: secure || request.header('x-forwarded-proto') === 'https' }
}

/** Some proxies append the port: `address:port`, `[v6]:port`; some write `[v6]` or quotes. null: no address. */
function parseForwardedAddress(given: string | undefined): string | null {
  const bare = (given ?? '').replace(/^"(.*)"$/, '$1')
  const address =
    /^\[([^\]]+)\](?::\d{1,5})?$/.exec(bare)?.[1] ?? /^([\d.]+):\d{1,5}$/.exec(bare)?.[1] ?? bare
  return isIP(address) === 0 ? null : address.replace(/%.*$/, '')
}

/** An IPv4 address that a socket for both kinds gives as IPv6. */
function plain(address: string | null): string | null {
  return address?.startsWith('::ffff:') ? address.slice(7) : address
}

export function isLoopbackAddress(address: string | null): boolean {
  return address === '::1' || address?.startsWith('127.') === true
}
