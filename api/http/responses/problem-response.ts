import type { Context, ErrorHandler, NotFoundHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import { HTTPException } from 'hono/http-exception'
import { errorCodes, type ErrorCode } from '#shared/contract/error-codes.ts'
import type { Problem } from '#shared/contract/problem.ts'
import { AppError } from '../../errors.ts'
import { strikeSecrets } from '../../runtime/strike-secrets.ts'
import type { RequestEnv } from '../request-context.ts'

/**
 * RFC 9457. What is not an AppError is a bug or a broken part: the caller learns its request's number, the
 * log the rest.
 */
export function createProblemResponse(context: Context<RequestEnv>, error: AppError): Response {
  const problem: Problem = {
    type: `urn:grid-map:problem:${error.code}`,
    title: error.code.replaceAll('_', ' '),
    status: error.status,
    code: error.code,
    detail: error.message,
    ...(Object.keys(error.details).length > 0 ? { details: error.details } : {}),
    requestId: context.get('requestId'),
  }
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
  }
  const { retryAfterS } = error.details
  if (error.status === 503 || error.status === 429)
    headers['retry-after'] = String(typeof retryAfterS === 'number' ? retryAfterS : 2)
  // the rest of the body is not read, so the connection cannot carry another request
  if (error.status === 413) headers['connection'] = 'close'
  // desktop GIS asks for a password when it is told to; a page of ours must not make the browser ask
  if (error.code === 'unauthenticated' && context.req.header('sec-fetch-site') === undefined)
    headers['www-authenticate'] = 'Basic realm="grid-map", charset="UTF-8"'
  return new Response(strikeSecrets(JSON.stringify(problem)), { status: error.status, headers })
}

/**
 * `translate` turns errors of the room below (the database) into refusals; what it leaves alone is unknown.
 */
export function createErrorHandler(translate: (error: unknown) => unknown): ErrorHandler<RequestEnv> {
  return (thrown, context) => {
    const error = thrown instanceof HTTPException ? fromStatus(thrown) : translate(thrown)
    if (error instanceof AppError) {
      noteRefusal(context, error)
      if (error.status >= 500)
        context.get('log')?.warn({ err: error.cause ?? error, code: error.code }, 'request failed')
      return createProblemResponse(context, error)
    }
    context.get('log')?.error({ err: thrown }, 'request failed')
    return createProblemResponse(context, new AppError('internal', 'something went wrong on the server'))
  }
}

export const handleNotFound: NotFoundHandler<RequestEnv> = (context) =>
  createProblemResponse(context, new AppError('not_found', 'there is nothing at this address'))

/**
 * Somebody who is known, or claims to be, was refused. Nobody in particular asking for the door is not worth
 * a row.
 */
function noteRefusal(context: Context<RequestEnv>, { code, details }: AppError): void {
  const session = context.get('session')
  if (
    code !== 'forbidden' &&
    code !== 'own_work' &&
    !(code === 'unauthenticated' && claimsToBeSomebody(context))
  )
    return
  const { action } = details
  const row = {
    address: context.get('client')?.address ?? null,
    action: 'access.refused',
    result: 'refused',
  } as const
  // equal rows are summed up: of nobody in particular the route counts, or made-up ids would each make a row
  if (session === null || session === undefined)
    context.get('audit')?.note({
      ...row,
      actor: 'nobody',
      object: `${context.req.method} ${findRoutePath(context)}`,
      detail: { code },
    })
  else
    context.get('audit')?.note({
      ...row,
      actor: session.name,
      object: `${context.req.method} ${context.req.path}`,
      detail: { code, ...(typeof action === 'string' ? { action } : {}), ...cityOf(context) },
    })
}

/** The path pattern of the route that was asked for, such as /api/cities/:city/units. */
function findRoutePath(context: Context<RequestEnv>): string {
  return matchedRoutes(context).findLast(({ path }) => !path.endsWith('*'))?.path ?? '*'
}

function claimsToBeSomebody({ req }: Context<RequestEnv>): boolean {
  return ['cookie', 'authorization', 'x-api-key'].some((name) => req.header(name) !== undefined)
}

function cityOf({ req }: Context<RequestEnv>): { city?: string } {
  const city = /^\/api\/cities\/(\d{6})\//.exec(`${req.path}/`)?.[1]
  return city === undefined ? {} : { city }
}

function fromStatus(exception: HTTPException): AppError {
  const code =
    (Object.keys(errorCodes) as ErrorCode[]).find((known) => errorCodes[known] === exception.status) ??
    'invalid_request'
  return new AppError(code, exception.message || 'the request cannot be served')
}
