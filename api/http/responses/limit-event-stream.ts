import type { Context } from 'hono'
import { AppError } from '../../errors.ts'
import { createSlotCounter } from '../../runtime/slot-counter.ts'
import type { CredentialHeaders } from '../credential-headers.ts'
import { getPrincipal } from '../get-principal.ts'
import { readCredentials } from '../read-credentials.ts'
import type { RequestEnv } from '../request-context.ts'
import { closeStreamOnSessionEnd } from './close-stream-on-session-end.ts'
import { createProblemResponse } from './problem-response.ts'

/** Event streams of one principal: tabs of a person, or walls that share a key. */
const MAX_STREAMS = 100

/**
 * Returns a function that answers with the event stream of the context, which ends with its session, or with a refusal
 * when the principal has too many streams open.
 *
 * @param onEnd calls back when the session of the credentials ends; returns a function that stops watching
 */
export function createEventStreamLimiter(
  onEnd: (credentials: CredentialHeaders, end: () => void) => () => void,
): (context: Context<RequestEnv>) => Promise<Response> {
  const streams = createSlotCounter(MAX_STREAMS, 'event streams')
  return async (context) => {
    try {
      const release = streams.take(getPrincipal(context))
      return closeStreamOnSessionEnd(context.res, (end) => {
        const stop = onEnd(readCredentials(context), end)
        return () => {
          release()
          stop()
        }
      })
    } catch (error) {
      await context.res.body?.cancel()
      if (error instanceof AppError) return createProblemResponse(context, error)
      throw error
    }
  }
}
