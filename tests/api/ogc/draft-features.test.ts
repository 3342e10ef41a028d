import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKey } from '#shared/contract/access/credentials.ts'
import { getProblems } from '#shared/contract/drafts/drafts.ts'
import { listGrids } from '#shared/contract/city/features.ts'
import type { Action } from '#shared/contract/permissions.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { createDraftClient, anOfficial } from '../../helpers/drafts/draft-client.ts'
import {
  createOgcDraftClient,
  getOuterRing,
  type OgcFeature,
  roundTo6Digits,
  toMultiPolygon,
} from '../../helpers/drafts/ogc-draft-client.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

/** The requests are those of QGIS 3.44: same order, headers and number of digits. */
const city = '321000'
const street = '321001001'
let test: TestApp
let client: ReturnType<typeof createDraftClient>
let key: string
let foreignKey: string

beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city, columns: 3, rows: 4 })] })
  client = createDraftClient(test, city)
  const issue = async (units: string[], scopes: Action[]) =>
    (
      await test.ask(
        createKey,
        { body: { name: 'QGIS', area: { city, units }, scopes, expiresAt: null } },
        { as: { role: 'admin', area: { city } } },
      )
    ).secret
  key = await issue([street], ['city.read', 'draft.features'])
  foreignKey = await issue(['321001002'], ['draft.features'])
})
afterAll(() => test.close())

const desktop = (draft: string, secret = key) => createOgcDraftClient(test, { city, draft, secret })

describe('a draft over OGC API – Features', () => {
  it('is listed, describes its operations, and can be split, reshaped, described and submitted', async () => {
    const id = await client.begin(street)
    const { send, grids, patch } = desktop(id)
    const { links } = (await (await send('')).json()) as { links: { rel: string }[] }
    expect(links.map(({ rel }) => rel)).toEqual(
      expect.arrayContaining(['conformance', 'data', 'service-desc']),
    )
    expect(((await (await send('/conformance')).json()) as { conformsTo: string[] }).conformsTo).toContain(
      'http://www.opengis.net/spec/ogcapi-features-4/1.0/conf/create-replace-delete',
    )
    expect(await (await send('/collections')).json()).toMatchObject({
      collections: [{ id: 'grids' }, { id: 'problems' }],
    })
    expect((await send('/collections/grids/items', 'OPTIONS')).headers.get('allow')).toBe(
      'GET, HEAD, POST, OPTIONS',
    )
    expect((await send('/collections/grids/items/1', 'OPTIONS')).headers.get('allow')).toBe(
      'GET, HEAD, PUT, PATCH, DELETE, OPTIONS',
    )
    expect((await send('/collections/problems/items', 'OPTIONS')).headers.get('allow')).toBe(
      'GET, HEAD, OPTIONS',
    )

    const before = await grids()
    const [first] = before as [OgcFeature]
    // cut from a place on the street's outer border, where no vertex was, to one on the border of the next community
    const ring = getOuterRing(first)
    const foot: [number, number] = [120.0023004, 33]
    // the first half keeps its number: geometry only, all digits
    expect(
      (await patch(first.id, { geometry: toMultiPolygon([ring[0]!, ring[1]!, foot, ...ring.slice(8)]) }))
        .status,
    ).toBe(204)
    const broken = (await (await send('/collections/problems/items')).json()) as {
      features: { properties: { type: string; severity: string } }[]
    }
    expect(broken.features.map(({ properties }) => properties)).toContainEqual(
      expect.objectContaining({ type: 'gap', severity: 'error' }),
    )
    await expect(client.submit(id, anOfficial(city, street))).rejects.toMatchObject({
      problem: { code: 'has_problems' },
    })

    // the second half is a new feature, written with six digits
    const made = await send('/collections/grids/items', 'POST', {
      type: 'Feature',
      geometry: toMultiPolygon(roundTo6Digits([foot, ...ring.slice(2, 9)])),
      properties: {
        code: null,
        name: '新网格甲',
        kind: 'comprehensive',
        communityCode: null,
        households: 120,
        residents: null,
        branchSince: '2024-05-01T00:00:00',
        areaM2: null,
        validFrom: null,
      },
    })
    expect(made.status).toBe(201)
    expect(made.headers.get('location')).toMatch(
      /^http:\/\/test\/api\/cities\/321000\/drafts\/.*\/items\/-1$/,
    )
    expect(await (await send(made.headers.get('location')!.replace('http://test', ''))).json()).toMatchObject(
      {
        id: -1,
        properties: {
          name: '新网格甲',
          households: 120,
          residents: 0,
          branchSince: '2024-05-01',
          communityCode: first.properties['communityCode'],
        },
      },
    )
    const errors = async () =>
      (await test.ask(getProblems, { params: { city, draft: id } })).issues.filter(
        ({ severity }) => severity === 'error',
      )
    expect(await errors()).toEqual([])

    // a value, then a whole feature as it was read
    expect((await patch(first.id, { properties: { households: 77 } })).status).toBe(204)
    const now = (await grids()).find((feature) => feature.id === first.id)!
    expect(
      (
        await send(`/collections/grids/items/${first.id}`, 'PUT', {
          ...now,
          id: String(first.id),
          type: 'Feature',
        })
      ).status,
    ).toBe(204)
    expect((await grids()).find((feature) => feature.id === first.id)!.properties['households']).toBe(77)
    expect(await grids()).toHaveLength(before.length + 1)

    const { revision, grids: published } = await client.release(id, street)
    expect(published).toHaveLength(1)
    await waitUntil(
      async () =>
        (await test.ask(listGrids, { params: { city }, query: { limit: 100 } })).provenance.revision >=
        revision,
    )
    const { rows } = await test.database.query(`select operation from city_${city}.lineage`)
    expect(rows).toContainEqual({ operation: 'redraw' })
    // what is published is read only, here and in the city
    expect((await patch(first.id, { properties: { households: 1 } })).status).toBe(405)
    expect(
      (await test.send(`/api/cities/${city}/ogc/collections/grids/items`, { method: 'OPTIONS' })).headers.get(
        'allow',
      ),
    ).toBe('GET, HEAD, OPTIONS')
    expect(
      (await test.send(`/api/cities/${city}/ogc/collections/grids/items`, { method: 'POST', body: {} }))
        .status,
    ).toBe(404)
  })

  it('merges by replacing one feature and deleting the other, also in a northing-first coordinate system', async () => {
    const id = await client.begin(street)
    const { send, grids, patch } = desktop(id)
    const at4549 = (
      (await (
        await send('/collections/grids/items?limit=100&crs=http://www.opengis.net/def/crs/EPSG/0/4549')
      ).json()) as { features: OgcFeature[] }
    ).features
    const same = at4549[0]!
    expect(
      (
        await patch(
          same.id,
          { geometry: same.geometry },
          { 'content-crs': '<http://www.opengis.net/def/crs/EPSG/0/4549>' },
        )
      ).status,
    ).toBe(204)
    expect((await client.open(id)).draft.steps).toBe(0)

    const all = await grids()
    const [one, beside] = ['002', '003'].map((serial) =>
      all.find(({ properties }) => properties['code'] === `${street}001${serial}`)!,
    ) as [OgcFeature, OgcFeature]
    const [own, other] = [getOuterRing(one), getOuterRing(beside)]
    expect(own[4]).toEqual(other[0])
    expect(
      (
        await patch(one.id, {
          geometry: toMultiPolygon([...own.slice(0, 5), ...other.slice(1, 17), ...own.slice(9)]),
        })
      ).status,
    ).toBe(204)
    expect((await send(`/collections/grids/items/${beside.id}`, 'DELETE')).status).toBe(204)
    expect(
      (await test.ask(getProblems, { params: { city, draft: id } })).issues.filter(
        ({ severity }) => severity === 'error',
      ),
    ).toEqual([])
    expect((await send(`/collections/grids/items/${beside.id}`, 'DELETE')).status).toBe(404)
  })

  it('rejects features that are not grids of the street, with a reason', async () => {
    const id = await client.begin(street)
    const { send, grids, patch } = desktop(id)
    const [grid] = (await grids()) as [OgcFeature]
    const refusal = async (answer: Promise<Response>) => {
      const { status, code, details } = (await (await answer).json()) as {
        status: number
        code: string
        details?: { reason?: string }
      }
      return [status, details?.reason ?? code]
    }
    const bowTie = [
      [
        [
          [120, 33],
          [120.003, 33.003],
          [120.003, 33],
          [120, 33.001],
          [120, 33],
        ],
      ],
    ]
    expect(
      await refusal(patch(grid.id, { geometry: { type: 'MultiPolygon', coordinates: bowTie } })),
    ).toEqual([422, 'self_crossing'])
    expect(await refusal(patch(grid.id, { geometry: { type: 'Point', coordinates: [120, 33] } }))).toEqual([
      422,
      'wrong_geometry',
    ])
    expect(await refusal(patch(grid.id, { geometry: { type: 'Polygon', coordinates: 'x' } }))).toEqual([
      400,
      'wrong_geometry',
    ])
    expect(await refusal(patch(grid.id, { properties: { secret: 1 } }))).toEqual([422, 'unknown_fields'])
    expect(await refusal(patch(grid.id, { properties: { households: -1 } }))).toEqual([422, 'bad_value'])
    expect(await refusal(patch(grid.id, { properties: { communityCode: '321001001002' } }))).toEqual([
      422,
      'different_communities',
    ])
    expect(await refusal(patch(999_999, { properties: { households: 1 } }))).toEqual([404, 'not_found'])
    expect(
      await refusal(
        send('/collections/grids/items', 'POST', {
          type: 'Feature',
          geometry: toMultiPolygon([
            [100, 10],
            [101, 10],
            [101, 11],
          ]),
          properties: {},
        }),
      ),
    ).toEqual([422, 'other_street'])
    expect(
      await refusal(
        send('/collections/grids/items', 'POST', { type: 'Feature', geometry: null, properties: {} }),
      ),
    ).toEqual([422, 'no_geometry'])
    expect(await refusal(send('/collections/problems/items', 'POST', {}))).toEqual([
      405,
      'method_not_allowed',
    ])
    expect(await refusal(send('/collections/grids/items', 'POST', {}, 'text/plain'))).toEqual([
      415,
      'unsupported_media',
    ])
    // somebody else's state, a key of another street, a key that may only read
    const { headers } = await send(`/collections/grids/items/${grid.id}`)
    expect(
      (await patch(grid.id, { properties: { households: 5 } }, { 'if-match': headers.get('etag')! })).status,
    ).toBe(204)
    expect(
      await refusal(patch(grid.id, { properties: { households: 6 } }, { 'if-match': headers.get('etag')! })),
    ).toEqual([412, 'changed_meanwhile'])
    expect((await desktop(id, foreignKey).send('')).status).toBe(403)
    expect((await desktop(id, foreignKey).patch(grid.id, { properties: { households: 9 } })).status).toBe(403)
    expect((await client.open(id)).draft.steps).toBe(1)
  })
})
