import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listGridBuildings } from '#shared/contract/city/buildings.ts'
import { getCity } from '#shared/contract/city/city.ts'
import { getSettings, putSettings } from '#shared/contract/city/city-settings.ts'
import { getCoverageFigures } from '#shared/contract/coverage/coverage.ts'
import { getBlankSpots } from '#shared/contract/coverage/gaps.ts'
import { itemAt } from '#shared/geometry/at.ts'
import { withCity } from '../../api/db/transaction/with-city.ts'
import { undoCommittedImport } from '../../api/transfer/import/commit/undo-committed-import.ts'
import { createMemorySource } from '../../data/formats/io/file-source.ts'
import { openTestApp, type TestApp } from '../helpers/api/open-test-app.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { addBuildings } from '../helpers/city/add-buildings.ts'
import { importFile } from '../helpers/transfer/import-file.ts'

const city = '321000'
const facts = addBuildings(aCity({ code: city, columns: 3, rows: 4 }))
let test: TestApp

beforeAll(async () => {
  test = await openTestApp({ cities: [facts] })
})
afterAll(() => test.close())

const listBuildings = (grid: string) =>
  test.ask(listGridBuildings, { params: { city, grid }, query: { limit: 2000 } })

/** Households by community, and those with an open station or centre within so many straight metres. */
const reachedInSql = `
  select c.code, sum(b.households)::float8 as households,
    coalesce(sum(b.households) filter (where near.metres <= $1), 0)::float8 as reached,
    count(*) filter (where abs(near.metres - $1) < 0.002 * $1)::int4 as unclear
  from building b
  join grid g on g.valid_to is null and ST_Contains(g.geom, ST_SetSRID(ST_MakePoint(b.place_x / 1e7, b.place_y / 1e7), 4326))
  join unit c on c.id = g.community_id
  cross join lateral (
    select min(ST_Distance(p.geom::geography, ST_SetSRID(ST_MakePoint(b.place_x / 1e7, b.place_y / 1e7), 4326)::geography)) as metres
    from premises p where p.status = 'open' and p.kind <> 'community' and p.valid_to is null
  ) near
  where b.valid_to is null
  group by c.code order by c.code`

describe('the households of buildings', () => {
  it('give the share of households within reach that PostGIS computes, of the city and of every community', async () => {
    const { rows } = await withCity(test.database, city, (tx) =>
      tx.query<{ code: string; households: number; reached: number; unclear: number }>(reachedInSql, [
        600 / 1.3,
      ]),
    )
    const { total, units } = await test.ask(getCoverageFigures, {
      params: { city, metric: 'service-share' },
      query: { level: 'community' },
    })
    // PostGIS measures on the ellipsoid, to a part in a thousand the same: no building is that near the limit
    expect(rows.map(({ unclear }) => unclear)).toEqual(rows.map(() => 0))
    expect(units.map(({ code }) => code)).toEqual(rows.map(({ code }) => code))
    units.forEach(({ sum }, row) =>
      expect(sum.value).toBeCloseTo(rows[row]!.reached / rows[row]!.households, 12),
    )
    const [reached, all] = [
      rows.reduce((sum, row) => sum + row.reached, 0),
      rows.reduce((sum, row) => sum + row.households, 0),
    ]
    expect(total.value).toBeCloseTo(reached / all, 12)
    expect(reached).toBeGreaterThan(0)
    expect(reached).toBeLessThan(all)
  })

  it('hold instead of the declared figures when the city decides so, on every day, and every answer says so', async () => {
    const grid = itemAt(facts.grids, 5)
    const [one] = (await listBuildings(grid.code)).buildings
    const csv = ['编号,户数,经度,纬度,建成日期', `${one!.code},500,${one!.lon},${one!.lat},2005-06-01`]
    const { importId, revision } = await importFile(
      test.database,
      city,
      createMemorySource('楼栋.csv', new TextEncoder().encode(csv.join('\n'))),
      { target: 'buildings', crs: 'EPSG:4490', day: '2021-01-01' },
    )
    await test.app.cities.get(city, revision)
    const { version, settings } = await test.ask(getSettings, { params: { city } })
    const save = async (figures: 'declared' | 'counted', version: number) =>
      test.ask(
        putSettings,
        {
          params: { city },
          body: {
            requestId: crypto.randomUUID(),
            note: '以楼栋统计为准',
            version,
            settings: { ...settings, buildings: { ...settings.buildings, figures } },
          },
        },
        { as: { role: 'admin', area: { city } } },
      )
    const read = async (day?: string) =>
      test.ask(getCity, { params: { city: day === undefined ? city : `${city}@${day}` } })
    const declared = await read()
    const before = await read('2020-12-31')
    const saved = await save('counted', version)
    await test.app.cities.get(city, saved.provenance.revision)
    const more = 500 - one!.households
    const counted = await read()
    expect(counted.figures.households).toBe(declared.figures.households + more)
    expect(counted.provenance.figures).toBe('counted')
    expect(declared.provenance.figures).toBeUndefined()
    expect((await read('2020-12-31')).figures.households).toBe(before.figures.households)
    const { lists } = await test.ask(getBlankSpots, { params: { city } })
    expect(lists.find(({ id }) => id === 'differing')).toMatchObject({
      total: 1,
      spots: [{ code: grid.code, households: grid.households, counted: grid.households + more }],
    })
    const { provenance } = await save('declared', saved.version)
    await test.app.cities.get(city, provenance.revision)
    await undo(importId)
    expect((await read()).figures.households).toBe(declared.figures.households)
  })
})

const undo = async (importId: string) => {
  const { revision } = await undoCommittedImport(test.database, {
    city,
    importId,
    requestId: crypto.randomUUID(),
    actor: 'test',
    note: 'test',
  })
  await test.app.cities.get(city, revision)
}
