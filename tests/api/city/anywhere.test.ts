import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import { createCity } from '#shared/contract/city/new-city.ts'
import { commitImport, prepareImport } from '#shared/contract/transfer/imports.ts'
import { getSettings, putSettings } from '#shared/contract/city/city-settings.ts'
import { openTestApp, planner, type TestApp } from '../../helpers/api/open-test-app.ts'
import { createImportClient } from '../../helpers/transfer/import-client.ts'

/** Cities elsewhere on earth: their days, and the places that their files may name. */

const admin = { as: { role: 'admin' } } as const
const noon = Date.parse('2026-07-01T12:00:00Z')
const square = (west: number, south: number, size = 0.1) => [
  [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ],
]
let test: TestApp

beforeEach(async () => {
  test = await openTestApp({ now: () => noon })
})
afterEach(() => test.close())

const create = (code: string, timeZone: string, place: [number, number] | null) =>
  test.ask(createCity, { body: { code, name: '远方', nameEn: 'Far away', timeZone, place } }, admin)

/** Imports one district at a place; the state of the job, and why rows were refused. */
async function importDistrict(city: string, coordinates: number[][][], crs?: string) {
  const imports = createImportClient(test, city)
  const feature = {
    type: 'Feature',
    properties: { code: `${city.slice(0, 4)}01`, name: 'Upper' },
    geometry: { type: 'Polygon', coordinates },
  }
  const { id } = await imports.startJob(
    'district.geojson',
    JSON.stringify({ type: 'FeatureCollection', features: [feature] }),
  )
  await imports.waitForJob(id)
  const job = { params: { city, import: id } }
  const body = {
    target: 'districts',
    missing: 'keep',
    day: '2026-07-02',
    ...(crs === undefined ? {} : { crs }),
  } as const
  await test.ask(prepareImport, { ...job, body }, { as: planner })
  const prepared = await imports.waitForJob(id)
  const reasons = prepared.report?.reasons.map(({ code }) => code) ?? []
  if (prepared.report?.rows.added === 1) {
    await test.ask(commitImport, { ...job, body: {} }, { as: planner })
    await imports.waitForJob(id)
  }
  return { state: prepared.state, reasons, crs: prepared.report?.crs.used }
}

describe('the days of a city', () => {
  it('are those of its time zone', async () => {
    await create('900100', 'Pacific/Kiritimati', [-157.4, 1.9])
    await create('900200', 'America/Los_Angeles', [-118.2, 34.1])
    const open = async (city: string) => {
      const answer = await test.send(`/api/cities/${city}`, admin)
      return answer.status === 200
        ? (await answer.json()).provenance
        : { status: answer.status, ...(await answer.json()) }
    }
    expect(await open('900100')).toMatchObject({ dataDate: '2026-07-02' })
    expect(await open('900200')).toMatchObject({ dataDate: '2026-07-01' })
    // the second of July has begun in Kiritimati and not in Los Angeles
    expect(await open('900100@2026-07-02')).toMatchObject({ dataDate: '2026-07-02' })
    expect(await open('900200@2026-07-02')).toMatchObject({
      status: 422,
      details: { reason: 'day_in_future' },
    })
    const { timeZone } = await test.ask(getCity, { params: { city: '900200' } }, admin)
    expect(timeZone).toBe('America/Los_Angeles')
  })

  it('follow the settings, which take no zone that there is not', async () => {
    await create('900100', 'Pacific/Kiritimati', null)
    const params = { city: '900100' }
    const { settings, version } = await test.ask(getSettings, { params }, admin)
    const change = (timeZone: string) =>
      test.send('/api/cities/900100/settings', {
        ...admin,
        method: putSettings.method.toUpperCase(),
        body: {
          requestId: crypto.randomUUID(),
          note: 'zone',
          version,
          settings: { ...settings, place: { ...settings.place, timeZone } },
        },
      })
    for (const wrong of ['Mars/Olympus', '+08:00', '']) expect((await change(wrong)).status).toBe(400)
    expect((await change('America/Los_Angeles')).status).toBe(200)
    expect((await test.send('/api/cities/900100@2026-07-02', admin)).status).toBe(422)
  })

  it('decide which state of the city a moment of OGC API – Features means', async () => {
    await create('900100', 'Pacific/Kiritimati', [-157.4, 1.9])
    await importDistrict('900100', square(-157.5, 1.8), 'EPSG:4326')
    const count = async (datetime: string) => {
      const address = `/api/cities/900100/ogc/collections/districts/items?datetime=${datetime}`
      return (await (await test.send(address, admin)).json()).numberMatched
    }
    // 10:30 UTC on 1 July is the second of July there, the day of the import
    expect(await count('2026-07-01T10:30:00Z')).toBe(1)
    expect(await count('2026-07-01T09:30:00Z')).toBe(0)
  })
})

describe('files of a city outside of China', () => {
  it('may lie around its place, and nowhere else', async () => {
    await create('900300', 'Europe/Vaduz', [9.52, 47.14])
    expect(await importDistrict('900300', square(120.1, 33.3), 'EPSG:4326')).toMatchObject({
      reasons: ['outside_region'],
    })
    expect(await importDistrict('900300', square(9.5, 47.1), 'EPSG:4326')).toMatchObject({
      state: 'prepared',
      crs: 'EPSG:4326',
    })
    const { box } = await test.ask(getCity, { params: { city: '900300' } }, admin)
    expect(box).toEqual([9.5, 47.1, 9.6, 47.2])
  })

  it('are never taken for those of Chinese maps, and are read in the zone of the place', async () => {
    await create('900300', 'Europe/Vaduz', [9.52, 47.14])
    expect(await importDistrict('900300', square(9.5, 47.1))).toMatchObject({ crs: 'EPSG:4326' })
    // the same square in UTM zone 32
    const utm = [
      [
        [537950, 5216500],
        [545550, 5216500],
        [545550, 5227600],
        [537950, 5227600],
        [537950, 5216500],
      ],
    ]
    await create('900400', 'Europe/Vaduz', [9.52, 47.14])
    expect(await importDistrict('900400', utm, 'EPSG:32632')).toMatchObject({ crs: 'EPSG:32632' })
    const { box } = await test.ask(getCity, { params: { city: '900400' } }, admin)
    expect(box?.map((each) => Math.round(each * 10) / 10)).toEqual([9.5, 47.1, 9.6, 47.2])
  })
})
