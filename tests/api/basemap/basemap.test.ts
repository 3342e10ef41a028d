import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BasemapImage } from '../../../api/features/basemap/read-image.ts'
import { createBasemapImageCache } from '../../../api/features/basemap/basemap-image-cache.ts'
import { buildBasemapTileUrl } from '../../../api/features/basemap/basemap-tile-url.ts'
import { getCity } from '#shared/contract/city/city.ts'
import * as contract from '#shared/contract/city/city-settings.ts'
import { CitySettings } from '#shared/contract/city/city-settings.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const city = '321000'
const admin = { as: { role: 'admin' as const, area: { city } } }
const picture = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.alloc(200, 7),
])

let provider: Server
let asked: string[] = []
let answers: (path: string) => { status: number; body: Buffer | string; headers?: Record<string, string> }
let own: string
let time = Date.now()
let test: TestApp

beforeAll(async () => {
  provider = createServer((request, response) => {
    asked.push(request.url ?? '')
    const { status, body, headers } = answers(request.url ?? '')
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body)
  })
  await new Promise<void>((listening) => provider.listen(0, '127.0.0.1', listening))
  own = `http://127.0.0.1:${(provider.address() as AddressInfo).port}/t/{z}/{x}/{y}.png?style=plain`
  test = await openTestApp({
    cities: [aCity({ code: city })],
    environment: { BASEMAP_NETWORKS: '127.0.0.0/8' },
    now: () => time,
  })
})
afterAll(async () => {
  await test.close()
  await new Promise((closed) => provider.close(closed))
})
beforeEach(() => {
  asked = []
  answers = () => ({ status: 200, body: picture })
})

const choose = async (basemap: Partial<CitySettings['basemap']>, on = test) => {
  const { settings, version } = await on.ask(contract.getSettings, { params: { city } })
  return on.ask(
    contract.putSettings,
    {
      params: { city },
      body: {
        requestId: crypto.randomUUID(),
        note: '选择底图',
        version,
        settings: { ...settings, basemap: { ...settings.basemap, ...basemap } },
      },
    },
    admin,
  )
}
const tile = (at: string, on = test) => on.send(`/api/cities/${city}/basemap/${at}`)

describe('a city’s basemap', () => {
  it('is off by default and makes no outgoing requests', async () => {
    expect((await test.ask(getCity, { params: { city } })).basemap).toBeNull()
    expect((await tile('9/426/203')).status).toBe(404)
    expect(asked).toEqual([])
  })

  it('is proxied by the server, fetched once for concurrent requests, and announced in the city summary', async () => {
    const { version } = await choose({ kind: 'xyz', address: own, attribution: '某某测绘院', opacity: 50 })
    expect((await test.ask(getCity, { params: { city } })).basemap).toEqual({
      version: String(version),
      attribution: '某某测绘院',
      opacity: 0.5,
      maxZoom: 18,
    })
    const both = await Promise.all([tile(`9/426/203?v=${version}`), tile('9/426/203')])
    for (const answer of both) {
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type'), 'what it is, not what the sender says').toBe('image/png')
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(picture)
    }
    expect(both.map(({ headers }) => headers.get('cache-control'))).toEqual([
      'private, max-age=604800',
      'private, no-cache',
    ])
    expect(asked).toEqual(['/t/9/426/203.png?style=plain'])
  })

  it.each([
    ['a page in the place of a picture', { status: 200, body: '<script>alert(1)</script>' }],
    ['a refusal', { status: 403, body: picture }],
    ['a way elsewhere', { status: 302, body: '', headers: { location: 'http://127.0.0.1/elsewhere' } }],
    ['more than a megabyte', { status: 200, body: Buffer.concat([picture, Buffer.alloc(1_100_000)]) }],
  ])('returns no tile for %s, and does not retry immediately', async (name, answer) => {
    await choose({ kind: 'xyz', address: own })
    answers = () => answer
    const at = `12/${3000 + name.length}/1600`
    for (let i = 0; i < 3; i++) expect((await tile(at)).status).toBe(404)
    expect(asked).toHaveLength(1)
    answers = () => ({ status: 200, body: picture })
    time += 61_000
    expect((await tile(at)).status, 'a provider that is back is seen again').toBe(200)
  })

  it('does not request tiles outside the world', async () => {
    await choose({ kind: 'xyz', address: own })
    for (const at of ['3/8/0', '3/0/8', '21/0/0', '3/-1/0', '3/1/x'])
      expect([404, 400, 422], at).toContain((await tile(at)).status)
    expect(asked).toEqual([])
  })

  it('does not request private networks that are not configured', async () => {
    const closed = await openTestApp({ cities: [aCity({ code: city })] })
    try {
      await choose({ kind: 'xyz', address: own }, closed)
      expect((await tile('9/426/203', closed)).status).toBe(404)
      await choose({ kind: 'xyz', address: own.replace('127.0.0.1', 'localhost') }, closed)
      expect((await tile('9/426/203', closed)).status).toBe(404)
      expect(asked).toEqual([])
    } finally {
      await closed.close()
    }
  })

  it('cannot be Tianditu while the server has no API key', async () => {
    await expect(choose({ kind: 'tianditu_vector' })).rejects.toMatchObject({
      problem: { code: 'basemap_key_missing', status: 409 },
    })
  })

  it('requests Tianditu with the server’s key, which no response reveals', async () => {
    const key = '0123456789abcdef0123456789abcdef'
    const withKey = await openTestApp({ cities: [aCity({ code: city })], environment: { TIANDITU_KEY: key } })
    try {
      const answer = await choose({ kind: 'tianditu_image' }, withKey)
      const summary = await withKey.ask(getCity, { params: { city } })
      expect(summary.basemap?.attribution).toContain('天地图')
      expect(JSON.stringify([answer, summary])).not.toContain(key)
      const url = buildBasemapTileUrl(answer.settings.basemap, { z: 9, x: 426, y: 203 }, key)
      expect(url?.href).toMatch(/^https:\/\/t[0-7]\.tianditu\.gov\.cn\/img_w\/wmts\?/)
      expect(Object.fromEntries(url!.searchParams)).toMatchObject({
        LAYER: 'img',
        TILEMATRIXSET: 'w',
        TILEMATRIX: '9',
        TILEROW: '203',
        TILECOL: '426',
        tk: key,
      })
    } finally {
      await withKey.close()
    }
  })

  it.each([
    ['ftp://a.cn/{z}/{x}/{y}'],
    ['https://a.cn/{z}/{x}'],
    ['https://a.cn/{z}/{x}/{y}/{y}'],
    ['https://{x}.cn/{z}/{y}'],
    ['https://u:p@a.cn/{z}/{x}/{y}'],
    ['https://a.cn/{z}/{x}/{y}?k={key}'],
    ['javascript:{z}{x}{y}'],
    ['/{z}/{x}/{y}'],
    ['https://a.cn/{z}/{x}/{y} x'],
    [null],
  ])('is rejected with %s as its URL', (address) => {
    expect(CitySettings.safeParse({ basemap: { kind: 'xyz', address } }).error?.issues[0]?.path).toEqual([
      'basemap',
      'address',
    ])
  })
})

describe('cached basemap tiles', () => {
  const sized = (bytes: number): BasemapImage => ({ bytes: Buffer.alloc(bytes), type: 'image/png' })

  it('are fetched again after a week', async () => {
    let [now, fetched] = [0, 0]
    const ask = createBasemapImageCache(
      async () => {
        fetched++
        return sized(10)
      },
      () => now,
    )
    for (const day of [0, 1, 6.9, 7.1, 8]) {
      now = day * 24 * 3_600_000
      expect(await ask(new URL('https://a.example/1'))).toEqual(sized(10))
    }
    expect(fetched).toBe(2)
  })

  it('are evicted in least-recently-used order', async () => {
    const fetched: string[] = []
    const ask = createBasemapImageCache(
      async ({ pathname }) => {
        fetched.push(pathname)
        return sized(25_000_000)
      },
      () => 0,
    )
    for (const name of ['a', 'b', 'a', 'c', 'a', 'b']) await ask(new URL(`https://a.example/${name}`))
    expect(fetched).toEqual(['/a', '/b', '/c', '/b'])
  })
})
