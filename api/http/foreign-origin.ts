import type { MiddlewareHandler } from 'hono'
import { AppError } from '../errors.ts'
import type { RequestEnv } from './request-context.ts'

/**
 * A page of another site must not act, or listen, with this browser's session: requests that change something and the
 * event stream are refused when their Origin is another. Programs outside a browser send none.
 */
export const refuseForeignOrigin: MiddlewareHandler<RequestEnv> = async (context, next) => {
  const origin = context.req.header('origin')
  const changes = !['GET', 'HEAD', 'OPTIONS'].includes(context.req.method)
  const listens = context.req.header('accept') === 'text/event-stream'
  if (origin !== undefined && (changes || listens) && hostOf(origin) !== context.req.header('host')) {
    throw new AppError('forbidden', 'the request comes from a page of another site', { origin })
  }
  await next()
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
