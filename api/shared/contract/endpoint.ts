import { z } from 'zod'
import type { Action } from './permissions.ts'

/**
 * One route of the API, declared once: the server mounts and guards it, the web calls it, OpenAPI and the
 * role × route × area tests are computed from it.
 */
export interface Endpoint<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> extends EndpointFacts {
  params: Params
  query: Query
  /** JSON body; `z.undefined()` when there is none, or when it is read as a stream (`bodyMediaType`). */
  body: Body
  /** JSON answer; `z.undefined()` when there is none, or when it is of another `mediaType`. */
  answer: Answer
}

interface EndpointFacts {
  /** Unique, for humans and generated clients: `searchCity`. */
  id: string
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Below `/api`, with OpenAPI braces: `/cities/{city}/search`. */
  path: `/${string}`
  /** One line in English. */
  summary: string
  /** `public`: no session needed; `session`: any signed-in role; otherwise an action of the permission table. */
  permission: 'public' | 'session' | Action
  /** Every good answer is written to the audit log under this name; what a change() does is written there anyway. */
  audit?: `${string}.${string}`
  /** Media type of a body that is not JSON. */
  bodyMediaType?: string
  /** Media type of an answer that is not JSON. */
  mediaType?: string
}

const Empty = z.object({})
const None = z.undefined()

/** Params, query, body and answer may be left out; then there are none. */
export function defineEndpoint<
  Params extends z.ZodObject = typeof Empty,
  Query extends z.ZodObject = typeof Empty,
  Body extends z.ZodType = typeof None,
  Answer extends z.ZodType = typeof None,
>(
  declaration: EndpointFacts & { params?: Params; query?: Query; body?: Body; answer?: Answer },
): Endpoint<Params, Query, Body, Answer> {
  // a type parameter that is not given is inferred as its default, which is what stands here
  const absent = { params: Empty, query: Empty, body: None, answer: None } as unknown as Endpoint<
    Params,
    Query,
    Body,
    Answer
  >
  return { ...absent, ...declaration }
}
