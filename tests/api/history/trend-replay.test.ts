import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCoverageFigures, getCoverageTrend } from '#shared/contract/coverage/coverage.ts'
import { getDraftBase } from '#shared/contract/drafts/drafts.ts'
import { getWallData, getWallTrends } from '#shared/contract/screens/wall-data.ts'
import { METRICS } from '#shared/coverage/metrics/metrics.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { createMemorySource } from '../../../data/formats/io/file-source.ts'
import type { CityDataset } from '../../../data/city-dataset.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { anOfficial, createDraftClient } from '../../helpers/drafts/draft-client.ts'
import { createGeoJsonSource } from '../../helpers/transfer/create-geojson-source.ts'
import { importFile } from '../../helpers/transfer/import-file.ts'

const city = '321000'
/** The same city with nothing that came after the first day of the trend, under another code. */
const earlier = '322000'
const firstDay = '2017-09-30'
const facts = withLaterDays(aCity({ code: city, columns: 3, rows: 8 }))
let test: TestApp

/** Every third branch is founded and every other one of the premises opened after the first day. */
function withLaterDays(dataset: CityDataset): CityDataset {
  return {
    ...dataset,
    grids: dataset.grids.map((grid, i) => (i % 3 === 1 ? { ...grid, branchSince: '2017-12-01' } : grid)),
    premises: dataset.premises.map((each, i) => (i % 2 === 1 ? { ...each, openedOn: '2018-01-15' } : each)),
  }
}

/** The city as it was on the first day, made from the list of its facts alone. */
function asOnFirstDay(dataset: CityDataset): CityDataset {
  return {
    ...dataset,
    grids: dataset.grids.map((grid) => ({
      ...grid,
      branchSince: grid.branchSince !== null && grid.branchSince > firstDay ? null : grid.branchSince,
    })),
    premises: dataset.premises.filter(({ openedOn }) => openedOn === null || openedOn <= firstDay),
  }
}

beforeAll(async () => {
  test = await openTestApp({
    cities: [facts, asOnFirstDay(withLaterDays(aCity({ code: earlier, columns: 3, rows: 8 })))],
  })
  await cutFirstGrid('321001001', '2017-11-01')
  // the city loses a station in 2018, and a grid gets other figures
  const stations = '编号,名称,经度,纬度,面积\nS-001,服务站,120.0021,33.002,650\n'
  await importFile(test.database, city, createMemorySource('站点.csv', new TextEncoder().encode(stations)), {
    target: 'stations',
    day: '2018-02-01',
    missing: 'retire',
  })
  const { code, geometry } = facts.grids.find(({ code }) => code === '321002001001001')!
  const values = { code, name: '改数网格', households: 990, fullTimeWorkers: 0, partTimeWorkers: 0 }
  const { revision } = await importFile(test.database, city, createGeoJsonSource('网格', values, geometry), {
    target: 'grids',
    crs: 'EPSG:4490',
    day: '2018-05-01',
  })
  await test.app.cities.get(city, revision)
})
afterAll(() => test.close())

/** Publishes a draft that cuts the first grid of a street in two. */
async function cutFirstGrid(street: string, effectiveOn: string): Promise<number> {
  const client = createDraftClient(test, city)
  const { facts, set } = readDraftBase(await test.ask(getDraftBase, { params: { city, unit: street } }))
  const grid = [...facts].find(([, { code }]) => code === `${street}001001`)![0]
  const [west, south, east, north] = getShapeBox(set.cells.get(grid)!.shape)
  const x = Math.round((west + east) / 2)
  const line: [number, number][] = [
    [x, south - 500],
    [x, north + 500],
  ]
  const draft = await client.begin(street)
  await client.add(draft, [{ op: 'split', grid, line, newGrid: -1 }], anOfficial(city, street))
  return (await client.release(draft, street, { effectiveOn })).revision
}

const days = ['2017-09-30', '2017-12-31', '2018-03-31', '2018-06-30', '2018-09-30', '2018-12-31']
const queries = [
  {},
  { scope: 'urban' },
  { within: '321001', weight: 'area' },
  { gaps: 'none,org-only' },
] as const

describe('a past day', () => {
  it('has the figures of a city that never had what came later, for every metric, filter and unit', async () => {
    for (const { id } of METRICS)
      for (const query of [
        {},
        { scope: 'urban' },
        { level: 'street', weight: 'area' },
        { level: 'community' },
      ] as const) {
        const [replay, alone] = await Promise.all(
          [`${city}@${firstDay}`, earlier].map((code) =>
            test.ask(getCoverageFigures, { params: { city: code, metric: id }, query }),
          ),
        )
        expect(replay!.total, `${id} ${JSON.stringify(query)}`).toEqual(alone!.total)
        expect(replay!.byType).toEqual(alone!.byType)
        expect(replay!.units.map(({ code: _, ...unit }) => unit)).toEqual(
          alone!.units.map(({ code: _, ...unit }) => unit),
        )
      }
    // and today's are others
    const [past, today] = await Promise.all(
      [earlier, city].map((code) =>
        test.ask(getCoverageFigures, { params: { city: code, metric: 'branch-share' } }),
      ),
    )
    expect(past!.total.value).toBeLessThan(today!.total.value!)
  })
})

describe('a trend', () => {
  it('has at every point the figures of the city as of that day, for every metric and filter', async () => {
    const seen = new Set<string>()
    for (const { id } of METRICS)
      for (const query of queries) {
        const { points } = await test.ask(getCoverageTrend, { params: { city, metric: id }, query })
        expect(points.map(({ day }) => day)).toEqual(days)
        for (const { day, sum } of points) {
          const replay = await test.ask(getCoverageFigures, {
            params: { city: `${city}@${day}`, metric: id },
            query,
          })
          expect(sum, `${id} ${day} ${JSON.stringify(query)}`).toEqual(replay.total)
          seen.add(`${day} ${sum.grids}`)
        }
      }
    // the grid that was cut in November is one grid in September
    expect([...seen]).toEqual(expect.arrayContaining(['2017-09-30 28', '2017-12-31 29', '2018-12-31 29']))
  })

  it('of a wall has them as well, also after a publication that takes effect on an earlier day', async () => {
    const readTrends = async () => (await test.ask(getWallTrends, { params: { city } })).trends
    const expectReplay = async () => {
      const { coverage } = await test.ask(getWallData, { params: { city } })
      for (const { metric, points } of await readTrends())
        for (const { day, value } of points) {
          const params = { city: `${city}@${day}`, metric }
          const { scope } = coverage.find((row) => row.metric === metric)!
          const { total } = await test.ask(getCoverageFigures, { params, query: { scope } })
          expect(value, `${metric} ${day}`).toBe(total.value)
        }
    }
    const before = await readTrends()
    expect(before.map(({ points }) => points.map(({ day }) => day))).toEqual([days, days, days])
    await expectReplay()
    const revision = await cutFirstGrid('321002002', '2018-04-15')
    await test.app.cities.get(city, revision)
    const after = await readTrends()
    const work = (trends: typeof before) => trends.find(({ metric }) => metric === 'work-share')!.points
    expect(work(after).slice(0, 3)).toEqual(work(before).slice(0, 3))
    expect(work(after)[3]).not.toEqual(work(before)[3])
    await expectReplay()
  })
})
