import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as contract from '#shared/contract/transfer/imports.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { openTestApp, createTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
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
  it('that was running when the server stopped is resumed by the next one', async () => {
    const { id } = await client.startJob('more.csv', stations)
    await client.waitForJob(id)
    await test.ask(contract.prepareImport, { params: { city, import: id }, body: { target: 'stations' } })
    const file = path.join(folder, 'imports', id, 'job.json')
    await client.waitForJob(id)
    // as a server leaves it that is killed: the job says that it is being prepared, and nobody prepares it
    await writeFile(
      file,
      JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), state: 'preparing', report: null }),
    )
    const next = await createTestApp(test.database, { DATA_DIR: folder })
    await next.app.resumeTransfers()
    expect(await client.waitForJob(id, next)).toMatchObject({
      state: 'prepared',
      report: { rows: { read: 3 } },
    })
    await next.close()
    await test.ask(contract.deleteImport, { params: { city, import: id } })
    await expect(client.getJob(id)).rejects.toMatchObject({ problem: { status: 404 } })
  }, 90_000)

  it('that is cancelled leaves the city unchanged and no files behind, and can be prepared again', async () => {
    const before = await readAllRows(test.database, city)
    const lines = Array.from(
      { length: 40_000 },
      (_, i) => `K-${i},第${i}站,${120.001 + (i % 200) / 1e5},${33.001 + Math.floor(i / 200) / 1e5},1`,
    )
    const { id } = await client.startJob('很多.csv', `编号,名称,经度,纬度,面积\n${lines.join('\n')}\n`)
    await client.waitForJob(id)
    const files = async () => (await readdir(path.join(folder, 'imports', id), { recursive: true })).sort()
    const prepare = () =>
      test.ask(contract.prepareImport, { params: { city, import: id }, body: { target: 'stations' } })
    const cancel = () => test.ask(contract.cancelImport, { params: { city, import: id } })
    await prepare()
    await waitUntil(async () => (await files()).includes('staged/steps.unfinished'))
    expect(await cancel()).toMatchObject({ state: 'ready', progress: null, report: null, problem: null })
    expect(await files()).toEqual(['file', 'inspection-detected', 'job.json'])
    await expect(cancel()).rejects.toMatchObject({ problem: { code: 'conflict' } })

    await prepare()
    expect(await client.waitForJob(id)).toMatchObject({
      state: 'prepared',
      report: { rows: { read: 40_000, added: 40_000 } },
    })
    await test.ask(contract.commitImport, { params: { city, import: id }, body: { note: '' } })
    await waitUntil(async () => ((await client.getJob(id)).progress?.done ?? 0) > 0)
    expect(await cancel()).toMatchObject({ state: 'prepared', revision: null, problem: null })
    expect(await readAllRows(test.database, city)).toEqual(before)
    expect(
      (await test.ask(contract.listImports, { params: { city } })).committed.map((each) => each.id),
    ).not.toContain(id)

    await test.ask(contract.deleteImport, { params: { city, import: id } })
    expect(await readdir(path.join(folder, 'imports'))).not.toContain(id)
  }, 90_000)

  it('finds the names of the columns below a title, and takes those of another row on request', async () => {
    const table = '服务站一览表,\n编号,名称,经度,纬度\ncode,name,lon,lat\nS-903,甲站,120.002,33.002\n'
    const { id } = await client.startJob('一览.csv', table)
    await client.waitForJob(id)
    const params = { city, import: id }
    const detect = (headRow?: number) =>
      test.ask(contract.detectImport, { params, body: { target: 'stations', headRow } })
    expect((await detect()).columns).toEqual(['编号', '名称', '经度', '纬度'])
    const asked = await detect(3)
    expect(asked).toMatchObject({
      columns: ['code', 'name', 'lon', 'lat'],
      sample: [['S-903', '甲站', '120.002', '33.002']],
      remarks: [{ code: 'head_row', details: { row: 3, above: 2 } }],
    })
    await test.ask(contract.prepareImport, { params, body: { target: 'stations', headRow: 3 } })
    expect(await client.waitForJob(id)).toMatchObject({ state: 'prepared', report: { rows: { added: 1 } } })
    await test.ask(contract.deleteImport, { params })
  })

  it('keeps its report but not its file when it has ended, and partial uploads are deleted', async () => {
    const { id } = await client.startJob('x.geojson', '{"type":"FeatureCollection","features":')
    expect(await client.waitForJob(id)).toMatchObject({ state: 'failed' })
    await waitUntil(async () => (await readdir(path.join(folder, 'imports', id))).join() === 'job.json')
    const broken = path.join(folder, 'imports', crypto.randomUUID())
    await mkdir(broken)
    await writeFile(path.join(broken, 'file'), 'half a fi')
    const next = await createTestApp(test.database, { DATA_DIR: folder })
    await next.app.resumeTransfers()
    expect(await readdir(path.join(folder, 'imports'))).not.toContain(path.basename(broken))
    await next.close()
  })

  it('that has ended has no file to look at any more, and says so', async () => {
    const { id } = await client.startJob('one.csv', '编号,名称,经度,纬度\nS-904,乙站,120.002,33.002\n')
    await client.waitForJob(id)
    const params = { city, import: id }
    await test.ask(contract.prepareImport, { params, body: { target: 'stations' } })
    await client.waitForJob(id)
    await test.ask(contract.commitImport, { params, body: { note: '' } })
    expect(await client.waitForJob(id)).toMatchObject({ state: 'committed' })
    const conflict = { problem: { status: 409, code: 'conflict', details: { state: 'committed' } } }
    await expect(
      test.ask(contract.detectImport, { params, body: { target: 'stations' } }),
    ).rejects.toMatchObject(conflict)
    await expect(
      test.ask(contract.getImportPreview, { params, query: { crs: '4490', target: 'stations' } }),
    ).rejects.toMatchObject(conflict)
  })
})
