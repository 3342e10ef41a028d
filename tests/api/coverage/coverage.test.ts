import { branchShare } from '#shared/coverage/metrics/branch-share.ts'
import { formatMetricVersion } from '#shared/coverage/metrics/metric.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  getContours,
  getCoverage,
  getCoverageFigures,
  getCoverageTrend,
  getDraftCoverage,
} from '#shared/contract/coverage/coverage.ts'
import { appendSteps, createDraft } from '#shared/contract/drafts/drafts.ts'
import { getIndicator, listIndicators } from '#shared/contract/coverage/indicators.ts'
import { getUnitReport } from '#shared/contract/coverage/unit-report.ts'
import { METRICS } from '#shared/coverage/metrics/metrics.ts'
import { getRepresentativePoints } from '#shared/geometry/shapes/representative-points.ts'
import { toCoverageTable } from '#shared/coverage/table/coverage-columns.ts'
import { numberAt, itemAt } from '#shared/geometry/at.ts'
import { toDegreeBox } from '../../../api/snapshot/degree-box.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { readLonLat } from '../../helpers/coverage/read-lon-lat.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const city = '321000'
let test: TestApp
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
})
afterAll(() => test.close())

const coverage = (query = {}) => test.ask(getCoverage, { params: { city }, query })
const figures = (metric: string, query = {}) =>
  test.ask(getCoverageFigures, { params: { city, metric }, query })
const ask = async <T extends object>(sql: string) =>
  (await test.database.query<T>(sql.replaceAll('@', `city_${city}.`))).rows

const askRow = async <T extends object>(sql: string) => itemAt(await ask<T>(sql), 0)

describe('the coverage API', () => {
  it('answers a repeated request with the same bytes and ETag', async () => {
    const answers = []
    for (let i = 0; i < 3; i++) {
      const answer = await test.send(`/api/cities/${city}/coverage?speed=71`)
      answers.push({ etag: answer.headers.get('etag'), text: await answer.text() })
    }
    expect(answers[0]?.text).toContain('"provenance"')
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(new Set(answers.map(({ etag }) => etag)).size).toBe(1)
  })

  it('agrees with PostGIS spheroid distances to one part in a thousand', async () => {
    const { snapshot } = await test.app.cities.get(city)
    const points = getRepresentativePoints(snapshot.grids.mesh.polygons)
    const table = toCoverageTable((await coverage({ detour: 1 })).coverage)
    const places = Array.from(
      { length: table.grids.count },
      (_, grid) => `(${[grid, ...Object.values(readLonLat(points, grid))].join()})`,
    )
    const rows = await ask<{ metres: number }>(`
      select min(ST_Distance(geom::geography, ST_SetSRID(ST_MakePoint(x, y), 4326)::geography)) as metres
      from (values ${places.join()}) as at (grid, x, y), @premises where status = 'open' and kind <> 'community' group by grid order by grid`)
    expect(rows).toHaveLength(table.grids.count)
    rows.forEach(({ metres }, grid) =>
      expect(Math.abs(numberAt(table.reach.metres, grid) - metres)).toBeLessThanOrEqual(
        Math.max(0.06, metres * 0.001),
      ),
    )
  })

  it('agrees exactly with sums in plain SQL at the same revision', async () => {
    const byDistrict = await ask<{ code: string; households: number; organised: number }>(`
      select d.code, sum(g.households)::float8 as households, sum(g.households) filter (where g.branch_since is not null)::float8 as organised
      from @grid g join @unit c on c.id = g.community_id join @unit s on s.id = c.legal_parent_id join @unit d on d.id = s.legal_parent_id
      group by d.code order by d.code`)
    const { units, total, provenance } = await figures('branch-share', {
      level: 'district',
      weight: 'households',
    })
    expect(units.map(({ code, sum }) => [code, sum.households, sum.value])).toEqual(
      byDistrict.map(({ code, households, organised }) => [code, households, organised / households]),
    )
    expect(total.households).toBe(byDistrict.reduce((sum, { households }) => sum + households, 0))
    expect(provenance).toMatchObject({
      city,
      revision: 1,
      dataDate: '2018-12-31',
      metrics: formatMetricVersion(branchShare),
    })
    const load = await askRow<{ value: number; p50: number; p90: number }>(`
      select avg(households)::float8 as value,
        percentile_disc(0.5) within group (order by households)::float8 as p50,
        percentile_disc(0.9) within group (order by households)::float8 as p90 from @grid`)
    expect((await figures('households-per-grid')).total).toMatchObject(load)
  })

  it('returns every metric, with filters and by community type', async () => {
    for (const { id } of METRICS) expect((await figures(id, { level: 'street' })).units).toHaveLength(4)
    const { total, byType, units } = await figures('service-share', {
      types: 'ordinary',
      within: '321001001',
      level: 'community',
    })
    expect(total.grids).toBe(9)
    expect(byType.find(({ type }) => type === 'ordinary')?.sum.grids).toBe(9)
    expect(byType.find(({ type }) => type === 'new')?.sum).toEqual({
      total: 0,
      unreached: 0,
      value: null,
      p50: null,
      p90: null,
      grids: 0,
      households: 0,
      weighedBy: 'area',
    })
    expect(units.map(({ code }) => code)).toEqual(['321001001001', '321001001002'])
    await expect(figures('nonsense')).rejects.toMatchObject({ problem: { code: 'not_found' } })
  })

  it('uses speed and minutes of the query, or else those of the city', async () => {
    const near = await figures('service-share', { minutes: 1, speed: 20 })
    const far = await figures('service-share', { minutes: 60, speed: 200 })
    expect(near.options).toMatchObject({ mode: 'straight', minutes: 1, speed: 20, detour: 1.3 })
    expect((await figures('service-share')).options).toMatchObject({ minutes: 10, speed: 60 })
    expect(near.total.value).toBeLessThan(far.total.value ?? 0)
    expect((await test.send(`/api/cities/${city}/coverage?speed=0`)).status).toBe(400)
    expect((await figures('reach-class', { circles: '3-6-9' })).options.circles).toBe('3-6-9')
    expect((await figures('reach-class')).options.circles).toBe('5-10-15')
    for (const circles of ['5-5-15', '10-5-15', '5-10', '5-10-61', '0-1-2', 'x'])
      expect((await test.send(`/api/cities/${city}/coverage?circles=${circles}`)).status).toBe(400)
  })

  it('reports no reachable premises where the road network is disconnected', async () => {
    const { coverage: columns, network } = await coverage({ mode: 'network' })
    const table = toCoverageTable(columns)
    expect(network).toMatchObject({ roads: expect.any(Number), pieces: expect.any(Number) })
    expect((await coverage()).network).toBeNull()
    expect(table.options.mode).toBe('network')
    const { total } = await figures('service-minutes', { mode: 'network' })
    expect(total.total).toBe(table.grids.count)
    expect(total.unreached).toBe(Array.from(table.reach.nearest).filter((place) => place < 0).length)
  })

  it('returns the report of a street and of a community, with the same figures as the lists', async () => {
    const { sheet } = await test.ask(getUnitReport, { params: { city, unit: '321001001' } })
    const row = await askRow<{ grids: number; households: number }>(
      `select count(*)::int as grids, sum(households)::float8 as households from @grid where code like '321001001%'`,
    )
    expect(sheet).toMatchObject({
      unit: { level: 'street' },
      above: [{ code: '321001' }],
      households: row.households,
    })
    expect(sheet.grids).toHaveLength(row.grids)
    expect(sheet.communities.map(({ code }) => code)).toEqual(['321001001001', '321001001002'])
    const { total } = await figures('branch-share', { within: '321001001' })
    expect(sheet.figures.find(({ metric }) => metric === 'branch-share')?.sum).toEqual(total)
    const one = (await test.ask(getUnitReport, { params: { city, unit: '321001001002' } })).sheet
    expect(one.unit).toMatchObject({ level: 'community', type: 'ordinary' })
    await expect(test.ask(getUnitReport, { params: { city, unit: '321001999' } })).rejects.toMatchObject({
      problem: { code: 'not_found' },
    })
  })

  it('returns indicators as metrics by community and year, with the same sums as plain SQL', async () => {
    const { items, years } = await test.ask(listIndicators, { params: { city } })
    expect(items.map(({ code, aggregate }) => [code, aggregate])).toEqual([['A01', 'sum']])
    expect(years).toEqual([2018])
    const { indicator } = await test.ask(getIndicator, { params: { city, indicator: 'A01' } })
    const rows = await ask<{ id: number; value: number }>(
      'select community_id::int as id, value from @indicator_value order by community_id',
    )
    expect(indicator.communities.map((id, i) => [id, indicator.years[0]?.values[i]])).toEqual(
      rows.map(({ id, value }) => [id, value]),
    )
    const byStreet = await ask<{ code: string; value: number }>(`
      select s.code, sum(v.value) as value from @indicator_value v
      join @unit c on c.id = v.community_id join @unit s on s.id = c.legal_parent_id
      group by s.code order by s.code`)
    const { units, total } = await figures('indicator-A01', { level: 'street', year: 2018 })
    expect(units.map(({ code, sum }) => [code, sum.value])).toEqual(
      byStreet.map(({ code, value }) => [code, value]),
    )
    expect(total.value).toBe(byStreet.reduce((sum, { value }) => sum + value, 0))
    await expect(test.ask(getIndicator, { params: { city, indicator: 'B99' } })).rejects.toMatchObject({
      problem: { code: 'not_found' },
    })
    await expect(figures('indicator-B99')).rejects.toMatchObject({ problem: { code: 'not_found' } })
  })

  it('has a trend of the quarters in which there were grids, and of the years of a form', async () => {
    const { points } = await test.ask(getCoverageTrend, {
      params: { city, metric: 'branch-share' },
      query: { types: 'ordinary' },
    })
    expect(points.map(({ day }) => day)).toEqual([
      ...['2017-09-30', '2017-12-31', '2018-03-31', '2018-06-30', '2018-09-30'],
      '2018-12-31',
    ])
    const classes = await test.ask(getCoverageTrend, { params: { city, metric: 'gap-class' } })
    for (const { parts } of classes.points)
      expect(parts?.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 9)
    expect(
      (await test.ask(getCoverageTrend, { params: { city, metric: 'indicator-A01' } })).points,
    ).toMatchObject([{ day: '2018-12-31' }])
  })

  it('clips isochrones to the city for both distance modes, and rejects an invalid box', async () => {
    const { snapshot } = await test.app.cities.get(city)
    const cityBox = toDegreeBox(snapshot.box)
    if (cityBox === null) throw new Error('the city has no box')
    const [west, south, east, north] = cityBox
    const box = cityBox.join()
    for (const mode of ['straight', 'network'] as const) {
      const { bands, options } = await test.ask(getContours, { params: { city }, query: { box, mode } })
      expect(options.mode).toBe(mode)
      expect(bands.map(({ fromMinutes, toMinutes }) => [fromMinutes, toMinutes])).toEqual([
        [null, 5],
        [5, 10],
        [10, 15],
        [15, 30],
        [30, 60],
        [60, 120],
        [120, null],
      ])
      const corners = bands.flatMap(({ polygons }) => polygons.flat(2))
      expect(corners.length).toBeGreaterThan(4)
      expect(
        corners.every(
          ([lon, lat]) =>
            lon >= west - 0.01 && lon <= east + 0.01 && lat >= south - 0.01 && lat <= north + 0.01,
        ),
      ).toBe(true)
    }
    for (const wrong of ['1,2,3', '3,2,1,4', 'a,b,c,d', ''])
      expect((await test.send(`/api/cities/${city}/contours?box=${wrong}`)).status).toBe(400)
  })

  it('evaluates a draft as if it were published, and lists the changed shapes', async () => {
    const id = crypto.randomUUID()
    await test.ask(createDraft, { params: { city, unit: '321001001' }, body: { id, name: '合并' } })
    const readGrid = (code: string) =>
      askRow<{ id: number; households: number }>(
        `select id::int as id, households from @grid where code = '${code}'`,
      )
    const one = await readGrid('321001001001001')
    const two = await readGrid('321001001001002')
    await test.ask(appendSteps, {
      params: { city, draft: id },
      body: {
        after: 0,
        steps: [
          {
            id: crypto.randomUUID(),
            step: 'do',
            operation: { op: 'merge', grids: [one.id, two.id], keep: one.id },
          },
        ],
      },
    })
    const before = toCoverageTable((await coverage()).coverage)
    const { coverage: columns, changed } = await test.ask(getDraftCoverage, { params: { city, draft: id } })
    const after = toCoverageTable(columns)
    expect(after.grids.count).toBe(before.grids.count - 1)
    expect(after.grids.households[Array.from(after.grids.ids).indexOf(one.id)]).toBe(
      one.households + two.households,
    )
    expect(changed.ids).toEqual([one.id])
    const sum = (table: typeof after) =>
      Array.from(table.grids.households).reduce((all, each) => all + each, 0)
    expect(sum(after)).toBe(sum(before))
    await expect(
      test.ask(getDraftCoverage, { params: { city, draft: crypto.randomUUID() } }),
    ).rejects.toMatchObject({ problem: { code: 'not_found' } })
  })

  it('is forbidden for administrators and auditors', async () => {
    for (const role of ['admin', 'auditor'] as const)
      expect((await test.send(`/api/cities/${city}/coverage`, { as: { role } })).status).toBe(403)
  })
})
