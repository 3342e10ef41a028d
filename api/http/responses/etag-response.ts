import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { findCachedResponse } from '../response-cache.ts'
import type { RequestEnv } from '../request-context.ts'

/** JSON with a strong ETag of its bytes; 304 when the caller has them already. */
export function createEtagResponse(context: Context<RequestEnv>, value: unknown): Response {
  const kept = findCachedResponse(value)
  const json = kept?.json ?? JSON.stringify(value)
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'cache-control': 'private, no-cache',
  }
  if (context.req.method !== 'GET' && context.req.method !== 'HEAD')
    return context.newResponse(json, { headers })
  const etag = kept?.etag ?? `"${createHash('sha1').update(json).digest('base64url')}"`
  if (kept !== undefined) {
    kept.json = json
    kept.etag = etag
    context.set('kept', kept)
  }
  headers['etag'] = etag
  if (matchesEtag(context.req.header('if-none-match'), etag))
    return context.newResponse(null, { status: 304, headers: { etag, 'cache-control': 'private, no-cache' } })
  return context.newResponse(json, { headers })
}

export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false
  return (
    ifNoneMatch === '*' ||
    ifNoneMatch.split(',').some(
      (tag) =>
        tag
          .trim()
          .replace(/^W\//, '')
          .replace(/-(br|gzip)"$/, '"') === etag,
    )
  )
}
