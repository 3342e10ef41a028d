import type { Context } from 'hono'
import { isOwnHostName } from './is-own-host-name.ts'
import { buildPathKeyPrefix } from './path-key.ts'
import type { RequestEnv } from './request-context.ts'

/**
 * Returns the beginning of links in answers: the public address of this server, else the name in the request if that
 * is certainly this server's, else nothing (links are then paths); and the key if the path contains one.
 */
export function buildLinkBase(context: Context<RequestEnv>, publicUrl: string | undefined): string {
  const { host, origin } = new URL(context.req.url)
  const base = publicUrl ?? (isOwnHostName(host, undefined) ? origin : '')
  return base + buildPathKeyPrefix(context.env?.pathKey)
}
