import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { MAX_LARGE_BODY_BYTES } from '#shared/contract/endpoint.ts'
import { AppError } from '../../errors.ts'
import type { RequestEnv } from '../request-context.ts'
import { createProblemResponse } from '../responses/problem-response.ts'

const limitBytes = bodyLimit({
  maxSize: MAX_LARGE_BODY_BYTES,
  onError: (context: Context<RequestEnv>) =>
    createProblemResponse(
      context,
      new AppError('too_large', 'the body is larger than 1 MB', { limitBytes: MAX_LARGE_BODY_BYTES }),
    ),
})

// accessing the body of a request creates a stream: skipped for requests that have none
const hasNoBody = (method: string) => method === 'GET' || method === 'HEAD'

/** Bounds the body of every request. @param isUpload requests whose body is a whole file, which count it themselves */
export function limitJson(
  isUpload: (method: string, path: string) => boolean,
): MiddlewareHandler<RequestEnv> {
  return (context, next) =>
    hasNoBody(context.req.method) || isUpload(context.req.method, context.req.path)
      ? next()
      : limitBytes(context, next)
}
