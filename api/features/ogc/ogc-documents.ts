import { toDegrees } from '#shared/geometry/lattice.ts'
import type { CollectionField } from './collections/collection-definition.ts'
import { computeRowBox } from './row-geometry.ts'
import type { CollectionSource, OgcService } from './ogc-service.ts'
import { CRS84, SUPPORTED_CRS } from './supported-crs.ts'

/** Builders of the service's documents. `root`: URL of the landing page, without a trailing slash. */

export interface Link {
  href: string
  rel: string
  type: string
  title?: string
}

const JSON_TYPE = 'application/json'
const SCHEMA_TYPE = 'application/schema+json'
export const OPENAPI_TYPE = 'application/vnd.oai.openapi+json;version=3.0'
const REL = 'http://www.opengis.net/def/rel/ogc/1.0'

const CONFORMANCE: readonly string[] = [
  ...['core', 'oas30', 'geojson'].map(
    (name) => `http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/${name}`,
  ),
  'http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs',
  ...['queryables', 'queryables-query-parameters', 'filter', 'features-filter'].map(
    (name) => `http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/${name}`,
  ),
  ...[
    'cql2-text',
    'basic-cql2',
    'advanced-comparison-operators',
    'case-insensitive-comparison',
    'basic-spatial-functions',
  ].map((name) => `http://www.opengis.net/spec/cql2/1.0/conf/${name}`),
  ...['schemas', 'core-roles-features', 'returnables-and-receivables', 'queryables'].map(
    (name) => `http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/${name}`,
  ),
]

/** Additional conformance classes of writable services. */
const EDITING: readonly string[] = [
  'create-replace-delete',
  'update',
  'optimistic-locking-etags',
  'features',
].map((name) => `http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/${name}`)

export const buildConformanceDocument = ({ collections }: OgcService) => ({
  conformsTo: collections.some(({ writable }) => writable.size > 0)
    ? [...CONFORMANCE, ...EDITING]
    : CONFORMANCE,
})

export function buildLandingDocument({ title, description, styles }: OgcService, root: string) {
  return {
    title,
    description,
    links: [
      { rel: 'self', type: JSON_TYPE, href: root, title: 'this document' },
      { rel: 'alternate', type: 'text/html', href: `${root}?f=html`, title: 'this document as HTML' },
      { rel: 'service-desc', type: OPENAPI_TYPE, href: `${root}/api`, title: 'OpenAPI 3.0' },
      { rel: 'conformance', type: JSON_TYPE, href: `${root}/conformance`, title: 'conformance classes' },
      { rel: 'data', type: JSON_TYPE, href: `${root}/collections`, title: 'collections' },
      ...(styles === null ? [] : ['day', 'night', 'wall']).map((theme) => ({
        rel: 'style',
        type: 'application/vnd.mapbox.style+json',
        href: `${styles}/${theme}`,
        title: `MapLibre style (${theme}) with vector tiles`,
      })),
    ] satisfies Link[],
  }
}

export function buildCollectionsDocument(service: OgcService, root: string) {
  return {
    links: [{ rel: 'self', type: JSON_TYPE, href: `${root}/collections` }] satisfies Link[],
    crs: SUPPORTED_CRS.map(({ uri }) => uri),
    collections: service.collections.map((each) => buildCollectionDocument(service, each, root)),
  }
}

export function buildCollectionDocument({ state }: OgcService, of: CollectionSource, root: string) {
  const own = `${root}/collections/${of.id}`
  const { first, box } = extentOf(state, of)
  return {
    id: of.id,
    title: of.title,
    itemType: 'feature',
    extent: {
      ...(box ? { spatial: { bbox: [box], crs: CRS84 } } : {}),
      temporal: { interval: [[first, null]], trs: 'http://www.opengis.net/def/uom/ISO-8601/0/Gregorian' },
    },
    crs: SUPPORTED_CRS.map(({ uri }) => uri),
    storageCrs: CRS84,
    links: [
      { rel: 'self', type: JSON_TYPE, href: own },
      { rel: 'items', type: 'application/geo+json', href: `${own}/items`, title: of.title },
      { rel: `${REL}/queryables`, type: SCHEMA_TYPE, href: `${own}/queryables` },
      { rel: `${REL}/schema`, type: SCHEMA_TYPE, href: `${own}/schema` },
      { rel: 'describedby', type: SCHEMA_TYPE, href: `${own}/schema` },
    ] satisfies Link[],
  }
}

export function buildQueryablesDocument(of: CollectionSource, root: string) {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${root}/collections/${of.id}/queryables`,
    type: 'object',
    title: of.title,
    additionalProperties: false,
    properties: {
      ...Object.fromEntries(of.fields.map((field) => [field.name, propertySchema(field)])),
      geometry: geometrySchema(of),
    },
  }
}

export function buildSchemaDocument(of: CollectionSource, root: string) {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${root}/collections/${of.id}/schema`,
    type: 'object',
    title: of.title,
    properties: {
      id: { type: 'integer', readOnly: true, 'x-ogc-role': 'id', 'x-ogc-propertySeq': 1 },
      ...Object.fromEntries(
        of.fields.map((field, i) => [
          field.name,
          {
            ...propertySchema(field),
            ...(field.role ? { 'x-ogc-role': field.role } : {}),
            'x-ogc-propertySeq': i + 2,
            ...(of.writable.has(field.name) ? {} : { readOnly: true }),
          },
        ]),
      ),
      geometry: {
        ...geometrySchema(of),
        'x-ogc-role': 'primary-geometry',
        'x-ogc-propertySeq': of.fields.length + 2,
        ...(of.writable.size > 0 ? {} : { readOnly: true }),
      },
    },
  }
}

function propertySchema({ title, type }: CollectionField) {
  return { title, ...(type === 'date' ? { type: 'string', format: 'date' } : { type }) }
}

/** The format is the standard's name of the geometry; desktop programs recognise it by the reference. */
const geometrySchema = ({ shape }: CollectionSource) => ({
  title: '图形 · geometry',
  format: `geometry-${shape.toLowerCase()}`,
  $ref: `https://geojson.org/schema/${shape}.json`,
})

interface Extent {
  first: string | null
  box: [number, number, number, number] | null
}

const extents = new WeakMap<object, Map<string, Extent>>()

function extentOf(state: object, of: CollectionSource): Extent {
  let known = extents.get(state)
  if (!known) extents.set(state, (known = new Map()))
  let extent = known.get(of.id)
  if (!extent) known.set(of.id, (extent = measure(of)))
  return extent
}

function measure(of: CollectionSource): Extent {
  const { mesh, rows, column } = of.rows()
  const start = of.fields.find(({ role }) => role === 'primary-interval-start')
  const read = start ? column(start.name) : null
  let first: string | null = null
  let box: [number, number, number, number] | null = null
  for (const row of rows) {
    const day = read?.(row)
    if (typeof day === 'string' && (first === null || day < first)) first = day
    const own = computeRowBox(mesh, row)
    if (own)
      box = box
        ? [
            Math.min(box[0], own[0]),
            Math.min(box[1], own[1]),
            Math.max(box[2], own[2]),
            Math.max(box[3], own[3]),
          ]
        : [...own]
  }
  return {
    first: first && `${first}T00:00:00Z`,
    box: box && [toDegrees(box[0]), toDegrees(box[1]), toDegrees(box[2]), toDegrees(box[3])],
  }
}
