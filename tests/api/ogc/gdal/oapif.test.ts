import { getRequestListener } from '@hono/node-server'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Listener, listen } from '../../../../api/listen.ts'
import { aCity } from '../../../helpers/a-city.ts'
import { openTestApp, type TestApp } from '../../../helpers/open-test-app.ts'

/** GDAL's own driver against the API; runs where GDAL is installed, as it is in CI. */
const run = promisify(execFile)
const city = '321000'
const facts = aCity({ code: city, columns: 40, rows: 28 })
let test: TestApp
let listener: Listener

beforeAll(async () => {
  test = await openTestApp({ cities: [facts] })
  listener = await listen('127.0.0.1', 0)
  const serve = getRequestListener(test.app.fetch)
  listener.handle((request, response) => void serve(request, response))
})
afterAll(async () => {
  listener.server.closeAllConnections()
  await new Promise((resolve) => listener.server.close(resolve))
  await test.close()
})

const source = () => `OAPIF:${listener.url}/api/cities/${city}/ogc`

it('ogr2ogr reads all pages of the grids with the values they have', async () => {
  const { stdout, stderr } = await run('ogr2ogr', ['-f', 'GeoJSON', '/vsistdout/', source(), 'grids', '-oo', 'PAGE_SIZE=300'], { maxBuffer: 1e8 })
  expect(stderr).not.toMatch(/ERROR/)
  const { features }: { features: { properties: { code: string; households: number } }[] } = JSON.parse(stdout)
  expect(features.map(({ properties }) => [properties.code, properties.households])).toEqual(facts.grids.map(({ code, households }) => [code, households]))
})

it('ogrinfo finds the collections, counts them and passes a box on', async () => {
  const { stdout } = await run('ogrinfo', ['-ro', source()])
  expect(stdout).toMatch(/grids.*Multi Polygon/)
  expect(stdout).toMatch(/stations.*Point/)
  const counted = await run('ogrinfo', ['-ro', '-so', source(), 'grids', '-spat', '120', '33', '120.001', '33.001'])
  expect(counted.stdout).toContain('Feature Count: 1\n')
})
