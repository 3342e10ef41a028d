import { z } from 'zod'
import type { Action } from './permissions.ts'

/**
 * One route of the API. The server mounts and guards it, the web calls it, and OpenAPI and the role × route ×
 * area tests are derived from it.
 */
export interface Endpoint<
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> extends EndpointFacts {
  params: Params
  query: Query
  /** JSON body; `z.undefined()` if there is none or if it is streamed (`bodyMediaType`). */
  body: Body
  /** JSON answer; `z.undefined()` if there is none or if it has another `mediaType`. */
  answer: Answer
}

interface EndpointFacts {
  /** Unique operation id for OpenAPI and generated clients: `searchCity`. */
  id: string
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Path below `/api` in OpenAPI syntax: `/cities/{city}/search`. */
  path: `/${string}`
  /** One line of English. */
  summary: string
  /**
   * `public`: no session needed; `session`: any signed-in role; otherwise an action of the permission table.
   */
  permission: 'public' | 'session' | Action
  /** Name under which every successful answer is audited. Changesets are audited anyway. */
  audit?: `${string}.${string}`
  /** Media type of a body that is not JSON. */
  bodyMediaType?: string
  /** Media type of an answer that is not JSON. */
  mediaType?: string
  /** Largest JSON body in bytes; see `getMaxBodyBytes` for the default. */
  maxBodyBytes?: number
  /**
   * The queue in which a request waits for its turn, because its work can take longer than a few milliseconds:
   * `compute` for calculations, `transfer` for files, `features` for filters over all features of a collection,
   * `drafts` for what replays the steps of a draft or runs new ones.
   */
  queue?: 'compute' | 'transfer' | 'features' | 'drafts'
}

/** Default sizes of JSON bodies in bytes: a public route takes names and codes only. */
const MAX_PUBLIC_BODY_BYTES = 8 * 1024
const MAX_BODY_BYTES = 128 * 1024
/** For bodies that contain lists or shapes. */
export const MAX_LARGE_BODY_BYTES = 1024 * 1024

/** Returns the size in bytes above which a JSON body is refused unread. */
export function getMaxBodyBytes({ maxBodyBytes, permission }: EndpointFacts): number {
  return maxBodyBytes ?? (permission === 'public' ? MAX_PUBLIC_BODY_BYTES : MAX_BODY_BYTES)
}

const Empty = z.object({})
const None = z.undefined()

/** Declares an endpoint. Omitted params, query, body and answer mean that there are none. */
export function defineEndpoint<
  Params extends z.ZodObject = typeof Empty,
  Query extends z.ZodObject = typeof Empty,
  Body extends z.ZodType = typeof None,
  Answer extends z.ZodType = typeof None,
>(
  declaration: EndpointFacts & { params?: Params; query?: Query; body?: Body; answer?: Answer },
): Endpoint<Params, Query, Body, Answer> {
  // an omitted type parameter is inferred as its default, which equals this value
  const absent = { params: Empty, query: Empty, body: None, answer: None } as unknown as Endpoint<
    Params,
    Query,
    Body,
    Answer
  >
  return { ...absent, ...declaration }
}
