import { getRequestListener } from '@hono/node-server'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createKey } from '#shared/contract/access/credentials.ts'
import { type HttpServer, startHttpServer } from '../../../../api/runtime/http-server.ts'
import { aCity } from '../../../helpers/city/a-city.ts'
import { openTestApp, type TestApp } from '../../../helpers/api/open-test-app.ts'

/** GDAL's own driver against the API; runs where GDAL is installed, as it is in CI. */
const run = promisify(execFile)
const city = '321000'
const facts = aCity({ code: city, columns: 40, rows: 28 })
let test: TestApp
let listener: HttpServer

beforeAll(async () => {
  test = await openTestApp({ cities: [facts] })
  listener = await startHttpServer('127.0.0.1', 0)
  const serve = getRequestListener(test.app.fetch)
  listener.handle((request, response) => void serve(request, response))
})
afterAll(async () => {
  listener.server.closeAllConnections()
  await new Promise((resolve) => listener.server.close(resolve))
  await test.close()
})

const source = () => `OAPIF:${listener.url}/api/cities/${city}/ogc`

it('ogr2ogr reads all pages of the grids with their values', async () => {
  const { stdout, stderr } = await run(
    'ogr2ogr',
    ['-f', 'GeoJSON', '/vsistdout/', source(), 'grids', '-oo', 'PAGE_SIZE=300'],
    { maxBuffer: 1e8 },
  )
  expect(stderr).not.toMatch(/ERROR/)
  const { features }: { features: { properties: { code: string; households: number } }[] } =
    JSON.parse(stdout)
  expect(features.map(({ properties }) => [properties.code, properties.households])).toEqual(
    facts.grids.map(({ code, households }) => [code, households]),
  )
})

it('ogrinfo lists the collections, counts features and passes a bounding box', async () => {
  const { stdout } = await run('ogrinfo', ['-ro', source()])
  expect(stdout).toMatch(/grids.*Multi Polygon/)
  expect(stdout).toMatch(/stations.*Point/)
  const counted = await run('ogrinfo', [
    '-ro',
    '-so',
    source(),
    'grids',
    '-spat',
    '120',
    '33',
    '120.001',
    '33.001',
  ])
  expect(counted.stdout).toContain('Feature Count: 1\n')
})

it('ogr2ogr passes a filter, with the API key as the password', async () => {
  const { secret } = await test.ask(
    createKey,
    { body: { name: 'GDAL', area: { city }, scopes: ['city.read'], expiresAt: null } },
    { as: { role: 'admin', area: { city } } },
  )
  const { stdout } = await run(
    'ogr2ogr',
    [
      '-f',
      'GeoJSON',
      '/vsistdout/',
      source(),
      'stations',
      '-oo',
      `USERPWD=gdal:${secret}`,
      '-where',
      "code = 'S-001'",
    ],
    { maxBuffer: 1e8 },
  )
  const { features }: { features: { properties: { code: string }; geometry: { coordinates: number[] } }[] } =
    JSON.parse(stdout)
  expect(features.map(({ properties, geometry }) => [properties.code, geometry.coordinates])).toEqual(
    facts.premises
      .filter(({ code }) => code === 'S-001')
      .map(({ code, geometry }) => [code, geometry.map((each) => each / 1e7)]),
  )
})

it('ogr2ogr reads a vector tile by URL with the grids inside it', async () => {
  const side = 2 ** 12
  const [x, y] = [
    Math.floor(((120.05 + 180) / 360) * side),
    Math.floor((0.5 - Math.asinh(Math.tan((33.05 * Math.PI) / 180)) / (2 * Math.PI)) * side),
  ]
  const { stdout } = await run(
    'ogr2ogr',
    [
      '-f',
      'GeoJSON',
      '/vsistdout/',
      `MVT:/vsicurl/${listener.url}/api/cities/${city}/tiles/current/grids/12/${x}/${y}.pbf`,
      '-t_srs',
      'OGC:CRS84',
    ],
    { maxBuffer: 1e8 },
  )
  const { features }: { features: { properties: { code: string; name: string } }[] } = JSON.parse(stdout)
  const seen = new Map(features.map(({ properties: { code, name } }) => [code, name]))
  const latitude = (row: number) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / side))) * 180) / Math.PI
  const [west, east, north, south] = [
    (x / side) * 360 - 180,
    ((x + 1) / side) * 360 - 180,
    latitude(y),
    latitude(y + 1),
  ].map((degrees) => degrees * 1e7) as [number, number, number, number]
  const inside = facts.grids.filter(({ geometry }) =>
    geometry.flat(2).every(([px, py]) => px > west && px < east && py > south && py < north),
  )
  expect(inside.length).toBeGreaterThan(50)
  expect(inside.map(({ code, name }) => [code, seen.get(code) === name])).toEqual(
    inside.map(({ code }) => [code, true]),
  )
  expect([...seen.keys()].every((code) => facts.grids.some((grid) => grid.code === code))).toBe(true)
})
