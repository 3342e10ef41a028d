import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import * as contract from '#shared/contract/ogc.ts'
import { AppError } from '../../errors.ts'
import { acceptedEncoding } from '../../http/compress.ts'
import { matches } from '../../http/etag-answer.ts'
import { type Api, mount } from '../../http/mount.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import type { Cities } from '../../snapshot/cities.ts'
import { type Collection, collectionOf } from './collections.ts'
import { collection, collections, CONFORMANCE, landing, type Link, OPENAPI_TYPE, queryables, schema } from './describe.ts'
import { collectionText, featureStream, featureWriter } from './feature-stream.ts'
import { landingHtml } from './landing-html.ts'
import { ogcOpenApi } from './open-api.ts'
import { systemNamed } from './read-box.ts'
import { selectRows } from './select-rows.ts'

/** `baseOf`: where readers reach this server, with the key in the path if the request had one there. */
export function ogcRoutes(api: Api, { cities, baseOf, version }: { cities: Cities; baseOf: (context: Context<RequestEnv>) => string; version: string }): void {
  const rootOf = (context: Context<RequestEnv>, city: string) => `${baseOf(context)}/api/cities/${city}/ogc`

  mount(api, contract.getOgcLanding, async ({ params, query, context }) => {
    const { snapshot } = await cities.get(params.city)
    const root = rootOf(context, params.city)
    const page = landing(snapshot, root, `${baseOf(context)}/api/cities/${params.city}/styles`)
    const asHtml = query.f === undefined ? /text\/html/.test(context.req.header('accept') ?? '') : query.f === 'html'
    if (!asHtml) return json(page)
    return new Response(landingHtml(snapshot, page, root), { headers: { 'content-type': 'text/html; charset=utf-8', vary: 'accept' } })
  })
  mount(api, contract.getOgcConformance, () => json({ conformsTo: CONFORMANCE }))
  mount(api, contract.getOgcApi, async ({ params, context }) => json(ogcOpenApi((await cities.get(params.city)).snapshot, rootOf(context, params.city), version), OPENAPI_TYPE))
  mount(api, contract.getOgcCollections, async ({ params, context }) => json(collections((await cities.get(params.city)).snapshot, rootOf(context, params.city))))
  mount(api, contract.getOgcCollection, async ({ params, context }) => json(collection((await cities.get(params.city)).snapshot, named(params.collection), rootOf(context, params.city))))
  mount(api, contract.getOgcQueryables, ({ params, context }) => json(queryables(named(params.collection), rootOf(context, params.city)), 'application/schema+json'))
  mount(api, contract.getOgcSchema, ({ params, context }) => json(schema(named(params.collection), rootOf(context, params.city)), 'application/schema+json'))

  mount(api, contract.listOgcItems, async ({ params, query, context }) => {
    const of = named(params.collection)
    const { snapshot } = await cities.get(params.city)
    const headers: Record<string, string> = { etag: etagOf(snapshot.revision, context.req.url), 'cache-control': 'private, no-cache', vary: 'accept-encoding' }
    if (matches(context.req.header('if-none-match'), headers['etag']!)) return new Response(null, { status: 304, headers })
    const system = systemNamed(query.crs, 'crs')
    const rows = of.rows(snapshot)
    const matched = selectRows(of, rows, query)
    const page = matched.slice(query.offset, query.offset + query.limit)
    const own = `${rootOf(context, params.city)}/collections/${of.id}/items`
    const text = collectionText(of, rows, page, system, {
      numberMatched: matched.length,
      numberReturned: page.length,
      timeStamp: new Date().toISOString(),
      links: pageLinks(own, new URL(context.req.url).searchParams, query, matched.length),
    })
    const gzipped = acceptedEncoding(context.req.header('accept-encoding')) !== null
    return new Response(featureStream(text, gzipped), {
      headers: { ...headers, 'content-type': 'application/geo+json', 'content-crs': `<${system.uri}>`, ...(gzipped ? { 'content-encoding': 'gzip' } : {}) },
    })
  })

  mount(api, contract.getOgcItem, async ({ params, query, context }) => {
    const of = named(params.collection)
    const { snapshot } = await cities.get(params.city)
    const system = systemNamed(query.crs, 'crs')
    const rows = of.rows(snapshot)
    const row = rows.rows.find((each) => rows.ids[each] === Number(params.item))
    if (row === undefined) throw new AppError('not_found', `there is no feature ${params.item} in ${of.id}`)
    const own = `${rootOf(context, params.city)}/collections/${of.id}`
    const links: Link[] = [{ rel: 'self', type: 'application/geo+json', href: `${own}/items/${params.item}` }, { rel: 'collection', type: 'application/json', href: own }]
    return new Response(featureWriter(of, rows, system)(row, { links }), { headers: { 'content-type': 'application/geo+json', 'content-crs': `<${system.uri}>`, 'cache-control': 'private, no-cache' } })
  })
}

function named(id: string): Collection {
  const found = collectionOf(id)
  if (!found) throw new AppError('not_found', `there is no collection ${id}`, { collection: id })
  return found
}

const json = (value: object, type = 'application/json') => new Response(JSON.stringify(value), { headers: { 'content-type': type, 'cache-control': 'private, no-cache', vary: 'accept' } })

const etagOf = (revision: number, url: string) => `"${revision}-${createHash('sha1').update(url).digest('base64url').slice(0, 16)}"`

function pageLinks(own: string, search: URLSearchParams, { offset, limit }: { offset: number; limit: number }, matched: number): Link[] {
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
