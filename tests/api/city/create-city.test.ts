import { afterEach, describe, expect, it } from 'vitest'
import { getCity, listCities } from '#shared/contract/city/city.ts'
import { createCity } from '#shared/contract/city/new-city.ts'
import { commitImport, prepareImport } from '#shared/contract/transfer/imports.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'
import { migrate } from '../../../api/db/migrations/migrate.ts'
import { openTestDatabase } from '../../helpers/database/open-test-database.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { createTestApp, openTestApp, planner, type TestApp } from '../../helpers/api/open-test-app.ts'
import { createImportClient } from '../../helpers/transfer/import-client.ts'

/** The first city of a server that has none, and another beside it. */

const admin = { as: { role: 'admin' } } as const
const code = '321200'
const body = { code, name: '泰州市', nameEn: 'Taizhou' }
let test: TestApp

afterEach(() => test.close())

/** A server right after its first start without the demo city. */
async function openEmptyServer(): Promise<TestApp> {
  const { database, drop } = await openTestDatabase({ holds: 'blank' })
  await migrate(database)
  const server = await createTestApp(database)
  return {
    ...server,
    async close() {
      await server.app.close()
      await drop()
    },
  }
}

describe('an administrator', () => {
  it('creates the first city, which is empty, and a planner imports its districts', async () => {
    test = await openEmptyServer()
    expect((await test.ask(listCities, {}, admin)).cities).toEqual([])
    await test.ask(createCity, { body }, admin)
    expect((await test.ask(listCities, {}, { as: planner })).cities).toEqual([
      { code, name: '泰州市', nameEn: 'Taizhou', demo: false, state: 'ready' },
    ])
    const params = { city: code }
    expect(await test.ask(getCity, { params }, admin)).toMatchObject({
      box: null,
      units: { district: 0, street: 0, community: 0 },
    })

    const districts = aCity({ code }).units.filter(({ level }) => level === 'district')
    const file = JSON.stringify({
      type: 'FeatureCollection',
      features: districts.map(({ code: own, name, geometry }) => ({
        type: 'Feature',
        properties: { 代码: own, 名称: name },
        geometry: {
          type: 'MultiPolygon',
          coordinates: (geometry ?? []).map((polygon) =>
            polygon.map((ring) => [...ring, ring[0]!].map(([x, y]) => [toDegrees(x), toDegrees(y)])),
          ),
        },
      })),
    })
    const imports = createImportClient(test, code)
    const { id } = await imports.startJob('区县.geojson', file)
    await imports.waitForJob(id)
    const job = { params: { city: code, import: id } }
    await test.ask(
      prepareImport,
      { ...job, body: { target: 'districts', missing: 'keep', crs: 'EPSG:4490', day: '2026-01-01' } },
      { as: planner },
    )
    expect(await imports.waitForJob(id)).toMatchObject({ state: 'prepared' })
    await test.ask(commitImport, { ...job, body: {} }, { as: planner })
    expect(await imports.waitForJob(id)).toMatchObject({ state: 'committed' })
    expect((await test.ask(getCity, { params }, admin)).units.district).toBe(districts.length)
  })

  it('cannot create a city twice, outside of the own area, or without a code and a name', async () => {
    test = await openTestApp({ cities: [aCity({ code })] })
    const send = async (wanted: object, area = { city: '*' }) => {
      const answer = await test.send('/api/cities', {
        as: { role: 'admin', area },
        method: 'POST',
        body: wanted,
      })
      return [answer.status, (await answer.json()).code]
    }
    expect(await send(body)).toEqual([409, 'conflict'])
    expect(await send({ ...body, code: '321300' }, { city: code })).toEqual([403, 'forbidden'])
    expect(await send({ ...body, code: '32130' })).toEqual([400, 'invalid_request'])
    expect(await send({ ...body, code: '321300', name: ' ' })).toEqual([400, 'invalid_request'])
    const { cities } = await test.ask(listCities, {}, admin)
    expect(cities.map((city) => city.code)).not.toContain('321300')
    expect(cities.filter((city) => city.code === code)).toHaveLength(1)
  })
})
