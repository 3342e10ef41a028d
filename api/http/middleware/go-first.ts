import type { Context, Next } from 'hono'
import { enterShortRequest } from '../../runtime/work/short-requests.ts'
import type { RequestEnv } from '../request-context.ts'

/**
 * Lets a request without a body go before work in pieces on the main thread, until it has its answer or enters a queue.
 * A body may arrive slowly, so that a request with one does not hold up anybody.
 */
export async function goFirst(context: Context<RequestEnv>, next: Next): Promise<void> {
  if (context.req.method !== 'GET' && context.req.method !== 'HEAD') return next()
  const leave = enterShortRequest()
  context.set('leaveShortRequests', leave)
  try {
    await next()
  } finally {
    leave()
  }
}
