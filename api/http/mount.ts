import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import { Problem } from '#shared/contract/problem.ts'
import type { Session } from '#shared/contract/session.ts'
import { AppError } from '../errors.ts'
import { etagAnswer } from './etag-answer.ts'
import { checkPermission } from './check-permission.ts'
import type { RequestEnv } from './request-context.ts'

export type Api = OpenAPIHono<RequestEnv>

export interface Call<Params, Query, Body> {
  params: Params
  query: Query
  body: Body
  /** null only on public endpoints. */
  session: Session | null
  context: Context<RequestEnv>
}

/**
 * Puts an endpoint of the contract on the air: documented, guarded, its input parsed. A handler returns the answer's
 * value (sent as JSON with an ETag), or a whole Response for other media types.
 */
export function mount<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>(
  api: Api,
  endpoint: Endpoint<P, Q, B, A>,
  handle: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<A> | Response> | z.input<A> | Response,
): void {
  document(api, endpoint)
  api.on(endpoint.method.toUpperCase(), endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context) => {
    const session = context.get('session')
    const path: Record<string, string> = context.req.param()
    checkPermission(endpoint.permission, session, { city: path['city'], code: path['unit'] })
    const answer = await handle({
      params: parse(endpoint.params, path, 'path'),
      query: parse(endpoint.query, context.req.query(), 'query'),
      body: parse(endpoint.body, await readBody(endpoint, context), 'body'),
      session,
      context,
    })
    if (answer instanceof Response) return answer
    return answer === undefined ? new Response(null, { status: 204 }) : etagAnswer(context, answer)
  })
}

function parse<T extends z.ZodType>(schema: T, value: unknown, place: 'path' | 'query' | 'body'): z.output<T> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new AppError('invalid_request', `the ${place} cannot be read`, {
    place,
    issues: parsed.error.issues.map((issue) => ({ path: issue.path.map(String), code: issue.code, message: issue.message })),
  })
}

async function readBody({ body }: Endpoint, context: Context<RequestEnv>): Promise<unknown> {
  if (body instanceof z.ZodUndefined) return undefined
  if (!(context.req.header('content-type') ?? '').startsWith('application/json')) {
    throw new AppError('unsupported_media', 'the body must be application/json')
  }
  try {
    return await context.req.json()
  } catch (error) {
    if (error instanceof SyntaxError) throw new AppError('invalid_request', 'the body is not JSON', { place: 'body' })
    throw error
  }
}

function document(api: Api, endpoint: Endpoint): void {
  const { body, answer } = endpoint
  api.openAPIRegistry.registerPath({
    operationId: endpoint.id,
    method: endpoint.method,
    path: endpoint.path,
    summary: endpoint.summary,
    'x-permission': endpoint.permission,
    request: {
      params: endpoint.params,
      query: endpoint.query,
      ...(endpoint.bodyMediaType
        ? { body: { content: { [endpoint.bodyMediaType]: { schema: { type: 'string', format: 'binary' } } } } }
        : body instanceof z.ZodUndefined ? {} : { body: { content: { 'application/json': { schema: body } } } }),
    },
    responses: {
      ...(endpoint.mediaType
        ? { 200: { description: 'The answer', content: { [endpoint.mediaType]: { schema: { type: 'string' } } } } }
        : answer instanceof z.ZodUndefined
          ? { 204: { description: 'Done' } }
          : { 200: { description: 'The answer', content: { 'application/json': { schema: answer } } } }),
      default: { description: 'A refusal', content: { 'application/problem+json': { schema: Problem } } },
    },
  })
}
