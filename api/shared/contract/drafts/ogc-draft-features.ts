import { z } from 'zod'
import { DraftParams } from './drafts.ts'
import { defineEndpoint } from '../endpoint.ts'
import { listOgcItems } from '../city/ogc-features.ts'

/**
 * The grids of a draft as editable features for desktop programs: OGC API – Features part 4 (20-002) besides
 * the parts of the published city. Requests become steps of the draft, which is certified as a whole when it
 * is submitted.
 */

const Collection = DraftParams.extend({ collection: z.string().regex(/^[a-z]{1,20}$/) })
/** A grid that the draft created has a negative number. */
const Item = Collection.extend({ item: z.string().regex(/^-?[0-9]{1,15}$/) })
const Plain = z.strictObject({ f: z.enum(['json', 'html']).optional() })

const path = '/cities/{city}/drafts/{draft}/ogc'
const of = { permission: 'draft.features' } as const
const read = { ...of, method: 'get' } as const
const change = 'application/geo+json'

export const getDraftOgcLanding = defineEndpoint({
  ...read,
  id: 'getDraftOgcLanding',
  path,
  summary: 'OGC API – Features of a draft: landing page, as JSON or HTML',
  params: DraftParams,
  query: Plain,
  mediaType: 'application/json',
})
export const getDraftOgcConformance = defineEndpoint({
  ...read,
  id: 'getDraftOgcConformance',
  path: `${path}/conformance`,
  summary: 'OGC API – Features of a draft: conformance classes',
  params: DraftParams,
  query: Plain,
  mediaType: 'application/json',
})
export const getDraftOgcApi = defineEndpoint({
  ...read,
  id: 'getDraftOgcApi',
  path: `${path}/api`,
  summary: 'OGC API – Features of a draft: OpenAPI 3.0 definition',
  params: DraftParams,
  query: Plain,
  mediaType: 'application/vnd.oai.openapi+json;version=3.0',
})
export const getDraftOgcCollections = defineEndpoint({
  ...read,
  id: 'getDraftOgcCollections',
  path: `${path}/collections`,
  summary: 'OGC API – Features of a draft: its grids and their problems',
  params: DraftParams,
  query: Plain,
  mediaType: 'application/json',
})
export const getDraftOgcCollection = defineEndpoint({
  ...read,
  id: 'getDraftOgcCollection',
  path: `${path}/collections/{collection}`,
  summary: 'OGC API – Features of a draft: one collection',
  params: Collection,
  query: Plain,
  mediaType: 'application/json',
})
export const getDraftOgcQueryables = defineEndpoint({
  ...read,
  id: 'getDraftOgcQueryables',
  path: `${path}/collections/{collection}/queryables`,
  summary: 'OGC API – Features of a draft: queryable properties',
  params: Collection,
  query: Plain,
  mediaType: 'application/schema+json',
})
export const getDraftOgcSchema = defineEndpoint({
  ...read,
  id: 'getDraftOgcSchema',
  path: `${path}/collections/{collection}/schema`,
  summary: 'OGC API – Features of a draft: schema of the features',
  params: Collection,
  query: Plain,
  mediaType: 'application/schema+json',
})
export const listDraftOgcItems = defineEndpoint({
  ...read,
  id: 'listDraftOgcItems',
  path: `${path}/collections/{collection}/items`,
  summary: 'OGC API – Features of a draft: features filtered by box, values and CQL2',
  queue: 'features',
  params: Collection,
  query: listOgcItems.query,
  mediaType: change,
})
export const getDraftOgcItem = defineEndpoint({
  ...read,
  id: 'getDraftOgcItem',
  path: `${path}/collections/{collection}/items/{item}`,
  summary: 'OGC API – Features of a draft: one feature',
  params: Item,
  query: z.strictObject({ f: z.enum(['json']).optional(), crs: z.string().max(100).optional() }),
  mediaType: change,
})
export const createDraftOgcItem = defineEndpoint({
  ...of,
  method: 'post',
  queue: 'drafts',
  id: 'createDraftOgcItem',
  path: `${path}/collections/{collection}/items`,
  summary: 'OGC API – Features of a draft: creates a grid',
  params: Collection,
  bodyMediaType: change,
})
export const replaceDraftOgcItem = defineEndpoint({
  ...of,
  method: 'put',
  queue: 'drafts',
  id: 'replaceDraftOgcItem',
  path: `${path}/collections/{collection}/items/{item}`,
  summary: 'OGC API – Features of a draft: replaces shape and values of a grid',
  params: Item,
  bodyMediaType: change,
})
export const updateDraftOgcItem = defineEndpoint({
  ...of,
  method: 'patch',
  queue: 'drafts',
  id: 'updateDraftOgcItem',
  path: `${path}/collections/{collection}/items/{item}`,
  summary: 'OGC API – Features of a draft: updates shape or values of a grid (RFC 7396)',
  params: Item,
  bodyMediaType: 'application/merge-patch+json',
})
export const deleteDraftOgcItem = defineEndpoint({
  ...of,
  method: 'delete',
  queue: 'drafts',
  id: 'deleteDraftOgcItem',
  path: `${path}/collections/{collection}/items/{item}`,
  summary: 'OGC API – Features of a draft: retires a grid and leaves its land uncovered',
  params: Item,
})
