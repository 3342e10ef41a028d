import type { Context } from 'hono'
import { toNetworkPrefix } from './network-prefix.ts'
import type { RequestEnv } from './request-context.ts'

/**
 * Returns the key by which requests are counted: the account, API key or display of the session; without one, and for
 * the roles of the demo mode, the network of the client.
 */
export function getPrincipal(context: Context<RequestEnv>): string {
  const session = context.get('session')
  if (session !== null && !session.demo) return session.subject
  const { address } = context.get('client')
  return `address:${address === null ? '' : toNetworkPrefix(address)}`
}
