import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCoverage, getCoverageFigures } from '#shared/contract/coverage.ts'
import { METRICS } from '#shared/coverage/metrics.ts'
import { gridPoints } from '#shared/coverage/grid-points.ts'
import { tableOf } from '#shared/coverage/table/table-columns.ts'
import { aCity } from '../../helpers/a-city.ts'
import { openTestApp, type TestApp } from '../../helpers/open-test-app.ts'

const city = '321000'
let test: TestApp
beforeAll(async () => { test = await openTestApp({ cities: [aCity({ code: city })] }) })
afterAll(() => test.close())

const coverage = (query = {}) => test.ask(getCoverage, { params: { city }, query })
const figures = (metric: string, query = {}) => test.ask(getCoverageFigures, { params: { city, metric }, query })
const ask = async <T extends object>(sql: string) => (await test.database.query<T>(sql.replaceAll('@', `city_${city}.`))).rows

describe('coverage over the API', () => {
  it('measures distances as PostGIS does on the spheroid, to a thousandth', async () => {
    const { snapshot } = await test.app.cities.get(city)
    const points = gridPoints(snapshot.grids.mesh.polygons)
    const table = tableOf((await coverage({ detour: 1 })).coverage)
    const places = Array.from({ length: table.grids.count }, (_, grid) => `(${grid}, ${points[2 * grid] / 1e7}, ${points[2 * grid + 1] / 1e7})`)
    const rows = await ask<{ metres: number }>(`
      select min(ST_Distance(geom::geography, ST_SetSRID(ST_MakePoint(x, y), 4326)::geography)) as metres
      from (values ${places.join()}) as at (grid, x, y), @premises where status = 'open' and kind <> 'community' group by grid order by grid`)
    expect(rows).toHaveLength(table.grids.count)
    rows.forEach(({ metres }, grid) => expect(Math.abs(table.reach.metres[grid] - metres)).toBeLessThanOrEqual(Math.max(0.06, metres * 0.001)))
  })

  it('sums up exactly as plain SQL does on the same revision', async () => {
    const byDistrict = await ask<{ code: string; households: number; organised: number }>(`
      select d.code, sum(g.households)::float8 as households, sum(g.households) filter (where g.branch_since is not null)::float8 as organised
      from @grid g join @unit c on c.id = g.community_id join @unit s on s.id = c.legal_parent_id join @unit d on d.id = s.legal_parent_id
      group by d.code order by d.code`)
    const { units, total, provenance } = await figures('branch-share', { level: 'district', weight: 'households' })
    expect(units.map(({ code, sum }) => [code, sum.households, sum.value])).toEqual(byDistrict.map(({ code, households, organised }) => [code, households, organised / households]))
    expect(total.households).toBe(byDistrict.reduce((sum, { households }) => sum + households, 0))
    expect(provenance).toMatchObject({ city, revision: 1, dataDate: '2018-12-31' })
    const [load] = await ask<{ value: number; p50: number; p90: number }>(`
      select avg(households)::float8 as value, percentile_disc(0.5) within group (order by households)::float8 as p50, percentile_disc(0.9) within group (order by households)::float8 as p90 from @grid`)
    expect((await figures('households-per-grid')).total).toMatchObject(load)
  })

  it('answers every metric, with filters and by type', async () => {
    for (const { id } of METRICS) expect((await figures(id, { level: 'street' })).units).toHaveLength(4)
    const { total, byType, units } = await figures('service-share', { types: 'ordinary', within: '321001001', level: 'community' })
    expect(total.grids).toBe(9)
    expect(byType.find(({ type }) => type === 'ordinary')?.sum.grids).toBe(9)
    expect(byType.find(({ type }) => type === 'new')?.sum).toEqual({ value: null, p50: null, p90: null, grids: 0, households: 0, weighedBy: 'area' })
    expect(units.map(({ code }) => code)).toEqual(['321001001001', '321001001002'])
    await expect(figures('nonsense')).rejects.toMatchObject({ problem: { code: 'not_found' } })
  })

  it('takes speed and minutes from the reader, else from the city', async () => {
    const near = await figures('service-share', { minutes: 1, speed: 20 })
    const far = await figures('service-share', { minutes: 60, speed: 200 })
    expect(near.options).toMatchObject({ mode: 'straight', minutes: 1, speed: 20, detour: 1.3 })
    expect((await figures('service-share')).options).toMatchObject({ minutes: 10, speed: 60 })
    expect(near.total.value).toBeLessThan(far.total.value ?? 0)
    expect((await test.send(`/api/cities/${city}/coverage?speed=0`)).status).toBe(400)
  })

  it('says of a city whose roads lead nowhere that nothing is within reach', async () => {
    const table = tableOf((await coverage({ mode: 'network' })).coverage)
    expect(table.options.mode).toBe('network')
    const { total } = await figures('service-minutes', { mode: 'network' })
    expect(total.grids).toBe(table.grids.count - Array.from(table.reach.nearest).filter((place) => place < 0).length)
  })

  it('is not for those who look after accounts and logs', async () => {
    for (const role of ['admin', 'auditor'] as const) expect((await test.send(`/api/cities/${city}/coverage`, { as: { role } })).status).toBe(403)
  })
})
