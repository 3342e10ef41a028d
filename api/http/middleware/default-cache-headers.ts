import type { MiddlewareHandler } from 'hono'
import type { RequestEnv } from '../request-context.ts'

/** Request headers in which a caller says who they are: the answer depends on them. */
const VARY = ['cookie', 'authorization', 'x-api-key']

/**
 * Gives every answer below `/api` that says nothing about caching `private, no-store`, and names the headers of
 * credentials in Vary. Answers that may be stored say so themselves.
 */
export const setDefaultCacheHeaders: MiddlewareHandler<RequestEnv> = async (context, next) => {
  await next()
  const { headers, status } = context.res
  if (!headers.has('cache-control'))
    // a 304 updates the headers of the stored answer: it must not forbid what the caller has
    headers.set('cache-control', status === 304 ? 'private, no-cache' : 'private, no-store')
  const present = (headers.get('vary') ?? '').toLowerCase().split(/\s*,\s*/)
  const missing = VARY.filter((name) => !present.includes(name))
  if (missing.length > 0) headers.append('vary', missing.join(', '))
}
