import { z } from 'zod'
import { DatedCityCode } from './codes.ts'
import { defineEndpoint } from '../endpoint.ts'

/**
 * OGC API – Features for GIS programs: parts 1 (17-069r4), 2 (18-058r1), 3 (19-079r2) with CQL2 text, 5
 * (23-058). Read-only.
 */

const City = z.object({ city: DatedCityCode })
const Collection = City.extend({ collection: z.string().regex(/^[a-z]{1,20}$/) })
/** The standard requires that unknown parameters are rejected. */
const Plain = z.strictObject({ f: z.enum(['json', 'html']).optional() })

const read = { method: 'get', permission: 'city.read' } as const

export const getOgcLanding = defineEndpoint({
  ...read,
  id: 'getOgcLanding',
  path: '/cities/{city}/ogc',
  summary: 'OGC API – Features: landing page, as JSON or HTML',
  params: City,
  query: Plain,
  mediaType: 'application/json',
})
export const getOgcConformance = defineEndpoint({
  ...read,
  id: 'getOgcConformance',
  path: '/cities/{city}/ogc/conformance',
  summary: 'OGC API – Features: conformance classes',
  params: City,
  query: Plain,
  mediaType: 'application/json',
})
export const getOgcApi = defineEndpoint({
  ...read,
  id: 'getOgcApi',
  path: '/cities/{city}/ogc/api',
  summary: 'OGC API – Features: OpenAPI 3.0 definition',
  params: City,
  query: Plain,
  mediaType: 'application/vnd.oai.openapi+json;version=3.0',
})
export const getOgcCollections = defineEndpoint({
  ...read,
  id: 'getOgcCollections',
  path: '/cities/{city}/ogc/collections',
  summary: 'OGC API – Features: collections',
  params: City,
  query: Plain,
  mediaType: 'application/json',
})
export const getOgcCollection = defineEndpoint({
  ...read,
  id: 'getOgcCollection',
  path: '/cities/{city}/ogc/collections/{collection}',
  summary: 'OGC API – Features: one collection',
  params: Collection,
  query: Plain,
  mediaType: 'application/json',
})
export const getOgcQueryables = defineEndpoint({
  ...read,
  id: 'getOgcQueryables',
  path: '/cities/{city}/ogc/collections/{collection}/queryables',
  summary: 'OGC API – Features: queryable properties',
  params: Collection,
  query: Plain,
  mediaType: 'application/schema+json',
})
export const getOgcSchema = defineEndpoint({
  ...read,
  id: 'getOgcSchema',
  path: '/cities/{city}/ogc/collections/{collection}/schema',
  summary: 'OGC API – Features: schema of the features',
  params: Collection,
  query: Plain,
  mediaType: 'application/schema+json',
})
export const listOgcItems = defineEndpoint({
  ...read,
  id: 'listOgcItems',
  path: '/cities/{city}/ogc/collections/{collection}/items',
  summary: 'OGC API – Features: features filtered by box, time, values and CQL2',
  queue: 'features',
  params: Collection,
  // every queryable is a parameter too; the handler checks the names
  query: z.looseObject({
    f: z.enum(['json']).optional(),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .default(1000)
      .transform((limit) => Math.min(limit, 10_000)),
    offset: z.coerce.number().int().min(0).default(0),
    bbox: z.string().max(200).optional(),
    'bbox-crs': z.string().max(100).optional(),
    crs: z.string().max(100).optional(),
    datetime: z.string().max(100).optional(),
    filter: z.string().max(20_000).optional(),
    'filter-lang': z.enum(['cql2-text']).optional(),
    'filter-crs': z.string().max(100).optional(),
  }),
  mediaType: 'application/geo+json',
})
export const getOgcItem = defineEndpoint({
  ...read,
  id: 'getOgcItem',
  path: '/cities/{city}/ogc/collections/{collection}/items/{item}',
  summary: 'OGC API – Features: one feature',
  params: Collection.extend({ item: z.string().regex(/^[0-9]{1,15}$/) }),
  query: z.strictObject({ f: z.enum(['json']).optional(), crs: z.string().max(100).optional() }),
  mediaType: 'application/geo+json',
})
