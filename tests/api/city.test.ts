import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity, getMetric, listCities } from '#shared/contract/city/city.ts'
import { getFeature, listGrids, listPlaces, listUnits, searchCity } from '#shared/contract/city/features.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { openTestApp, type TestApp } from '../helpers/api/open-test-app.ts'

const city = '321000'
let test: TestApp

beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
})

afterAll(() => test.close())

describe('a city', () => {
  it('sums statistics over its grids', async () => {
    const summary = await test.ask(getCity, { params: { city } })
    expect(summary.units).toEqual({ district: 2, street: 4, community: 8 })
    // rows of 4 and 5 bricks in turn, households 300, 310, …
    expect(summary.figures).toMatchObject({
      grids: 36,
      households: 4 * (4 * 300 + 60) + 4 * (5 * 300 + 100),
      stations: 2,
      centers: 1,
      parks: 1,
      branches: 28,
    })
    expect(summary.urban).toMatchObject({ grids: 36, streets: 4 })
    expect(summary.provenance).toEqual({
      city,
      revision: 1,
      dataDate: '2018-12-31',
      source: '演示数据(测试)',
      demo: true,
    })
  })

  it('lists units by level, with statistics that add up to the parent', async () => {
    const { units: districts } = await test.ask(listUnits, { params: { city } })
    expect(districts.map((unit) => unit.code)).toEqual(['321001', '321002'])
    const { units: streets } = await test.ask(listUnits, { params: { city }, query: { parent: '321001' } })
    expect(streets.map((unit) => unit.code)).toEqual(['321001001', '321001002'])
    expect(streets.reduce((sum, unit) => sum + unit.figures.households, 0)).toBe(
      districts[0]?.figures.households,
    )
    const { grids, total } = await test.ask(listGrids, {
      params: { city },
      query: { parent: '321001001', limit: 3 },
    })
    expect(total).toBe(9)
    expect(grids.map((grid) => grid.code)).toEqual(['321001001001001', '321001001001002', '321001001001003'])
  })

  it('has in every unit the area of its grids, and in the city the area of its districts', async () => {
    const { snapshot } = await test.app.cities.get(city)
    const { units, grids, figures } = snapshot
    const sums = new Float64Array(units.community.count)
    grids.areaM2.forEach((area, grid) => (sums[grids.community[grid]!]! += area))
    units.community.figures.areaM2.forEach((area, row) => expect(area / sums[row]! - 1).toBeCloseTo(0, 9))
    for (const [parts, whole] of [
      [units.community, units.street],
      [units.street, units.district],
    ] as const)
      whole.figures.areaM2.forEach((area, row) => {
        const inside = parts.figures.areaM2.reduce(
          (sum, part, at) => sum + (parts.legalParent[at] === row ? part : 0),
          0,
        )
        expect(inside / area - 1).toBeCloseTo(0, 9)
      })
    const all = grids.areaM2.reduce((sum, area) => sum + area, 0)
    expect(all / figures.areaM2 - 1).toBeCloseTo(0, 9)
    const { rows } = await test.database.query<{ area: number }>(
      `select sum(ST_Area(geom::geography))::float8 as area from city_${city}.grid`,
    )
    expect(all / rows[0]!.area - 1).toBeCloseTo(0, 6)
  })

  it('lists premises and parks', async () => {
    const { places } = await test.ask(listPlaces, { params: { city }, query: { parent: '321001001001' } })
    expect(places.map((place) => [place.layer, place.code])).toEqual([
      ['centers', 'C-001'],
      ['stations', 'S-001'],
      ['stations', 'S-002'],
    ])
  })

  it('returns a grid by id or code, with its parent units', async () => {
    const byCode = await test.ask(getFeature, {
      params: { city, layer: 'grids', feature: 'code:321001001002003' },
    })
    expect(byCode.path.map((step) => step.code)).toEqual(['321001', '321001001', '321001001002'])
    expect(byCode.fields).toMatchObject({ households: 320, kind: 'comprehensive', branchSince: '2015-07-01' })
    expect(
      await test.ask(getFeature, { params: { city, layer: 'grids', feature: String(byCode.id) } }),
    ).toEqual(byCode)
  })

  it.each([
    ['321001001001002', 'grids'],
    ['第1街道', 'streets'],
    ['zcc', 'parks'],
    ['zhuanchengchan', 'parks'],
    ['C-001', 'centers'],
  ])('finds %s among the %s', async (q, layer) => {
    const { hits } = await test.ask(searchCity, { params: { city }, query: { q } })
    expect(hits[0]).toMatchObject({ layer })
  })

  it('returns a metric as two parallel columns per level', async () => {
    const grids = await test.ask(getMetric, { params: { city, metric: 'branch-share', level: 'grid' } })
    expect(grids.ids).toHaveLength(36)
    expect(grids.values.filter((value) => value === 0)).toHaveLength(8)
    const communities = await test.ask(getMetric, {
      params: { city, metric: 'branch-share', level: 'community' },
    })
    expect(communities.values).toEqual([0.75, 0.8, 0.75, 0.8, 0.75, 0.8, 0.75, 0.8])
  })

  it('is listed', async () => {
    const { cities } = await test.ask(listCities)
    expect(cities).toContainEqual({
      code: city,
      name: '砖城',
      nameEn: 'Brick City',
      demo: true,
      state: 'ready',
    })
  })
})

describe('invalid input', () => {
  it.each([
    ['/api/cities/999999', 404, 'not_found'],
    ['/api/cities/32090', 400, 'invalid_request'],
    ["/api/cities/321000'--", 400, 'invalid_request'],
    [`/api/cities/${city}/units?level=planet`, 400, 'invalid_request'],
    [`/api/cities/${city}/units?parent=321099`, 404, 'not_found'],
    [`/api/cities/${city}/grids?limit=1000000`, 400, 'invalid_request'],
    [`/api/cities/${city}/layers/dragons/features/1`, 404, 'not_found'],
    [`/api/cities/${city}/layers/grids/features/99999`, 404, 'not_found'],
    [`/api/cities/${city}/layers/grids/features/code:%00`, 400, 'invalid_request'],
    [`/api/cities/${city}/metrics/happiness/grid`, 404, 'not_found'],
    [`/api/cities/${city}/search?q=`, 400, 'invalid_request'],
    [`/api/cities/${city}/search?q=${'x'.repeat(61)}`, 400, 'invalid_request'],
    [`/api/cities/${city}/tiles/current/grids/3/0/0`, 404, 'not_found'],
    [`/api/cities/${city}/tiles/current/grids/10/9999/1`, 404, 'not_found'],
    [`/api/cities/${city}/tiles/current/dragons/10/1/1`, 404, 'not_found'],
    [`/api/cities/${city}/tiles/current/grids/ten/1/1`, 400, 'invalid_request'],
    ['/api/nowhere', 404, 'not_found'],
    ['/api/%E0%A4%A', 404, 'not_found'],
  ])('%s is rejected with %i %s as problem+json', async (path, status, code) => {
    const answer = await test.send(path)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    const problem = await answer.json()
    expect(problem).toMatchObject({ status, code })
    expect(JSON.stringify(problem)).not.toMatch(/node_modules|at .*\.ts:/)
  })

  it('returns no search hits for malicious input, and keeps working', async () => {
    for (const q of ["'; drop table grid; --", '%', '\\', '<script>', '𠀀', '(((((']) {
      expect((await test.ask(searchCity, { params: { city }, query: { q } })).hits).toEqual([])
    }
  })

  it('rejects malformed, oversized and wrongly typed bodies', async () => {
    const post = (body: string, headers: Record<string, string> = {}) =>
      test.send('/api/session/demo', { method: 'POST', body, headers })
    expect((await post('{"role":')).status).toBe(400)
    expect((await post('{"role":"emperor"}')).status).toBe(400)
    expect((await post('{"role":"leader","admin":true}')).status).toBe(400)
    expect((await post('role=leader', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(
      415,
    )
    expect((await post(JSON.stringify({ role: 'leader', padding: 'x'.repeat(2_000_000) }))).status).toBe(413)
    expect((await post('{"role":"leader"}', { origin: 'https://elsewhere.example' })).status).toBe(403)
  })
})
