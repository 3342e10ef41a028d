import type { MiddlewareHandler } from 'hono'
import { AppError } from '../../errors.ts'
import type { RequestEnv } from '../request-context.ts'

/**
 * A page of another site must not act, or listen, with this browser's session: requests that change something
 * and the event stream are refused when they come from one. Browsers say so in Sec-Fetch-Site, older ones in
 * Origin; programs outside a browser send neither, and carry no cookie by themselves. SameSite=Strict on the
 * cookie is the other half.
 */
export const rejectCrossOrigin: MiddlewareHandler<RequestEnv> = async (context, next) => {
  const changes = !['GET', 'HEAD', 'OPTIONS'].includes(context.req.method)
  const listens = context.req.header('accept') === 'text/event-stream'
  if (
    (changes || listens) &&
    isForeign(context.req.header('sec-fetch-site'), context.req.header('origin'), context.req.header('host'))
  ) {
    throw new AppError('forbidden', 'the request comes from a page of another site')
  }
  await next()
}

function isForeign(site: string | undefined, origin: string | undefined, host: string | undefined): boolean {
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  return origin !== undefined && hostOf(origin) !== host
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
