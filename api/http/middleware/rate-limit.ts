import type { MiddlewareHandler } from 'hono'
import { AppError } from '../../errors.ts'
import { LruMap } from '../../runtime/lru-map.ts'
import { isLoopbackAddress } from '../client-info.ts'
import { getPrincipal } from '../get-principal.ts'
import type { RequestEnv } from '../request-context.ts'

/** Callers that are counted at the same time. */
const MAX_CALLERS = 20_000

interface Bucket {
  left: number
  /** When `left` was computed, in milliseconds. */
  at: number
}

/**
 * A token bucket per principal, or per network for anonymous requests: `perMinute` requests a minute, also
 * all at once. Rejected requests are noted in the audit log. Requests from this machine are not counted, nor
 * are cached tiles, which never reach the framework. 0: no limit.
 */
export function rateLimit(perMinute: number, now: () => number = Date.now): MiddlewareHandler<RequestEnv> {
  const buckets = new LruMap<string, Bucket>(MAX_CALLERS)
  return async (context, next) => {
    const { address } = context.get('client')
    const session = context.get('session')
    if (perMinute > 0 && address !== null && !isLoopbackAddress(address)) {
      const key = getPrincipal(context)
      const waitMs = take(buckets, key, perMinute, now())
      if (waitMs > 0) {
        context.get('audit').note({
          actor: session?.name ?? 'nobody',
          address,
          action: 'rate_limit.exceeded',
          object: 'requests',
          result: 'refused',
          detail: { perMinute },
        })
        throw new AppError('too_many_requests', 'too many requests', {
          retryAfterS: Math.ceil(waitMs / 1000),
        })
      }
    }
    await next()
  }
}

/**
 * Takes one request from the bucket. Returns 0 if there was one left, otherwise the milliseconds until there
 * is.
 */
function take(buckets: LruMap<string, Bucket>, key: string, perMinute: number, now: number): number {
  const known = buckets.get(key)
  const left =
    known === undefined
      ? perMinute
      : // a clock that was set back takes nothing away
        Math.min(perMinute, known.left + (Math.max(0, now - known.at) / 60_000) * perMinute)
  buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now })
  return left >= 1 ? 0 : ((1 - left) * 60_000) / perMinute
}
