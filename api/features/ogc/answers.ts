import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { AppError } from '../../errors.ts'
import { acceptedEncoding } from '../../http/compress.ts'
import { matches } from '../../http/etag-answer.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import {
  collection,
  collections,
  conformance,
  landing,
  type Link,
  OPENAPI_TYPE,
  queryables,
  schema,
} from './describe.ts'
import { collectionText, featureStream, featureWriter } from './feature-stream.ts'
import { landingHtml } from './landing-html.ts'
import { ogcOpenApi } from './open-api.ts'
import { systemNamed } from './read-box.ts'
import { type ItemsQuery, selectRows } from './select-rows.ts'
import { served, type Service } from './service.ts'

/** Answers of a service, whatever it serves. `root`: the address of its landing page. */
export interface Asked {
  service: Service
  root: string
  context: Context<RequestEnv>
}

export function answerLanding({ service, root, context }: Asked, f: 'json' | 'html' | undefined): Response {
  const page = landing(service, root)
  const asHtml = f === undefined ? /text\/html/.test(context.req.header('accept') ?? '') : f === 'html'
  if (!asHtml) return json(page)
  return new Response(landingHtml(service, page, root), {
    headers: { 'content-type': 'text/html; charset=utf-8', vary: 'accept' },
  })
}

export const answerConformance = ({ service }: Asked): Response => json(conformance(service))

export const answerApi = ({ service, root }: Asked, version: string): Response =>
  json(ogcOpenApi(service, root, version), OPENAPI_TYPE)

export const answerCollections = ({ service, root }: Asked): Response => json(collections(service, root))

export const answerCollection = ({ service, root }: Asked, id: string): Response =>
  json(collection(service, served(service, id), root))

export const answerQueryables = ({ service, root }: Asked, id: string): Response =>
  json(queryables(served(service, id), root), 'application/schema+json')

export const answerSchema = ({ service, root }: Asked, id: string): Response =>
  json(schema(served(service, id), root), 'application/schema+json')

/** `mark`: changes whenever the features do. */
export function answerItems(
  { service, root, context }: Asked,
  id: string,
  query: ItemsQuery,
  mark: string | number,
): Response {
  const of = served(service, id)
  const headers: Record<string, string> = {
    etag: etagOf(mark, context.req.url),
    'cache-control': 'private, no-cache',
    vary: 'accept-encoding',
  }
  if (matches(context.req.header('if-none-match'), headers['etag']!))
    return new Response(null, { status: 304, headers })
  const system = systemNamed(query.crs, 'crs')
  const rows = of.rows()
  const matched = selectRows(of, rows, query)
  const page = matched.slice(query.offset, query.offset + query.limit)
  const own = `${root}/collections/${of.id}/items`
  const text = collectionText(of, rows, page, system, {
    numberMatched: matched.length,
    numberReturned: page.length,
    timeStamp: new Date().toISOString(),
    links: pageLinks(own, new URL(context.req.url).searchParams, query, matched.length),
  })
  const gzipped = acceptedEncoding(context.req.header('accept-encoding')) !== null
  return new Response(featureStream(text, gzipped), {
    headers: {
      ...headers,
      'content-type': 'application/geo+json',
      'content-crs': `<${system.uri}>`,
      ...(gzipped ? { 'content-encoding': 'gzip' } : {}),
    },
  })
}

export function answerItem(
  { service, root }: Asked,
  id: string,
  item: string,
  crs: string | undefined,
): Response {
  const of = served(service, id)
  const system = systemNamed(crs, 'crs')
  const rows = of.rows()
  const row = rows.rows.find((each) => rows.ids[each] === Number(item))
  if (row === undefined)
    throw new AppError('not_found', `there is no feature ${item} in ${of.id}`, { collection: id, item })
  const own = `${root}/collections/${of.id}`
  const links: Link[] = [
    { rel: 'self', type: 'application/geo+json', href: `${own}/items/${item}` },
    { rel: 'collection', type: 'application/json', href: own },
  ]
  const write = featureWriter(of, rows, system)
  return new Response(write(row, { links }), {
    headers: {
      'content-type': 'application/geo+json',
      'content-crs': `<${system.uri}>`,
      'cache-control': 'private, no-cache',
      etag: tagOf(featureWriter(of, rows, systemNamed(undefined, 'crs'))(row)),
    },
  })
}

/** ETag of a feature in a collection as it is now; null: it is not there. */
export function featureTag(service: Service, id: string, item: number): string | null {
  const of = served(service, id)
  const rows = of.rows()
  const row = rows.rows.find((each) => rows.ids[each] === item)
  return row === undefined ? null : tagOf(featureWriter(of, rows, systemNamed(undefined, 'crs'))(row))
}

/** What may be done at an address, for desktop programs that ask first. */
export const answerOptions = (methods: readonly string[]): Response =>
  new Response(null, { status: 204, headers: { allow: [...methods, 'OPTIONS'].join(', ') } })

const json = (value: object, type = 'application/json') =>
  new Response(JSON.stringify(value), {
    headers: { 'content-type': type, 'cache-control': 'private, no-cache', vary: 'accept' },
  })

const hashOf = (text: string) => createHash('sha1').update(text).digest('base64url').slice(0, 20)
const tagOf = (text: string) => `"${hashOf(text)}"`
const etagOf = (mark: string | number, url: string) => `"${mark}-${hashOf(url)}"`

function pageLinks(
  own: string,
  search: URLSearchParams,
  { offset, limit }: { offset: number; limit: number },
  matched: number,
): Link[] {
  const at = (from: number) => {
    const moved = new URLSearchParams(search)
    moved.set('offset', String(from))
    moved.set('limit', String(limit))
    return `${own}?${moved}`
  }
  const type = 'application/geo+json'
  return [
    { rel: 'self', type, href: search.size === 0 ? own : `${own}?${search}` },
    ...(offset + limit < matched ? [{ rel: 'next', type, href: at(offset + limit) }] : []),
    ...(offset > 0 ? [{ rel: 'prev', type, href: at(Math.max(0, offset - limit)) }] : []),
    { rel: 'collection', type: 'application/json', href: own.replace(/\/items$/, '') },
  ]
}
