import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { AppError } from '../../errors.ts'
import { negotiateEncoding } from '../../http/content-encoding.ts'
import { matchesEtag } from '../../http/responses/etag-response.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import {
  buildCollectionDocument,
  buildCollectionsDocument,
  buildConformanceDocument,
  buildLandingDocument,
  type Link,
  OPENAPI_TYPE,
  buildQueryablesDocument,
  buildSchemaDocument,
} from './ogc-documents.ts'
import { streamCollectionJson, createFeatureStream, createFeatureWriter } from './feature-stream.ts'
import { renderLandingHtml } from './landing-html.ts'
import { buildOgcOpenApi } from './open-api.ts'
import { readCrs } from './read-bbox.ts'
import { type ItemsQuery, selectRows } from './select-rows.ts'
import { getCollectionSource, type OgcService } from './ogc-service.ts'

/** A request to an OGC service. `root`: URL of its landing page. */
export interface OgcRequest {
  service: OgcService
  root: string
  context: Context<RequestEnv>
}

export function handleLanding(
  { service, root, context }: OgcRequest,
  f: 'json' | 'html' | undefined,
): Response {
  const page = buildLandingDocument(service, root)
  const asHtml = f === undefined ? /text\/html/.test(context.req.header('accept') ?? '') : f === 'html'
  if (!asHtml) return json(page)
  return new Response(renderLandingHtml(service, page, root), {
    headers: { 'content-type': 'text/html; charset=utf-8', vary: 'accept' },
  })
}

export const handleConformance = ({ service }: OgcRequest): Response =>
  json(buildConformanceDocument(service))

export const handleApi = ({ service, root }: OgcRequest, version: string): Response =>
  json(buildOgcOpenApi(service, root, version), OPENAPI_TYPE)

export const handleCollections = ({ service, root }: OgcRequest): Response =>
  json(buildCollectionsDocument(service, root))

export const handleCollection = ({ service, root }: OgcRequest, id: string): Response =>
  json(buildCollectionDocument(service, getCollectionSource(service, id), root))

export const handleQueryables = ({ service, root }: OgcRequest, id: string): Response =>
  json(buildQueryablesDocument(getCollectionSource(service, id), root), 'application/schema+json')

export const handleSchema = ({ service, root }: OgcRequest, id: string): Response =>
  json(buildSchemaDocument(getCollectionSource(service, id), root), 'application/schema+json')

/**
 * @param mark changes whenever the features change
 * @param signal aborts when nobody waits for the answer any more
 */
export async function handleItems(
  { service, root, context }: OgcRequest,
  id: string,
  query: ItemsQuery,
  { mark, signal }: { mark: string | number; signal: AbortSignal | undefined },
): Promise<Response> {
  const of = getCollectionSource(service, id)
  const headers: Record<string, string> = {
    etag: etagOf(mark, context.req.url),
    'cache-control': 'private, no-cache',
    vary: 'accept-encoding',
  }
  if (matchesEtag(context.req.header('if-none-match'), headers['etag']!))
    return new Response(null, { status: 304, headers })
  const system = readCrs(query.crs, 'crs')
  const rows = of.rows()
  const matched = await selectRows(of, rows, query, signal)
  const page = matched.slice(query.offset, query.offset + query.limit)
  const own = `${root}/collections/${of.id}/items`
  const text = streamCollectionJson(of, rows, page, system, {
    numberMatched: matched.length,
    numberReturned: page.length,
    timeStamp: new Date().toISOString(),
    links: pageLinks(own, new URL(context.req.url).searchParams, query, matched.length),
  })
  const gzipped = negotiateEncoding(context.req.header('accept-encoding')) !== null
  return new Response(createFeatureStream(text, gzipped), {
    headers: {
      ...headers,
      'content-type': 'application/geo+json',
      'content-crs': `<${system.uri}>`,
      ...(gzipped ? { 'content-encoding': 'gzip' } : {}),
    },
  })
}

export function handleItem(
  { service, root }: OgcRequest,
  id: string,
  item: string,
  crs: string | undefined,
): Response {
  const of = getCollectionSource(service, id)
  const system = readCrs(crs, 'crs')
  const rows = of.rows()
  const row = rows.rows.find((each) => rows.ids[each] === Number(item))
  if (row === undefined)
    throw new AppError('not_found', `there is no feature ${item} in ${of.id}`, { collection: id, item })
  const own = `${root}/collections/${of.id}`
  const links: Link[] = [
    { rel: 'self', type: 'application/geo+json', href: `${own}/items/${item}` },
    { rel: 'collection', type: 'application/json', href: own },
  ]
  const write = createFeatureWriter(of, rows, system)
  return new Response(write(row, { links }), {
    headers: {
      'content-type': 'application/geo+json',
      'content-crs': `<${system.uri}>`,
      'cache-control': 'private, no-cache',
      etag: tagOf(createFeatureWriter(of, rows, readCrs(undefined, 'crs'))(row)),
    },
  })
}

/** Returns the ETag of a feature's current state; null: there is no such feature. */
export function computeFeatureEtag(service: OgcService, id: string, item: number): string | null {
  const of = getCollectionSource(service, id)
  const rows = of.rows()
  const row = rows.rows.find((each) => rows.ids[each] === item)
  return row === undefined ? null : tagOf(createFeatureWriter(of, rows, readCrs(undefined, 'crs'))(row))
}

/** Answers an OPTIONS request with the allowed methods. */
export const handleOptions = (methods: readonly string[]): Response =>
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
