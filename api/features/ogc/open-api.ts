import type { CollectionSource, OgcService } from './ogc-service.ts'
import { SUPPORTED_CRS } from './supported-crs.ts'

/** Builds the service's OpenAPI 3.0 document, from which desktop clients read limits and parameters. */
export function buildOgcOpenApi({ title: name, collections }: OgcService, root: string, version: string) {
  const answer = (type: string) => ({
    200: { description: 'The answer', content: { [type]: { schema: { type: 'object' } } } },
    default: {
      description: 'A refusal',
      content: { 'application/problem+json': { schema: { type: 'object' } } },
    },
  })
  const get = (id: string, summary: string, type: string, parameters: object[] = []) => ({
    get: { operationId: id, summary, parameters, responses: answer(type) },
  })
  const crs = { type: 'string', format: 'uri', enum: SUPPORTED_CRS.map(({ uri }) => uri) }
  const query = (name: string, schema: object, description: string) => ({
    name,
    in: 'query',
    required: false,
    schema,
    description,
    style: 'form',
    explode: false,
  })
  const items = ({ fields }: CollectionSource) => [
    query('limit', { type: 'integer', minimum: 1, maximum: 10_000, default: 1000 }, 'Features of one page'),
    query('offset', { type: 'integer', minimum: 0, default: 0 }, 'Features to pass over'),
    query(
      'bbox',
      { type: 'array', minItems: 4, maxItems: 6, items: { type: 'number' } },
      'Box that the features meet',
    ),
    query('bbox-crs', crs, 'Coordinate system of bbox'),
    query('crs', crs, 'Coordinate system of the answer'),
    query('datetime', { type: 'string' }, 'Moment or interval (RFC 3339)'),
    query('filter', { type: 'string' }, 'CQL2 text'),
    query(
      'filter-lang',
      { type: 'string', enum: ['cql2-text'], default: 'cql2-text' },
      'Language of the filter',
    ),
    query('filter-crs', crs, 'Coordinate system of figures in the filter'),
    ...fields.map(({ name, title, type }) =>
      query(name, type === 'date' ? { type: 'string', format: 'date' } : { type }, title),
    ),
  ]
  const pathsOf = (of: CollectionSource): [string, object][] => {
    const { id, title, writable } = of
    const one = { name: 'featureId', in: 'path', required: true, schema: { type: 'integer' } }
    const write = (verb: string, type: string | null, good: number, parameters: object[] = []) => ({
      operationId: `${verb}.${id}`,
      summary: `${title}: ${verb}`,
      parameters,
      ...(type === null
        ? {}
        : { requestBody: { required: true, content: { [type]: { schema: { type: 'object' } } } } }),
      responses: {
        [good]: { description: 'Done' },
        default: {
          description: 'A refusal',
          content: { 'application/problem+json': { schema: { type: 'object' } } },
        },
      },
    })
    const isWritten = writable.size > 0
    return [
      ['', get(`describe.${id}`, title, 'application/json')],
      ['/queryables', get(`queryables.${id}`, `${title}: queryables`, 'application/schema+json')],
      ['/schema', get(`schema.${id}`, `${title}: schema`, 'application/schema+json')],
      [
        '/items',
        {
          ...get(`items.${id}`, `${title}: features`, 'application/geo+json', items(of)),
          ...(isWritten ? { post: write('create', 'application/geo+json', 201) } : {}),
        },
      ],
      [
        '/items/{featureId}',
        {
          ...get(`item.${id}`, `${title}: one feature`, 'application/geo+json', [
            one,
            query('crs', crs, 'Coordinate system of the answer'),
          ]),
          ...(isWritten
            ? {
                put: write('replace', 'application/geo+json', 204, [one]),
                patch: write('update', 'application/merge-patch+json', 204, [one]),
                delete: write('delete', null, 204, [one]),
              }
            : {}),
        },
      ],
    ]
  }
  return {
    openapi: '3.0.3',
    info: { title: `${name} – OGC API Features`, version },
    servers: [{ url: root }],
    paths: {
      '/': get('landing', 'Landing page', 'application/json'),
      '/conformance': get('conformance', 'Conformance classes', 'application/json'),
      '/collections': get('collections', 'Collections', 'application/json'),
      ...Object.fromEntries(
        collections.flatMap((of) =>
          pathsOf(of).map(([path, operations]) => [`/collections/${of.id}${path}`, operations] as const),
        ),
      ),
    },
  }
}
