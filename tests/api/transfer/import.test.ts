import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import { appendSteps, getProblems } from '#shared/contract/drafts/drafts.ts'
import { getWallData } from '#shared/contract/screens/wall-data.ts'
import * as contract from '#shared/contract/transfer/imports.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { createImportClient } from '../../helpers/transfer/import-client.ts'
import { readAllRows } from '../../helpers/transfer/read-all-rows.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

const city = '321000'
const facts = aCity({ code: city, columns: 3, rows: 4 })
let folder: string
let test: TestApp
let client: ReturnType<typeof createImportClient>

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-transfer-'))
  test = await openTestApp({ cities: [facts], environment: { DATA_DIR: folder } })
  client = createImportClient(test, city)
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})

const stations = `编号,名称,经度,纬度,面积\nS-001,第1党员服务站,120.002,33.002,500\nS-901,=新站,120.004,33.003,\nS-902,坏站,120.0x,33,1\n`

describe('an import', () => {
  it('goes from upload to commit and back', async () => {
    const before = await readAllRows(test.database, city)
    const { id, state } = await client.startJob('站点.csv', stations)
    expect(state).toBe('reading')
    const ready = await client.waitForJob(id)
    expect(
      (await test.ask(contract.detectImport, { params: { city, import: id }, body: { target: 'stations' } }))
        .remembered,
    ).toBeNull()
    expect(ready).toMatchObject({
      state: 'ready',
      found: {
        format: 'csv',
        layers: [
          {
            columns: ['编号', '名称', '经度', '纬度', '面积'],
            sample: [
              ['S-001', '第1党员服务站', '120.002', '33.002', '500'],
              expect.anything(),
              expect.anything(),
            ],
          },
        ],
      },
    })

    await test.ask(contract.prepareImport, {
      params: { city, import: id },
      body: { target: 'stations', missing: 'keep', toleranceM: 0.5 },
    })
    const prepared = await client.waitForJob(id)
    expect(prepared).toMatchObject({
      state: 'prepared',
      report: { rows: { read: 3, added: 1, changed: 1, refused: 1 } },
    })
    expect(await readAllRows(test.database, city)).toEqual(before)
    const { rows } = await test.ask(contract.listImportRows, {
      params: { city, import: id },
      query: { severity: 'refused' },
    })
    expect(rows).toEqual([
      { row: 4, label: 'S-902', outcome: 'refused', problems: [{ code: 'not_a_number' }] },
    ])
    const preview: { features: object[] } = JSON.parse(
      await (await test.send(`/api/cities/${city}/imports/${id}/preview`)).text(),
    )
    expect(preview.features).toMatchObject([
      { geometry: { type: 'Point', coordinates: [120.002, 33.002] } },
      { properties: { row: 3 } },
    ])

    await test.ask(contract.commitImport, { params: { city, import: id }, body: { note: '测试' } })
    const committed = await client.waitForJob(id)
    expect(committed).toMatchObject({ state: 'committed', revision: 2 })
    await waitUntil(
      async () =>
        (await readdir(path.join(folder, 'imports', id), { recursive: true })).sort().join() ===
        'job.json,staged,staged/outcomes',
    )
    expect((await test.ask(getCity, { params: { city } })).figures.stations).toBe(3)

    const listed = async () =>
      (await test.ask(getWallData, { params: { city } })).changes.map(({ kind, revision }) => [
        kind,
        revision,
      ])
    expect(await listed()).toContainEqual(['city.import', 2])
    const { revision } = await test.ask(contract.undoImport, {
      params: { city, import: id },
      body: { note: '' },
    })
    expect(revision).toBe(3)
    // a wall does not report as a change what was taken back
    await expect.poll(listed).not.toContainEqual(['city.import', 2])
    expect(await readAllRows(test.database, city)).toEqual(before)
    // a file with the same columns is read as this one was
    expect(
      (
        await test.ask(contract.detectImport, {
          params: {
            city,
            import: (await client.waitForJob((await client.startJob('again.csv', stations)).id)).id,
          },
          body: { target: 'stations' },
        })
      ).remembered,
    ).toMatchObject({ crs: 'EPSG:4490' })
    const { jobs, committed: list } = await test.ask(contract.listImports, { params: { city } })
    expect(jobs).toContainEqual(expect.objectContaining({ id, state: 'undone' }))
    expect(list).toMatchObject([
      { id, fileName: '站点.csv', target: 'stations', revision: 2, undoneAt: expect.any(String) },
    ])
  }, 90_000)

  it('of grids with gaps lists the gaps, and assigns them to the chosen grids', async () => {
    const whole: {
      features: { properties: { code: string }; geometry: { type: string; coordinates: number[][][] } }[]
    } = JSON.parse(await (await test.send(`/api/cities/${city}/exports/grids?format=geojson`)).text())
    const small = whole.features.find(({ properties }) => properties.code === facts.grids[5]!.code)!
    expect(small.geometry.type).toBe('Polygon')
    const [ring] = small.geometry.coordinates
    const middle = [0, 1].map(
      (axis) => ring!.slice(1).reduce((sum, position) => sum + position[axis]!, 0) / (ring!.length - 1),
    )
    // a fifth of the way to its middle: a ring of land around it belongs to none
    small.geometry.coordinates[0] = ring!.map((position) =>
      position.map((value, axis) => value + (middle[axis]! - value) / 5),
    )
    const { id } = await client.startJob('网格.geojson', JSON.stringify(whole))
    await client.waitForJob(id)
    const look = await test.ask(contract.detectImport, {
      params: { city, import: id },
      body: { target: 'grids' },
    })
    expect(look).toMatchObject({
      crs: { proposed: 'EPSG:4490' },
      mapping: { fields: { code: 'code' } },
      remembered: null,
    })

    await test.ask(contract.prepareImport, { params: { city, import: id }, body: { target: 'grids' } })
    expect((await client.waitForJob(id)).report?.certificate).toMatchObject({
      broken: [{ code: small.properties.code.slice(0, 12) }],
      places: { gap: 1, overlap: 0, decided: 0 },
    })
    const { places } = await test.ask(contract.listImportConflicts, {
      params: { city, import: id },
      query: {},
    })
    expect(places).toMatchObject([
      {
        kind: 'gap',
        unit: { code: small.properties.code.slice(0, 12) },
        receivers: expect.arrayContaining([small.properties.code]),
        decided: null,
      },
    ])
    const { rows } = await test.ask(contract.listImportRows, {
      params: { city, import: id },
      query: { outcome: 'changed' },
    })
    expect(rows).toMatchObject([{ label: small.properties.code, fields: ['geometry'] }])

    await test.ask(contract.prepareImport, {
      params: { city, import: id },
      body: { target: 'grids', choices: { [places[0]!.id]: small.properties.code } },
    })
    expect((await client.waitForJob(id)).report).toMatchObject({
      rows: { same: facts.grids.length, changed: 0 },
      certificate: { broken: [], places: { gap: 1, decided: 1 } },
    })

    // or its community is left out of the city, as a draft that begins with the file's grids and whose gap waits to be filled
    await test.ask(contract.prepareImport, {
      params: { city, import: id },
      body: { target: 'grids', unclear: 'draft' },
    })
    const ofCommunity = facts.grids.filter(
      ({ communityCode }) => communityCode === small.properties.code.slice(0, 12),
    ).length
    expect((await client.waitForJob(id)).report).toMatchObject({
      rows: { drafted: ofCommunity, same: facts.grids.length - ofCommunity, changed: 0 },
    })
    const before = await readAllRows(test.database, city)
    await test.ask(contract.commitImport, { params: { city, import: id }, body: { note: '' } })
    const { drafts } = await client.waitForJob(id)
    expect(drafts).toMatchObject([{ street: small.properties.code.slice(0, 9) }])
    expect(await readAllRows(test.database, city)).toEqual(before)
    const params = { city, draft: drafts[0]!.id }
    const { issues } = await test.ask(getProblems, { params })
    const gap = issues.find(({ type }) => type === 'gap')!
    const grid = gap.fixes
      .flatMap((fix) => (fix.op === 'fillGap' ? fix : []))
      .find((fix) => gap.cells.includes(fix.grid))!
    const filled = await test.ask(appendSteps, {
      params,
      body: { after: 1, steps: [{ id: crypto.randomUUID(), step: 'do', operation: grid }] },
    })
    expect(filled).toMatchObject({ refused: null, draft: { steps: 2 } })
    expect(
      (await test.ask(getProblems, { params })).issues.filter(({ severity }) => severity === 'error'),
    ).toEqual([])
  }, 90_000)

  it('of an invalid file reports the reason, and a step out of order is rejected', async () => {
    const { id } = await client.startJob('x.zip', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))
    expect(await client.waitForJob(id)).toMatchObject({ state: 'failed', problem: { code: 'zip_broken' } })
    await expect(
      test.ask(contract.commitImport, { params: { city, import: id }, body: { note: '' } }),
    ).rejects.toMatchObject({ problem: { status: 409 } })
    await expect(
      test.ask(contract.prepareImport, { params: { city, import: id }, body: { target: 'grids' } }),
    ).rejects.toMatchObject({ problem: { status: 409 } })
  })

  it('is only for planners of the whole city', async () => {
    expect((await client.upload('x.csv', stations, { role: 'leader' })).status).toBe(403)
    expect(
      (await client.upload('x.csv', stations, { role: 'planner', area: { city, units: ['321001001'] } }))
        .status,
    ).toBe(403)
  })
})
