import type { OpenAPIHono } from '@hono/zod-openapi'
import { parsePathKey } from './path-key.ts'
import type { RequestEnv } from './request-context.ts'

type Fetch = OpenAPIHono<RequestEnv>['fetch']

/** Moves a key in the path to the X-API-Key header, so that neither the log nor the routes see it. */
export function withPathKey(fetch: Fetch): Fetch {
  return (request, env, execution) => {
    const { pathname, search, origin } = new URL(request.url)
    const found = parsePathKey(pathname)
    if (found === null) return fetch(request, env, execution)
    const plain = new Request(`${origin}${found.rest}${search}`, request)
    plain.headers.set('x-api-key', found.key)
    return fetch(plain, { ...env, pathKey: found.key }, execution)
  }
}
