import { randomUUID } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import { getCoverageTrend } from '#shared/contract/coverage/coverage.ts'
import { getFeature, listPlaces, listUnits } from '#shared/contract/city/features.ts'
import { getDraftBase } from '#shared/contract/drafts/drafts.ts'
import { getGap, listGaps, putGap } from '#shared/contract/coverage/gaps.ts'
import { getDay, getStates } from '#shared/contract/drafts/history.ts'
import { getUnitReport } from '#shared/contract/coverage/unit-report.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { runExport } from '../../../api/cli/export/run-export.ts'
import { readExportArguments } from '../../../api/cli/export/read-export-arguments.ts'
import { createMemorySource } from '../../../data/formats/io/file-source.ts'
import { undoCommittedImport } from '../../../api/transfer/import/commit/undo-committed-import.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { createDraftClient, anOfficial, aReviewer } from '../../helpers/drafts/draft-client.ts'
import { listVisibleData } from '../../helpers/city/list-visible-data.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { createGeoJsonSource } from '../../helpers/transfer/create-geojson-source.ts'
import { importFile } from '../../helpers/transfer/import-file.ts'

/**
 * Four states of one city, each begun by a change of another sort:
 *
 *     set up → 2020-01-01 stations imported → 2020-03-01 a border drawn → 2021-01-01 community and park imported → now
 */
const city = '321000'
const street = '321001001'
const community = `${street}001`
const facts = aCity({ code: city, columns: 3, rows: 4 })
const days = ['2019-12-31', '2020-02-29', '2020-12-31', '2021-01-01'] as const

let test: TestApp
let folder: string
/** What there was to be seen at the end of each of the days. */
const seen: ReturnType<typeof listVisibleData>[] = []
let imported: string
let dateAfterPublication: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-days-'))
  test = await openTestApp({ cities: [facts] })
  seen.push(listVisibleData(await now()))

  const stations =
    '编号,名称,经度,纬度,面积\nS-001,改名服务站,120.0021,33.002,650\nS-003,新建服务站,120.004,33.003,300\n'
  const first = await importFile(
    test.database,
    city,
    createMemorySource('站点.csv', new TextEncoder().encode(stations)),
    { target: 'stations', missing: 'retire', day: '2020-01-01' },
  )
  seen.push(listVisibleData(await now(first.revision)))

  const client = createDraftClient(test, city)
  const { facts: known, set } = readDraftBase(
    await test.ask(getDraftBase, { params: { city, unit: street } }),
  )
  const grid = [...known].find(([, { code }]) => code === `${community}001`)![0]
  const [west, south, east, north] = getShapeBox(set.cells.get(grid)!.shape)
  const x = Math.round((west + east) / 2)
  const draft = await client.begin(street)
  // its ends become vertices of the outline
  await client.add(
    draft,
    [
      {
        op: 'split',
        grid,
        line: [
          [x, south - 500],
          [x, north + 500],
        ],
        newGrid: -1,
      },
    ],
    anOfficial(city, street),
  )
  const { revision } = await client.release(draft, street, { effectiveOn: '2020-03-01' })
  dateAfterPublication = (await now(revision)).dataDate
  seen.push(listVisibleData(await now(revision)))

  const unit = facts.units.find(({ code }) => code === community)!
  const [park] = facts.parks
  await importFile(
    test.database,
    city,
    createGeoJsonSource('社区', { code: community, name: '改名社区' }, unit.geometry!),
    { target: 'communities', crs: 'EPSG:4490', day: '2021-01-01', toleranceM: 1 },
  )
  const last = await importFile(
    test.database,
    city,
    createGeoJsonSource(
      '园区',
      {
        code: park!.code,
        name: park!.name,
        enterprises: 90,
        organisation: 'own',
        organisationSince: '2020-06-01',
      },
      park!.geometry,
    ),
    { target: 'parks', crs: 'EPSG:4490', day: '2021-01-01' },
  )
  imported = last.importId
  seen.push(listVisibleData(await now(last.revision)))
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})

const now = async (atLeast = 0) => (await test.app.cities.get(city, atLeast)).snapshot
const on = (day: string) => ({ params: { city: `${city}@${day}` } })

describe('the historical snapshot of a city with imports and drafts', () => {
  it('equals what was visible on each day', async () => {
    expect(seen[1]).not.toEqual(seen[0])
    for (const [i, day] of days.entries())
      expect(listVisibleData((await test.app.cities.get(`${city}@${day}`)).snapshot), day).toEqual(seen[i])
  })

  it('names as its data date the latest day on which something that it counts took effect', async () => {
    const dates = async (params: { city: string }) =>
      (await test.ask(getCity, { params })).provenance.dataDate
    const expected = { '2019-12-31': '2018-12-31', '2020-02-29': '2020-01-01', '2020-12-31': '2020-03-01' }
    for (const [day, dataDate] of Object.entries(expected))
      expect(await dates(on(day).params), day).toBe(dataDate)
    expect(await dates({ city })).toBe('2021-01-01')
    expect(dateAfterPublication).toBe('2020-03-01')
    const { points } = await test.ask(getCoverageTrend, { params: { city, metric: 'branch-share' } })
    expect(points.at(-1)?.day).toBe('2021-01-01')
  })

  it('has the names, premises and parks of the day in lists and exports', async () => {
    const stations = async (day: string) =>
      (await test.ask(listPlaces, { ...on(day), query: { kind: 'station' } })).places
        .map(({ name }) => name)
        .sort()
    expect(await stations('2019-12-31')).toEqual(['第1党员服务站', '第2党员服务站'])
    expect(await stations('2020-01-01')).toEqual(['改名服务站', '新建服务站'].sort())
    const named = async (day: string) =>
      (await test.ask(listUnits, { ...on(day), query: { parent: street } })).units.find(
        ({ code }) => code === community,
      )!.name
    expect([await named('2020-12-31'), await named('2021-01-01')]).toEqual(['第1社区', '改名社区'])
    expect(
      (await test.ask(getDay, { params: { city, day: '2020-12-31' }, query: { parent: street } })).units.map(
        ({ name }) => name,
      ),
    ).toContain('第1社区')
    const park = async (day: string) =>
      JSON.stringify(
        (await test.ask(getFeature, { params: { ...on(day).params, layer: 'parks', feature: 'code:P-001' } }))
          .fields,
      )
    expect(await park('2020-12-31')).toContain('40')
    expect(await park('2021-01-01')).toContain('90')

    const exported = async (target: string, day: string) => {
      const given = readExportArguments([
        target,
        '--city',
        city,
        '--date',
        day,
        '--out',
        path.join(folder, `${target}-${day}.geojson`),
        '--crs',
        '4326',
      ])!
      const { file } = await runExport(test.database, given, Date.parse('2026-01-01T12:00:00Z'))
      const {
        features,
      }: {
        features: { properties: { code: string; name: string; enterprises?: number }; geometry: object }[]
      } = JSON.parse(await readFile(file, 'utf8'))
      return features
    }
    for (const day of days)
      expect((await exported('stations', day)).map(({ properties }) => properties.name).sort(), day).toEqual(
        await stations(day),
      )
    expect((await exported('parks', '2020-12-31')).map(({ properties }) => properties.enterprises)).toEqual([
      40,
    ])
    // an outline is that of the day as well, also where only the name was changed later
    const outlines = await Promise.all(
      ['2020-02-29', '2020-12-31', '2021-01-01'].map(async (day) =>
        (await exported('communities', day)).find(({ properties }) => properties.code === community)!,
      ),
    )
    expect(outlines.map(({ properties }) => properties.name)).toEqual(['第1社区', '第1社区', '改名社区'])
    expect(outlines[0]!.geometry).not.toEqual(outlines[1]!.geometry)
    expect(outlines[2]!.geometry).toEqual(outlines[1]!.geometry)
  })

  it('has every state of a unit in order', async () => {
    const { states } = await test.ask(getStates, { params: { city, code: community } })
    expect(states.map(({ validFrom, validTo }) => [validFrom, validTo])).toEqual([
      ['2010-01-01', '2020-03-01'],
      ['2020-03-01', '2021-01-01'],
      ['2021-01-01', null],
    ])
    expect(states.map(({ began }) => began?.kind)).toEqual([undefined, 'grid.publish', 'city.import'])
  })

  it('serves the OGC features of the day, by datetime and by city address', async () => {
    const items = async (address: string, collection: string, query = '') => {
      const answer = await test.send(`/api/cities/${address}/ogc/collections/${collection}/items${query}`)
      const { features }: { features: { properties: { name: string; code: string } }[] } = JSON.parse(
        await answer.text(),
      )
      return features.map(({ properties }) => properties.name).sort()
    }
    const before = ['第1党员服务站', '第2党员服务站']
    const after = ['改名服务站', '新建服务站'].sort()
    expect(await items(city, 'stations')).toEqual(after)
    for (const datetime of ['2019-12-31', '2019-12-31T12:00:00Z', '2018-01-01/2019-12-31', '../2019-12-31'])
      expect(await items(city, 'stations', `?datetime=${datetime}`), datetime).toEqual(before)
    // in China the new year has begun
    expect(await items(city, 'stations', '?datetime=2019-12-31T20:00:00Z')).toEqual(after)
    expect(await items(city, 'stations', '?datetime=2019-12-31/..')).toEqual(after)
    expect(await items(`${city}@2019-12-31`, 'stations')).toEqual(before)
    expect(await items(`${city}@2020-12-31`, 'stations', '?datetime=2019-12-31')).toEqual(before)
    expect(await items(city, 'grids', '?datetime=2020-02-29')).toHaveLength(seen[1]!.grids.codes.length)
    const landing = await (await test.send(`/api/cities/${city}@2019-12-31/ogc`)).text()
    expect(landing).toContain(`/api/cities/${city}@2019-12-31/ogc/collections`)
  })

  it('has the gaps of the day and their status at that time', async () => {
    const gaps = async (day: string) => await test.ask(listGaps, { ...on(day), query: { limit: 5000 } })
    const [early, late] = [await gaps('2019-12-31'), await gaps('2020-12-31')]
    expect(early.provenance).toMatchObject({ city, asOf: '2019-12-31' })
    const gapOf = ({ gaps: list }: typeof early, subject: string) =>
      list.find((gap) => gap.subject === subject)
    expect(gapOf(late, community)!.grids.length).toBeGreaterThan(0)
    expect(gapOf(early, community)).not.toEqual(gapOf(late, community))
    const subject = gapOf(
      await test.ask(listGaps, { params: { city }, query: { limit: 5000 } }),
      community,
    )!.subject
    const work = {
      note: '定方案',
      version: 0,
      status: 'planned' as const,
      office: '区委组织部',
      due: null,
      remedy: '补建党支部',
    }
    await test.ask(
      putGap,
      { params: { city, subject }, body: { requestId: randomUUID(), ...work } },
      { as: aReviewer(city) },
    )
    expect((await test.ask(getGap, { params: { city, subject } })).gap.work).toMatchObject({
      status: 'planned',
      office: '区委组织部',
    })
    expect(await test.ask(getGap, { params: { city: `${city}@2020-12-31`, subject } })).toMatchObject({
      gap: { work: { status: 'open', office: null, version: 0 } },
      events: [],
    })
    expect(
      (
        await test.send(`/api/cities/${city}@2020-12-31/gaps/${subject}`, {
          method: 'PUT',
          body: { requestId: randomUUID(), ...work },
        })
      ).status,
      'nothing is done in the past',
    ).toBe(400)
    expect(
      (await test.ask(getUnitReport, { params: { city: `${city}@2020-12-31`, unit: community } })).sheet.unit
        .name,
    ).toBe('第1社区')
  })

  it('excludes an import that was undone', async () => {
    const { revision } = await undoCommittedImport(test.database, {
      city,
      importId: imported,
      requestId: randomUUID(),
      actor: 'test',
      note: 'test',
    })
    const undone = listVisibleData(await now(revision))
    expect(undone.parks).toEqual(seen[2]!.parks)
    expect(listVisibleData((await test.app.cities.get(`${city}@2020-12-31`)).snapshot)).toEqual(seen[2])
    expect((await test.ask(getCity, { params: { city } })).provenance.revision).toBeGreaterThanOrEqual(
      revision,
    )
  })
})
