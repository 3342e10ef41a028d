import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCity } from '../../helpers/city/a-city.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const city = '321000'
const facts = aCity({ code: city, columns: 4, rows: 8 })
const root = `/api/cities/${city}/ogc`
const epsg = (code: number) => `http://www.opengis.net/def/crs/EPSG/0/${code}`
let test: TestApp

beforeAll(async () => {
  test = await openTestApp({ cities: [facts] })
})
afterAll(() => test.close())

interface Link {
  rel: string
  href: string
  type?: string
}
interface Page {
  numberMatched: number
  numberReturned: number
  links: Link[]
  features: {
    id: number
    properties: Record<string, unknown>
    geometry: { type: string; coordinates: unknown }
  }[]
}

const get = async <T>(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: Headers; body: T }> => {
  const answer = await test.send(path.replace('http://test', ''), { headers })
  const text = await answer.text()
  return {
    status: answer.status,
    headers: answer.headers,
    body: text.startsWith('<') ? (text as T) : (JSON.parse(text) as T),
  }
}
const items = (collection: string, query: Record<string, string> = {}) =>
  get<Page>(`${root}/collections/${collection}/items?${new URLSearchParams(query)}`)
const linkTo = (links: readonly Link[], rel: string) => links.find((link) => link.rel === rel)!.href

describe('the request sequence of QGIS: landing page, conformance, api, collections, queryables, items, filter', () => {
  it('is linked from each response to the next', async () => {
    const landing = await get<{ links: Link[] }>(root)
    const conformance = await get<{ conformsTo: string[] }>(linkTo(landing.body.links, 'conformance'))
    expect(conformance.body.conformsTo).toEqual(
      expect.arrayContaining([
        'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core',
        'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30',
        'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson',
        'http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs',
        'http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas',
        // all of these, or QGIS filters by itself
        'http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter',
        'http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter',
        'http://www.opengis.net/spec/cql2/1.0/conf/cql2-text',
        'http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2',
        'http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators',
        'http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison',
        'http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions',
      ]),
    )
    const api = await get<{
      openapi: string
      paths: Record<string, { get: { parameters: { name: string; schema: { maximum?: number } }[] } }>
    }>(linkTo(landing.body.links, 'service-desc'))
    expect(api.headers.get('content-type')).toBe('application/vnd.oai.openapi+json;version=3.0')
    expect(api.body.openapi).toBe('3.0.3')
    expect(
      api.body.paths['/collections/grids/items']!.get.parameters.find(({ name }) => name === 'limit')!.schema
        .maximum,
    ).toBe(10_000)

    const {
      body: { collections },
    } = await get<{
      collections: {
        id: string
        links: Link[]
        crs: string[]
        storageCrs: string
        extent: { spatial?: { bbox: number[][] } }
      }[]
    }>(linkTo(landing.body.links, 'data'))
    const grids = collections.find(({ id }) => id === 'grids')!
    expect(grids.crs).toEqual([
      'http://www.opengis.net/def/crs/OGC/1.3/CRS84',
      epsg(4326),
      epsg(4490),
      epsg(4549),
      epsg(3857),
    ])
    expect(grids.extent.spatial!.bbox[0]).toEqual([
      120,
      33,
      expect.closeTo(120.024, 4),
      expect.closeTo(33.048, 4),
    ])
    expect((await get(linkTo(grids.links, 'self'))).body).toMatchObject({ id: 'grids', itemType: 'feature' })
    const queryables = await get<{ properties: Record<string, { type?: string; format?: string }> }>(
      linkTo(grids.links, 'http://www.opengis.net/def/rel/ogc/1.0/queryables'),
    )
    expect(queryables.body.properties).toMatchObject({
      code: { type: 'string' },
      households: { type: 'integer' },
      branchSince: { type: 'string', format: 'date' },
      geometry: { format: 'geometry-multipolygon', $ref: 'https://geojson.org/schema/MultiPolygon.json' },
    })
    // a page of ten to learn the fields, then what may be written: nothing
    expect((await items('grids', { limit: '10' })).body.numberReturned).toBe(10)
    expect(
      (await test.send(`${root}/collections/grids/items`, { method: 'OPTIONS' })).headers.get('allow'),
    ).toBe('GET, HEAD, OPTIONS')
    const schema = await get<{ properties: Record<string, object> }>(
      linkTo(grids.links, 'http://www.opengis.net/def/rel/ogc/1.0/schema'),
    )
    expect(schema.body.properties['id']).toMatchObject({ 'x-ogc-role': 'id' })

    const seen: unknown[] = []
    for (let next: string | undefined = `${linkTo(grids.links, 'items')}?limit=10`; next !== undefined;) {
      const { body }: { body: Page } = await get<Page>(next)
      expect(body).toMatchObject({ numberMatched: facts.grids.length, numberReturned: body.features.length })
      seen.push(...body.features.map(({ properties }) => properties['code']))
      next = body.links.find(({ rel }) => rel === 'next')?.href
    }
    expect(seen).toEqual(facts.grids.map(({ code }) => code))
    const filtered = await items('grids', {
      filter: "code LIKE '321001001%' AND households >= 320",
      'filter-lang': 'cql2-text',
    })
    expect(filtered.body.features.map(({ properties }) => properties['code'])).toEqual(
      facts.grids
        .filter(({ code, households }) => code.startsWith('321001001') && households >= 320)
        .map(({ code }) => code),
    )
  })

  it('accepts the filters that QGIS writes', async () => {
    const matched = async (filter: string) =>
      (await items('grids', { filter, 'filter-lang': 'cql2-text', limit: '1' })).body.numberMatched
    const count = (test: (grid: (typeof facts.grids)[number]) => boolean) => facts.grids.filter(test).length
    const [first] = facts.grids
    expect(await matched(`((households > 300) AND (NOT (name IS NULL)))`)).toBe(
      count(({ households }) => households > 300),
    )
    expect(await matched(`(households BETWEEN 310 AND 330)`)).toBe(
      count(({ households }) => households >= 310 && households <= 330),
    )
    expect(await matched(`code IN ('${first!.code}','nothing')`)).toBe(1)
    expect(await matched(`CASEI(kind) LIKE CASEI('COMPRE%')`)).toBe(
      count(({ kind }) => kind === 'comprehensive'),
    )
    expect(await matched(`(validFrom >= DATE('2016-01-01'))`)).toBe(
      count(({ validFrom }) => validFrom >= '2016-01-01'),
    )
    expect(await matched(`S_INTERSECTS(geometry,BBOX(120,33,120.001,33.001))`)).toBe(1)
    expect(
      await matched(
        `S_INTERSECTS(geometry,POLYGON((120 33, 120.001 33, 120.001 33.001, 120 33.001, 120 33)))`,
      ),
    ).toBe(1)
  })

  it('includes an HTML landing page without scripts', async () => {
    const page = await get<string>(root, { accept: 'text/html,*/*' })
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.body).toContain('网格 · grids')
    expect(page.body).not.toContain('<script')
    expect((await get<string>(`${root}?f=html`)).body).toContain('OAPIF:')
  })
})

describe('features', () => {
  it('have all their values and correct coordinates', async () => {
    const { body } = await items('grids', { limit: '1' })
    const [grid] = facts.grids
    expect(body.features[0]).toMatchObject({
      properties: {
        code: grid!.code,
        name: grid!.name,
        communityCode: grid!.communityCode,
        households: grid!.households,
        branchSince: null,
        validFrom: '2016-01-01',
      },
      geometry: {
        type: 'MultiPolygon',
        coordinates: grid!.geometry.map((polygon) =>
          polygon.map((ring) => [...ring, ring[0]!].map(([x, y]) => [x / 1e7, y / 1e7])),
        ),
      },
    })
    const one = await get<Page['features'][number]>(`${root}/collections/grids/items/${body.features[0]!.id}`)
    expect(one.body.properties).toEqual(body.features[0]!.properties)
    expect((await items('stations')).body).toMatchObject({
      numberMatched: 2,
      features: [{ properties: { code: 'S-001', areaM2: 420, functions: '议事;阅览' } }, {}],
    })
    expect((await items('waterways')).body.features[0]!.geometry.type).toBe('LineString')
  })

  it('use the requested coordinate system and its axis order', async () => {
    const place = async (crs?: string) => {
      const answer = await items('stations', { limit: '1', ...(crs === undefined ? {} : { crs }) })
      return { system: answer.headers.get('content-crs'), at: answer.body.features[0]!.geometry.coordinates }
    }
    expect(await place()).toEqual({
      system: '<http://www.opengis.net/def/crs/OGC/1.3/CRS84>',
      at: [120.002, 33.002],
    })
    expect(await place(epsg(4490))).toEqual({ system: `<${epsg(4490)}>`, at: [33.002, 120.002] })
    // northing first; the numbers are PROJ's for the same place
    expect(await place(epsg(4549))).toEqual({
      system: `<${epsg(4549)}>`,
      at: [expect.closeTo(3_652_969.8538, 3), expect.closeTo(500_186.9022, 3)],
    })
    expect(await place(epsg(3857))).toEqual({
      system: `<${epsg(3857)}>`,
      at: [expect.closeTo(13_358_561.5342, 3), expect.closeTo(3_895_569.433, 3)],
    })
    expect((await items('grids', { crs: epsg(4547) })).status).toBe(400)
  })

  it('can be filtered by bounding box in any coordinate system, by time and by value', async () => {
    const whole = await items('grids', { bbox: '120,33,120.001,33.001' })
    expect(whole.body.features.map(({ properties }) => properties['code'])).toEqual([facts.grids[0]!.code])
    expect(
      (await items('grids', { bbox: '33,120,33.001,120.001', 'bbox-crs': epsg(4490) })).body.numberMatched,
    ).toBe(1)
    expect((await items('grids', { bbox: '100,10,101,11' })).body.numberMatched).toBe(0)
    expect((await items('grids', { datetime: '2015-12-31' })).body.numberMatched).toBe(0)
    expect((await items('grids', { datetime: '2015-01-01/..' })).body.numberMatched).toBe(facts.grids.length)
    expect((await items('grids', { communityCode: facts.grids[0]!.communityCode })).body.numberMatched).toBe(
      4,
    )
    expect(
      (await items('grids', { filter: 'S_INTERSECTS(geometry, POINT(120.001 33.001))' })).body.numberMatched,
    ).toBe(1)
    expect(
      (
        await items('grids', {
          filter: `S_INTERSECTS(geometry, POINT(33.001 120.001))`,
          'filter-crs': epsg(4326),
        })
      ).body.numberMatched,
    ).toBe(1)
  })

  it.each([
    { nonsense: '1' },
    { limit: '0' },
    { limit: 'x' },
    { bbox: '1,2,3' },
    { bbox: '1,2,x,4' },
    { datetime: 'yesterday' },
    { datetime: '2020-01-02/2020-01-01' },
    { filter: 'households >' },
    { filter: 'secret = 1' },
    { 'filter-lang': 'cql2-json', filter: 'true' },
    { 'bbox-crs': 'x', bbox: '1,2,3,4' },
  ] as Record<string, string>[])('are rejected for %j', async (query) =>
    expect((await items('grids', query)).status).toBe(400),
  )

  it('return 304 for a matching ETag and 404 for unknown ids', async () => {
    const first = await items('grids', { limit: '2' })
    const again = await test.send(`${root}/collections/grids/items?limit=2`, {
      headers: { 'if-none-match': first.headers.get('etag')! },
    })
    expect(again.status).toBe(304)
    expect((await get(`${root}/collections/planets`)).status).toBe(404)
    expect((await get(`${root}/collections/grids/items/999999`)).status).toBe(404)
  })
})
