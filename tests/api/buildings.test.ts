import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BuildingOrder, listGridBuildings, listUnitBuildings } from '#shared/contract/city/buildings.ts'
import { getFeature, searchCity } from '#shared/contract/city/features.ts'
import { getGridSheet } from '#shared/contract/city/grid-sheet.ts'
import { itemAt } from '#shared/geometry/at.ts'
import { computeDistanceM } from '#shared/geometry/measure.ts'
import { withCity } from '../../api/db/transaction/with-city.ts'
import { runExport } from '../../api/cli/export/run-export.ts'
import { readExportArguments } from '../../api/cli/export/read-export-arguments.ts'
import { undoCommittedImport } from '../../api/transfer/import/commit/undo-committed-import.ts'
import { createMemorySource, openFileSource } from '../../data/formats/io/file-source.ts'
import { openTestApp, type TestApp } from '../helpers/api/open-test-app.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { addBuildings } from '../helpers/city/add-buildings.ts'
import { anOfficial, createDraftClient } from '../helpers/drafts/draft-client.ts'
import { importFile } from '../helpers/transfer/import-file.ts'

const city = '321000'
const street = '321001001'
const facts = addBuildings(aCity({ code: city, columns: 3, rows: 4 }))
const gridCode = itemAt(facts.grids, 0).code
let test: TestApp
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-buildings-'))
  test = await openTestApp({ cities: [facts] })
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})

const listBuildings = (grid: string, day?: string) =>
  test.ask(listGridBuildings, {
    params: { city: day === undefined ? city : `${city}@${day}`, grid },
    query: { limit: 2000 },
  })

/**
 * Households by grid as PostGIS counts them, on the lattice. A place on a border belongs to the ground east of it, then
 * north of it: to the grid that holds the place moved by almost nothing.
 */
const countInSql = `
  select g.code, coalesce(sum(b.households), 0)::int4 as households, count(b.id)::int4 as buildings
  from grid g
  left join building b on
    b.valid_to is null
    and ST_Contains(
      ST_Translate(ST_SnapToGrid(ST_Scale(g.geom, 1e7, 1e7), 1), -b.place_x, -b.place_y),
      ST_SetSRID(ST_MakePoint(power(2, -30), power(2, -60)), 4326)
    )
  where g.valid_to is null
  group by g.code`

async function expectCountsAsInSql(): Promise<void> {
  const { rows } = await withCity(test.database, city, (tx) =>
    tx.query<{ code: string; households: number; buildings: number }>(countInSql),
  )
  expect(rows.length).toBeGreaterThan(12)
  for (const { code, households, buildings } of rows) {
    const listed = await listBuildings(code)
    expect({ code, households: listed.households.counted, buildings: listed.total }).toEqual({
      code,
      households,
      buildings,
    })
  }
}

describe('buildings', () => {
  it('are counted in each grid as PostGIS counts them, on borders and corners as well', async () => {
    await expectCountsAsInSql()
    const corners = itemAt(facts.grids, 4).geometry.flat(2).slice(0, 6)
    const csv = [
      '编号,户数,经度,纬度',
      ...corners.map(([x, y], i) => `K-${i},${i + 1},${x / 1e7},${y / 1e7}`),
    ]
    const { importId, revision } = await importFile(
      test.database,
      city,
      createMemorySource('角点.csv', new TextEncoder().encode(csv.join('\n'))),
      { target: 'buildings', crs: 'EPSG:4490' },
    )
    await test.app.cities.get(city, revision)
    await expectCountsAsInSql()
    await undo(importId)
  })

  it('hold what is declared of their grid, and say that the community is counted by them', async () => {
    const { households, community, total, buildings } = await listBuildings(gridCode)
    expect(total).toBe(12)
    expect(households).toEqual({ declared: 300, counted: 300, isCounted: true })
    expect(community.isCounted).toBe(true)
    const { premises } = (await test.app.cities.get(city)).snapshot
    for (const { lon, lat, nearest } of buildings) {
      const distances = premises.names.flatMap((_, row) => {
        const place: [number, number] = [premises.mesh.xy[2 * row]!, premises.mesh.xy[2 * row + 1]!]
        const metres = computeDistanceM([Math.round(lon * 1e7), Math.round(lat * 1e7)], place)
        return premises.statuses[row] === 'open' ? [metres] : []
      })
      expect(nearest?.metres).toBeCloseTo(Math.min(...distances), 6)
    }
  })

  it('are listed in the order that is asked for, with the sums of their grid', async () => {
    const list = (order: BuildingOrder) =>
      test.ask(listGridBuildings, { params: { city, grid: gridCode }, query: { order, limit: 2000 } })
    const { buildings, sums } = await list('distance')
    const metres = buildings.map(({ nearest }) => nearest?.metres ?? Infinity)
    expect(metres).toEqual([...metres].sort((a, b) => b - a))
    expect(new Set(metres).size).toBeGreaterThan(1)
    for (const field of ['residents', 'members', 'buildingGroups', 'householdHubs'] as const)
      expect(sums[field], field).toBe(buildings.reduce((sum, row) => sum + row[field], 0))
    const byHubs = (await list('householdHubs')).buildings.map(({ householdHubs }) => householdHubs)
    expect(byHubs).toEqual([...byHubs].sort((a, b) => b - a))
  })

  it('with building groups or household hubs are listed by grid for a community', async () => {
    const unit = gridCode.slice(0, 12)
    const ask = (select: 'chain' | 'all') =>
      test.ask(listUnitBuildings, { params: { city, unit }, query: { select, limit: 2000 } })
    const all = await ask('all')
    const chain = await ask('chain')
    expect(all.total).toBe(all.grids.reduce((sum, grid) => sum + grid.buildings, 0))
    expect(chain.buildings.map(({ code }) => code)).toEqual(
      all.buildings
        .filter(({ buildingGroups, householdHubs }) => buildingGroups + householdHubs > 0)
        .map(({ code }) => code),
    )
    expect(chain.total).toBeLessThan(all.total)
    for (const grid of all.grids) {
      const own = all.buildings.filter((row) => row.grid === grid.code)
      expect(own.length, grid.code).toBe(grid.buildings)
      expect(grid.households.counted).toBe(own.reduce((sum, row) => sum + row.households, 0))
      expect(grid.buildingGroups).toBe(own.reduce((sum, row) => sum + row.buildingGroups, 0))
    }
  })

  it('stand on the sheet of their grid with numbers that follow their names, and their footprints', async () => {
    const { sheet } = await test.ask(getGridSheet, { params: { city, grid: gridCode } })
    expect(sheet.buildings.map(({ number }) => number)).toEqual(sheet.buildings.map((_, i) => i + 1))
    const listed = await listBuildings(gridCode)
    expect(sheet.buildings.map(({ code }) => code).sort()).toEqual(
      listed.buildings.map(({ code }) => code).sort(),
    )
    const names = sheet.buildings.map(({ compound, name }) => `${compound} ${name}`)
    // odd ones belong to a compound, the others stand alone: 3 before 11
    expect(names.slice(0, 6).map((name) => name.split(' ')[1])).toEqual(
      [1, 3, 5, 7, 9, 11].map((n) => `${n}号楼`),
    )
    const fileOf = new Map(facts.buildings.map((row) => [row.code, row.geometry.kind]))
    for (const { code, rings } of sheet.buildings)
      expect(rings.length > 0, code).toBe(fileOf.get(code) === 'area')
    expect(sheet.neighbours.length).toBeGreaterThan(1)
    expect(sheet.neighbours.map(({ code }) => code)).not.toContain(gridCode)
    await expect(
      test.ask(getGridSheet, { params: { city, grid: `${gridCode.slice(0, 12)}999` } }),
    ).rejects.toMatchObject({ problem: { code: 'not_found' } })
  })

  it('are found by compound and address, and described', async () => {
    const { hits } = await test.ask(searchCity, { params: { city }, query: { q: '第1网格3号', limit: 20 } })
    const found = hits.find(({ layer }) => layer === 'buildings')!
    expect(found.within.length).toBe(3)
    const detail = await test.ask(getFeature, {
      params: { city, layer: 'buildings', feature: String(found.id) },
    })
    expect(detail).toMatchObject({ layer: 'buildings', fields: { use: 'residential', floors: 6 } })
    expect(String(detail.fields['address'])).toContain('第1网格3号')
    // the way up leads through its grid, also when it is asked for by its code
    expect(detail.path.map(({ level }) => level)).toEqual(['district', 'street', 'community', 'grid'])
    const byCode = { city, layer: 'buildings', feature: `code:${found.code}` }
    expect(await test.ask(getFeature, { params: byCode })).toEqual(detail)
  })

  it('decide how households are divided by a cut, in the preview and after its publication', async () => {
    const client = createDraftClient(test, city)
    const own = anOfficial(city, street)
    const before = await client.findGrid(gridCode)
    const cut = await client.cut(gridCode, -1, 0.4)
    const draft = await client.begin(street, own)
    await client.add(draft, [cut], own)
    const { state } = await client.state(draft)
    const sides = [before.id, -1].map((id) => state.facts.get(id)!.households)
    expect(sides[0]! + sides[1]!).toBe(300)
    // by area the smaller side would have some 40 %; nearly all buildings are in the west
    expect(Math.max(...sides)).toBeGreaterThan(210)
    const { revision } = await client.release(draft, street)
    const after = (await test.app.cities.get(city, revision)).snapshot
    const codes = after.grids.codes.filter((code) => code.startsWith(gridCode.slice(0, 12)))
    for (const code of codes) {
      const { households } = await listBuildings(code)
      expect(households.counted, code).toBe(households.declared)
    }
    await expectCountsAsInSql()
  })

  it('come back from an export unchanged', async () => {
    const to = path.join(folder, 'buildings.gpkg')
    const given = readExportArguments(['buildings', '--city', city, '--as', 'geopackage', '--out', to])!
    await runExport(test.database, given, Date.parse('2026-01-01T12:00:00Z'))
    const file = await openFileSource(to)
    const { report } = await importFile(test.database, city, file, { target: 'buildings' })
    await file.close()
    expect(report.rows).toMatchObject({ read: facts.buildings.length, same: facts.buildings.length })
  })

  it('of an earlier day are those that stood then; undoing an import brings them back', async () => {
    const grid = itemAt(facts.grids, 5).code
    const before = await listBuildings(grid)
    const [changed, ...others] = before.buildings
    const search = async (q: string) =>
      (await test.ask(searchCity, { params: { city }, query: { q, limit: 20 } })).hits
        .filter(({ layer }) => layer === 'buildings')
        .map(({ code }) => code)
    expect(await search('N-1')).not.toContain('N-1')
    const csv = [
      '编号,户数,经度,纬度,建成日期',
      `${changed!.code},99,${changed!.lon},${changed!.lat},2005-06-01`,
      ...others
        .slice(1)
        .map(({ code, households, lon, lat }) => `${code},${households},${lon},${lat},2005-06-01`),
      `N-1,7,${changed!.lon + 0.0001},${changed!.lat},2020-05-01`,
    ]
    const { report, importId, revision } = await importFile(
      test.database,
      city,
      createMemorySource('楼栋.csv', new TextEncoder().encode(csv.join('\n'))),
      { target: 'buildings', crs: 'EPSG:4490', day: '2021-01-01' },
    )
    expect(report.rows.added).toBe(1)
    await test.app.cities.get(city, revision)
    const now = await listBuildings(grid)
    expect(now.buildings.find(({ code }) => code === changed!.code)?.households).toBe(99)
    expect(now.total).toBe(before.total + 1)
    // what is new is found from then on, by its code before all that contain it
    expect((await search('N-1'))[0]).toBe('N-1')
    expect(await search(changed!.code)).toEqual([changed!.code])
    const then = await listBuildings(grid, '2020-12-31')
    expect(then.households.counted).toBe(before.households.counted)
    expect(then.total).toBe(before.total)
    await undo(importId)
    expect(await listBuildings(grid)).toMatchObject({
      total: before.total,
      households: before.households,
    })
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
