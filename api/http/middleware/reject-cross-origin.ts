import type { MiddlewareHandler } from 'hono'
import { AppError } from '../../errors.ts'
import type { RequestEnv } from '../request-context.ts'

/**
 * A page of another site must neither act nor listen with this browser's session: every request of such a page is
 * rejected, whatever its method, Accept or Content-Type; only following a link to an answer is not. Browsers report the
 * origin in Sec-Fetch-Site, older ones in Origin; programs outside a browser send neither, and carry no cookie by
 * themselves. SameSite=Strict on the cookie is the other half.
 */
export const rejectCrossOrigin: MiddlewareHandler<RequestEnv> = async (context, next) => {
  const header = (name: string) => context.req.header(name)
  const followsLink = context.req.method === 'GET' && header('sec-fetch-mode') === 'navigate'
  if (!followsLink && isForeign(header('sec-fetch-site'), header('origin'), header('host'))) {
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
