import { randomUUID } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { VectorTile } from '@mapbox/vector-tile'
import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec'
import { PbfReader } from 'pbf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity, getFeature } from '#shared/contract/city.ts'
import { snap } from '#shared/geometry/lattice.ts'
import { layerIds } from '#shared/layers/layer.ts'
import { worldX, worldY } from '#shared/tiles/world.ts'
import { change } from '../../api/db/change.ts'
import { aCity } from '../helpers/a-city.ts'
import { openTestApp, type TestApp } from '../helpers/open-test-app.ts'

const city = '321000'
let test: TestApp

beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
})

afterAll(() => test.close())

const layersOf = async (answer: Response) =>
  new VectorTile(new PbfReader(new Uint8Array(await answer.arrayBuffer()))).layers

const tileOver = async (feature: string, z: number): Promise<string> => {
  const { box } = await test.ask(getFeature, { params: { city, layer: 'grids', feature } })
  if (box === null) throw new Error('a grid has a box')
  const [x, y] = [snap((box[0] + box[2]) / 2), snap((box[1] + box[3]) / 2)]
  return `${z}/${Math.floor(worldX(x) / 2 ** (31 - z))}/${Math.floor(worldY(y) / 2 ** (31 - z))}`
}

const path = (place: string, { revision = 'current', layers = 'grids' } = {}) =>
  `/api/cities/${city}/tiles/${revision}/${layers}/${place}`

describe('tiles', () => {
  it('hold every grid of the city in one tile far out, by number alone', async () => {
    const { grids } = await layersOf(await test.send(path(await tileOver('1', 8))))
    expect(grids.length).toBe(36)
    expect(grids.feature(0)).toMatchObject({ id: 1, properties: {} })
  })

  it('tell code and name close up, and bring the labels', async () => {
    const { grids, grids_label: labels } = await layersOf(
      await test.send(path(await tileOver('code:321001001001002', 15))),
    )
    const codes = Array.from({ length: grids.length }, (_, i) => grids.feature(i).properties['code'])
    expect(codes).toContain('321001001001002')
    expect(labels.feature(0).properties['name']).toMatch(/网格$/)
  })

  it('join several layers in one answer, whatever the order they are named in', async () => {
    const place = await tileOver('1', 10)
    const [one, other] = await Promise.all(
      ['streets,districts', 'districts,streets'].map((layers) => test.send(path(place, { layers }))),
    )
    const bytes = await Promise.all([one.arrayBuffer(), other.arrayBuffer()])
    expect(Buffer.from(bytes[0]).equals(Buffer.from(bytes[1]))).toBe(true)
    expect(Object.keys(await layersOf(new Response(bytes[0])))).toEqual([
      'streets',
      'streets_label',
      'districts',
      'districts_label',
    ])
  })

  it('are gzipped once for those who read it, and plain for others', async () => {
    const place = await tileOver('1', 10)
    const zipped = await test.send(path(place), { headers: { 'accept-encoding': 'gzip, br' } })
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    const plain = await test.send(path(place))
    expect(plain.headers.get('content-encoding')).toBeNull()
    expect(
      gunzipSync(Buffer.from(await zipped.arrayBuffer())).equals(Buffer.from(await plain.arrayBuffer())),
    ).toBe(true)
  })

  it('are empty, not missing, where the city is not', async () => {
    expect((await test.send(path('10/0/0'))).status).toBe(204)
  })

  it('answer 304 to those who have them', async () => {
    const place = await tileOver('1', 10)
    const etag = (await test.send(path(place))).headers.get('etag') ?? ''
    const again = await test.send(path(place), { headers: { 'if-none-match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  it('do not have the city read again for a revision that nobody has made', async () => {
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

  it('have a style that does not ask what is pointed at: elsewhere nobody can tell', async () => {
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
  it('gives the tiles it touches a new revision, and leaves the address of every other as it is', async () => {
    const [near, far] = [
      await tileOver('code:321001001001001', 14),
      await tileOver('code:321002002002004', 14),
    ]
    const before = await test.ask(getCity, { params: { city } })
    const { box } = await test.ask(getFeature, {
      params: { city, layer: 'grids', feature: 'code:321001001001001' },
    })
    if (box === null) throw new Error('a grid has a box')
    await change(
      test.database,
      { city, actor: 'test', note: 'rename a grid', requestId: randomUUID(), kind: 'test' },
      async (tx, { revision }) => {
        await tx.query(
          "update grid set name = '改名网格', version = version + 1, revision = $1 where code = '321001001001001'",
          [revision],
        )
        return {
          answer: null,
          box: [snap(box[0]), snap(box[1]), snap(box[2]), snap(box[3])],
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
    const { grids } = await layersOf(fixed)
    expect(Array.from({ length: grids.length }, (_, i) => grids.feature(i).properties['name'])).toContain(
      '改名网格',
    )
  })
})
