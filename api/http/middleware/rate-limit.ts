import type { MiddlewareHandler } from 'hono'
import { AppError } from '../../errors.ts'
import { LruMap } from '../../runtime/lru-map.ts'
import { isLoopbackAddress } from '../client-info.ts'
import { toNetworkPrefix } from '../network-prefix.ts'
import type { RequestEnv } from '../request-context.ts'

/** Callers that are counted at the same time. */
const MAX_CALLERS = 20_000

interface Bucket {
  left: number
  /** When `left` was computed, in milliseconds. */
  at: number
}

/**
 * A token bucket for each holder, or for each network of those who are nobody: `perMinute` requests a minute, all of
 * them at once if need be; who has to wait stands in the audit log. Programs on the machine itself are not counted, nor is what never reached the framework
 * (tiles that lie ready). 0: no limit.
 */
export function rateLimit(perMinute: number, now: () => number = Date.now): MiddlewareHandler<RequestEnv> {
  const buckets = new LruMap<string, Bucket>(MAX_CALLERS)
  return async (context, next) => {
    const { address } = context.get('client')
    const session = context.get('session')
    if (perMinute > 0 && address !== null && !isLoopbackAddress(address)) {
      const key = session === null || session.demo ? `address:${toNetworkPrefix(address)}` : session.subject
      const waitMs = take(buckets, key, perMinute, now())
      if (waitMs > 0) {
        context.get('audit').note({
          actor: session?.name ?? 'nobody',
          address,
          action: 'access.flood',
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

/** 0: there was one left; otherwise how long until there is. */
function take(buckets: LruMap<string, Bucket>, key: string, perMinute: number, now: number): number {
  const known = buckets.get(key)
  const left =
    known === undefined
      ? perMinute
      : Math.min(perMinute, known.left + ((now - known.at) / 60_000) * perMinute)
  buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now })
  return left >= 1 ? 0 : ((1 - left) * 60_000) / perMinute
}
