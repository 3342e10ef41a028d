import { randomUUID } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { VectorTile, type VectorTileLayer } from '@mapbox/vector-tile'
import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec'
import { PbfReader } from 'pbf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import { getFeature } from '#shared/contract/city/features.ts'
import { toLatticeUnits } from '#shared/geometry/lattice.ts'
import { layerIds } from '#shared/contract/enums.ts'
import { toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'
import { commitChangeset } from '../../api/changesets/commit-changeset.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { openTestApp, type TestApp } from '../helpers/api/open-test-app.ts'

const city = '321000'
let test: TestApp

beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
})

afterAll(() => test.close())

const layersOf = async (answer: Response) =>
  new VectorTile(new PbfReader(new Uint8Array(await answer.arrayBuffer()))).layers

const layerOf = async (answer: Response, name: string): Promise<VectorTileLayer> => {
  const layer = (await layersOf(answer))[name]
  if (!layer) throw new Error(`the tile has no layer ${name}`)
  return layer
}

const tileOver = async (feature: string, z: number): Promise<string> => {
  const { box } = await test.ask(getFeature, { params: { city, layer: 'grids', feature } })
  if (box === null) throw new Error('a grid has a box')
  const [x, y] = [toLatticeUnits((box[0] + box[2]) / 2), toLatticeUnits((box[1] + box[3]) / 2)]
  return `${z}/${Math.floor(toWorldX(x) / 2 ** (31 - z))}/${Math.floor(toWorldY(y) / 2 ** (31 - z))}`
}

const path = (place: string, { revision = 'current', layers = 'grids' } = {}) =>
  `/api/cities/${city}/tiles/${revision}/${layers}/${place}`

describe('tiles', () => {
  it('contain every grid of the city at low zoom, with ids only', async () => {
    const grids = await layerOf(await test.send(path(await tileOver('1', 8))), 'grids')
    expect(grids.length).toBe(36)
    expect(grids.feature(0)).toMatchObject({ id: 1, properties: {} })
  })

  it('contain codes, names and labels at high zoom', async () => {
    const place = path(await tileOver('code:321001001001002', 15))
    const grids = await layerOf(await test.send(place), 'grids')
    const labels = await layerOf(await test.send(place), 'grids_label')
    const codes = Array.from({ length: grids.length }, (_, i) => grids.feature(i).properties['code'])
    expect(codes).toContain('321001001001002')
    expect(labels.feature(0).properties['name']).toMatch(/网格$/)
  })

  it('combine several layers in a canonical order, regardless of the requested order', async () => {
    const place = await tileOver('1', 10)
    const readBytes = async (layers: string) =>
      Buffer.from(await (await test.send(path(place, { layers }))).arrayBuffer())
    const bytes = await readBytes('streets,districts')
    expect((await readBytes('districts,streets')).equals(bytes)).toBe(true)
    expect(Object.keys(await layersOf(new Response(bytes)))).toEqual([
      'streets',
      'streets_label',
      'districts',
      'districts_label',
    ])
  })

  it('are compressed once for clients that accept gzip, and plain for others', async () => {
    const place = await tileOver('1', 10)
    const zipped = await test.send(path(place), { headers: { 'accept-encoding': 'gzip, br' } })
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    const plain = await test.send(path(place))
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(
      gunzipSync(Buffer.from(await zipped.arrayBuffer())).equals(Buffer.from(await plain.arrayBuffer())),
    ).toBe(true)
  })

  it('are empty rather than missing outside the city', async () => {
    expect((await test.send(path('10/0/0'))).status).toBe(204)
  })

  it('return 304 for a matching ETag', async () => {
    const place = await tileOver('1', 10)
    const etag = (await test.send(path(place))).headers.get('etag') ?? ''
    const again = await test.send(path(place), { headers: { 'if-none-match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  it('do not reload the city for a revision that does not exist', async () => {
    const place = await tileOver('1', 10)
    const before = test.app.cities.peek(city)
    const answer = await test.send(path(place, { revision: '999999' }))
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'private, no-cache'])
    expect(test.app.cities.peek(city)).toBe(before)
  })

  it('have TileJSON and a style with absolute addresses', async () => {
    for (const layer of layerIds) {
      const tileJson = await (await test.send(`/api/cities/${city}/layers/${layer}/tilejson`)).json()
      expect(tileJson).toMatchObject({
        tilejson: '3.0.0',
        tiles: [`http://test/api/cities/${city}/tiles/current/${layer}/{z}/{x}/{y}`],
      })
      expect(tileJson.vector_layers[0].id).toBe(layer)
    }
    const style = await (await test.send(`/api/cities/${city}/styles/day`)).json()
    expect(style.sources.grids.tiles[0]).toBe(
      `http://test/api/cities/${city}/tiles/current/grids/{z}/{x}/{y}`,
    )
  })

  it('have a style without feature-state, for other map clients', async () => {
    const { layers } = (await (
      await test.send(`/api/cities/${city}/styles/day`)
    ).json()) as StyleSpecification
    expect(JSON.stringify(layers)).not.toContain('feature-state')
    expect(layers.map(({ id }) => id)).not.toContain('grids-highlight')
    const park = layers.find(({ id }) => id === 'parks-line')
    expect(park).toMatchObject({ paint: { 'line-width': 1.6 } })
    expect(layers.find(({ id }) => id === 'stations-dot')).toMatchObject({
      paint: {
        'circle-color': ['case', ['==', ['get', 'status'], 'open'], expect.any(String), expect.any(String)],
      },
    })
  })
})

describe('an edit', () => {
  it('changes the revision of the tiles it touches and of no other', async () => {
    const [near, far] = [
      await tileOver('code:321001001001001', 14),
      await tileOver('code:321002002002004', 14),
    ]
    const before = await test.ask(getCity, { params: { city } })
    const { box } = await test.ask(getFeature, {
      params: { city, layer: 'grids', feature: 'code:321001001001001' },
    })
    if (box === null) throw new Error('a grid has a box')
    await commitChangeset(
      test.database,
      { city, actor: 'test', note: 'rename a grid', requestId: randomUUID(), kind: 'test' },
      async (tx, { revision }) => {
        await tx.query(
          "update grid set name = '改名网格', version = version + 1, revision = $1 where code = '321001001001001'",
          [revision],
        )
        return {
          answer: null,
          box: [
            toLatticeUnits(box[0]),
            toLatticeUnits(box[1]),
            toLatticeUnits(box[2]),
            toLatticeUnits(box[3]),
          ],
          layers: ['grids'],
        }
      },
    )
    await test.app.cities.get(city, before.provenance.revision + 1)

    const after = await test.ask(getCity, { params: { city } })
    expect(after.provenance.revision).toBe(before.provenance.revision + 1)
    expect(after.changes.list.at(-1)).toMatchObject({
      revision: after.provenance.revision,
      layers: ['grids'],
    })
    const revisions = await Promise.all(
      [near, far].map(async (place) => (await test.send(path(place))).headers.get('etag')),
    )
    expect(revisions).toEqual([`"${after.provenance.revision}"`, `"${before.provenance.revision}"`])

    const fixed = await test.send(path(near, { revision: String(after.provenance.revision) }))
    expect(fixed.headers.get('cache-control')).toContain('immutable')
    const outdated = await test.send(path(near, { revision: String(before.provenance.revision) }))
    expect(outdated.headers.get('cache-control')).not.toContain('immutable')
    const grids = await layerOf(fixed, 'grids')
    expect(Array.from({ length: grids.length }, (_, i) => grids.feature(i).properties['name'])).toContain(
      '改名网格',
    )
  })
})
