import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import { COLLECTIONS } from './collections.ts'
import { SYSTEMS } from './systems.ts'

/** The service's own definition in OpenAPI 3.0, which desktop clients read for limits and parameters. */
export function ogcOpenApi(city: CitySnapshot, root: string, version: string) {
  const answer = (type: string) => ({ 200: { description: 'The answer', content: { [type]: { schema: { type: 'object' } } } }, default: { description: 'A refusal', content: { 'application/problem+json': { schema: { type: 'object' } } } } })
  const get = (id: string, summary: string, type: string, parameters: object[] = []) => ({ get: { operationId: id, summary, parameters, responses: answer(type) } })
  const crs = { type: 'string', format: 'uri', enum: SYSTEMS.map(({ uri }) => uri) }
  const query = (name: string, schema: object, description: string) => ({ name, in: 'query', required: false, schema, description, style: 'form', explode: false })
  const items = (fields: (typeof COLLECTIONS)[number]['fields']) => [
    query('limit', { type: 'integer', minimum: 1, maximum: 10_000, default: 1000 }, 'Features of one page'),
    query('offset', { type: 'integer', minimum: 0, default: 0 }, 'Features to pass over'),
    query('bbox', { type: 'array', minItems: 4, maxItems: 6, items: { type: 'number' } }, 'Box that the features meet'),
    query('bbox-crs', crs, 'Coordinate system of bbox'),
    query('crs', crs, 'Coordinate system of the answer'),
    query('datetime', { type: 'string' }, 'Moment or interval (RFC 3339)'),
    query('filter', { type: 'string' }, 'CQL2 text'),
    query('filter-lang', { type: 'string', enum: ['cql2-text'], default: 'cql2-text' }, 'Language of the filter'),
    query('filter-crs', crs, 'Coordinate system of figures in the filter'),
    ...fields.map(({ name, title, type }) => query(name, type === 'date' ? { type: 'string', format: 'date' } : { type }, title)),
  ]
  return {
    openapi: '3.0.3',
    info: { title: `${city.name} – OGC API Features`, version },
    servers: [{ url: root }],
    paths: {
      '/': get('landing', 'Landing page', 'application/json'),
      '/conformance': get('conformance', 'Conformance classes', 'application/json'),
      '/collections': get('collections', 'Collections', 'application/json'),
      ...Object.fromEntries(COLLECTIONS.flatMap(({ id, title, fields }) => [
        [`/collections/${id}`, get(`describe.${id}`, title, 'application/json')],
        [`/collections/${id}/queryables`, get(`queryables.${id}`, `${title}: queryables`, 'application/schema+json')],
        [`/collections/${id}/schema`, get(`schema.${id}`, `${title}: schema`, 'application/schema+json')],
        [`/collections/${id}/items`, get(`items.${id}`, `${title}: features`, 'application/geo+json', items(fields))],
        [`/collections/${id}/items/{featureId}`, get(`item.${id}`, `${title}: one feature`, 'application/geo+json', [{ name: 'featureId', in: 'path', required: true, schema: { type: 'integer' } }, query('crs', crs, 'Coordinate system of the answer')])],
      ])),
    },
  }
}
