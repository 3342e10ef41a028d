import { isIP } from 'node:net'

/**
 * Whether a Host header names this server beyond doubt: by its public name, by an address, or by a name that nobody
 * on the internet can own (localhost, a name without a dot). A page elsewhere can give its own name this machine's
 * address (DNS rebinding), and a caller can write any name into the header.
 */
export function isOwnHostName(host: string | undefined, publicHost: string | undefined): boolean {
  if (host === undefined || host === publicHost) return true
  const name = host.startsWith('[') ? host.slice(1, host.indexOf(']')) : host.replace(/:\d+$/, '')
  return isIP(name) !== 0 || /^[\w-]+$/.test(name) || /^[\w.-]+\.localhost$/.test(name)
}
