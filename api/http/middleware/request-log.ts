import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { Logger } from 'pino'
import type { RequestEnv } from '../request-context.ts'

/**
 * One structured line for each request, without query values that might be secret; its number goes out as
 * X-Request-Id.
 */
export function requestLog(logger: Logger): MiddlewareHandler<RequestEnv> {
  return async (context, next) => {
    const requestId = randomUUID()
    const log = logger.child({ requestId })
    context.set('requestId', requestId)
    context.set('log', log)
    const start = performance.now()
    await next()
    context.res.headers.set('x-request-id', requestId)
    log.info(
      {
        method: context.req.method,
        path: context.req.path,
        status: context.res.status,
        ms: Math.round((performance.now() - start) * 10) / 10,
      },
      'request',
    )
  }
}
