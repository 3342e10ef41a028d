import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z } from 'zod'
import { readDatedCityCode } from '#shared/city/dated-city-code.ts'
import { getMaxBodyBytes, type Endpoint } from '#shared/contract/endpoint.ts'
import { isAllowed, findPermissionReach, type PermissionTarget } from '#shared/contract/permissions.ts'
import { Problem } from '#shared/contract/problem.ts'
import type { Session } from '#shared/contract/access/session.ts'
import { AppError } from '../../errors.ts'
import { createEtagResponse } from '../responses/etag-response.ts'
import { checkRoutePermission, checkPermission } from './check-permission.ts'
import type { RequestEnv } from '../request-context.ts'
import { getPrincipal } from '../get-principal.ts'
import { parseInput } from '../../runtime/input/parse-input.ts'
import { parseJsonBody } from '../../runtime/input/parse-json-body.ts'
import { readBodyBytes } from './read-json-body.ts'

export type Api = OpenAPIHono<RequestEnv>

export interface EndpointCall<Params, Query, Body> {
  params: Params
  query: Query
  body: Body
  /** null only on public endpoints. */
  session: Session | null
  /**
   * On routes whose action reaches only the holder's area, and whose path names no {unit}: the handler says
   * which territory is touched, in one of these two ways. A handler that forgets is found out, see `areaOf`.
   */
  area: AreaCheck
  context: Context<RequestEnv>
  /**
   * Aborts when nobody waits for the answer any more. Only on endpoints with a queue: to watch the connection costs a
   * little.
   */
  signal: AbortSignal | undefined
}

/** `code`: of the unit or grid that is touched; of a place that of its community. */
export interface AreaCheck {
  /** @throws AppError forbidden */
  require(code: string): void
  /** For lists: does this one belong to it? */
  includes(code: string): boolean
}

/**
 * Puts an endpoint of the contract on the air: documented, guarded, its input parsed. A handler returns the
 * answer's value (sent as JSON with an ETag), or a whole Response for other media types.
 */
export function registerEndpoint<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  A extends z.ZodType,
>(
  api: Api,
  endpoint: Endpoint<P, Q, B, A>,
  handle: (
    call: EndpointCall<z.output<P>, z.output<Q>, z.output<B>>,
  ) => Promise<z.input<A> | Response> | z.input<A> | Response,
): void {
  register(api, endpoint, handle, (bytes) =>
    parseInput(endpoint.body, bytes === undefined ? undefined : parseJsonBody(bytes), 'body'),
  )
}

/** As `registerEndpoint`, for a large body that a worker thread parses: the handler receives its bytes. */
export function registerBytesEndpoint<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  A extends z.ZodType,
>(
  api: Api,
  endpoint: Endpoint<P, Q, B, A>,
  handle: (call: EndpointCall<z.output<P>, z.output<Q>, Uint8Array>) => Promise<Response>,
): void {
  register(api, endpoint, handle, (bytes = new Uint8Array()) => bytes)
}

function register<
  P extends z.ZodObject,
  Q extends z.ZodObject,
  B extends z.ZodType,
  A extends z.ZodType,
  Body,
>(
  api: Api,
  endpoint: Endpoint<P, Q, B, A>,
  handle: (
    call: EndpointCall<z.output<P>, z.output<Q>, Body>,
  ) => Promise<z.input<A> | Response> | z.input<A> | Response,
  parseBody: (bytes: Uint8Array | undefined) => Body,
): void {
  document(api, endpoint)
  api.on(endpoint.method.toUpperCase(), endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context) => {
    const session = context.get('session')
    const path: Record<string, string> = context.req.param()
    // whoever may see a city may see it as of any day
    const dated = path['city'] === undefined ? undefined : readDatedCityCode(path['city'])
    const city = dated?.code
    const target = { city, code: path['unit'], settingUp: await askSettingUp(endpoint, context, city) }
    checkRoutePermission(endpoint.permission, session, target)
    const { area, settled } = areaOf(endpoint, session, target)
    const query = parseInput(endpoint.query, context.req.query(), 'query')
    const params = parseInput(endpoint.params, path, 'path')
    const bytes = await readBody(endpoint, context)
    const used = endpoint.audit === undefined ? undefined : usedBy(context, endpoint.audit, path, query)
    const queue = endpoint.queue ?? (dated === undefined || dated.day === null ? undefined : DATED_QUEUE)
    const call = async (signal?: AbortSignal) => {
      // a large body is parsed when it is the request's turn
      const body = parseBody(bytes)
      try {
        return await handle({ params, query, body, session, area, context, signal })
      } catch (error) {
        if (used !== undefined) context.get('audit').note({ ...used, result: 'failed' })
        throw error
      }
    }
    const run = async () => {
      if (queue === undefined) return call()
      context.get('leaveShortRequests')?.()
      return context.get('queues')[queue].run(getPrincipal(context), context.req.raw.signal, call)
    }
    const answer = await run()
    settled()
    // the answer waits for the row: what is to be known later is not given away before it is written down
    if (used !== undefined) await context.get('audit').append({ ...used, result: 'done' })
    if (answer instanceof Response) return answer
    return answer === undefined ? context.body(null, 204) : createEtagResponse(context, answer)
  })
}

/** A past day may have to be loaded first, whatever is asked about it. */
const DATED_QUEUE = 'days'

/** Only asked where the answer decides: for actions that the role of the caller has in new cities alone. */
async function askSettingUp(
  { permission }: Endpoint,
  context: Context<RequestEnv>,
  city: string | undefined,
): Promise<boolean | undefined> {
  const session = context.get('session')
  if (permission === 'public' || permission === 'session' || session === null || city === undefined)
    return undefined
  if (findPermissionReach(session.role, permission) !== 'setup') return undefined
  // whether there is a city is nothing that a city of somebody else tells
  const { area } = session
  return (area.city === '*' || area.city === city) && context.get('isSettingUp')(city)
}

/** `settled` is a tripwire for handlers that let somebody through without ever asking where. */
function areaOf(
  { id, permission }: Endpoint,
  session: Session | null,
  { city, code, settingUp }: PermissionTarget,
): { area: AreaCheck; settled: () => void } {
  const open = permission === 'public' || permission === 'session' || session === null
  const needed =
    !open &&
    code === undefined &&
    session.area.units !== undefined &&
    findPermissionReach(session.role, permission) === 'area'
  let asked = false
  return {
    area: {
      require(touched) {
        asked = true
        checkPermission(permission, session, { city, code: touched, settingUp })
      },
      includes(touched) {
        asked = true
        return open || isAllowed(session, permission, { city, code: touched, settingUp })
      },
    },
    settled() {
      if (needed && !asked)
        throw new Error(`${id} did not ask whether what it touched lies in the area of the session`)
    },
  }
}

function usedBy(
  context: Context<RequestEnv>,
  action: string,
  { city }: Record<string, string>,
  query: object,
) {
  return {
    actor: context.get('session')?.name ?? 'nobody',
    address: context.get('client').address,
    action,
    object: context.req.path.replace(/^\/api/, ''),
    detail: { ...(Object.keys(query).length > 0 ? { query } : {}), ...(city === undefined ? {} : { city }) },
  }
}

async function readBody(endpoint: Endpoint, context: Context<RequestEnv>): Promise<Uint8Array | undefined> {
  const { body, bodyMediaType } = endpoint
  // routes of the JSON family accept several names of it and check them themselves
  if (bodyMediaType !== undefined && !bodyMediaType.endsWith('json')) assertMediaType(bodyMediaType, context)
  if (body instanceof z.ZodUndefined) return undefined
  assertMediaType('application/json', context)
  return readBodyBytes(context.req.raw, getMaxBodyBytes(endpoint))
}

/** @throws AppError unsupported_media: among others whatever a form of another site could send */
function assertMediaType(type: string, { req }: Context<RequestEnv>): void {
  const given = (req.header('content-type') ?? '').toLowerCase()
  if (given.split(';')[0]?.trim() !== type)
    throw new AppError('unsupported_media', `the body must be ${type}`)
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
        ? {
            body: { content: { [endpoint.bodyMediaType]: { schema: { type: 'string', format: 'binary' } } } },
          }
        : body instanceof z.ZodUndefined
          ? {}
          : { body: { content: { 'application/json': { schema: body } } } }),
    },
    responses: {
      ...(endpoint.mediaType
        ? {
            200: {
              description: 'The answer',
              content: { [endpoint.mediaType]: { schema: { type: 'string' } } },
            },
          }
        : answer instanceof z.ZodUndefined
          ? { 204: { description: 'Done' } }
          : { 200: { description: 'The answer', content: { 'application/json': { schema: answer } } } }),
      default: { description: 'A refusal', content: { 'application/problem+json': { schema: Problem } } },
    },
  })
}
