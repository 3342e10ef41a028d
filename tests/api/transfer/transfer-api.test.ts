import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import { appendSteps, getProblems } from '#shared/contract/drafts/drafts.ts'
import { getExportProgress } from '#shared/contract/transfer/exports.ts'
import * as contract from '#shared/contract/transfer/imports.ts'
import { openFileSource } from '../../../data/formats/io/file-source.ts'
import { openFile } from '../../../data/formats/readers.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { openTestApp, createTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { readAllRows } from '../../helpers/transfer/read-all-rows.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

const city = '321000'
const facts = aCity({ code: city, columns: 3, rows: 4 })
let folder: string
let test: TestApp

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-transfer-'))
  test = await openTestApp({ cities: [facts], environment: { DATA_DIR: folder } })
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})

const upload = async (
  name: string,
  body: string | Uint8Array<ArrayBuffer>,
  as: { role: 'planner' | 'leader'; area?: { city: string; units?: string[] } } = { role: 'planner' },
) => {
  const { headers } = await test.send('/api/session/demo', { as: null, method: 'POST', body: as })
  return test.app.fetch(
    new Request(`http://test/api/cities/${city}/imports?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: {
        cookie: (headers.get('set-cookie') ?? '').split(';')[0]!,
        'content-type': 'application/octet-stream',
      },
      body,
    }),
  )
}
const uploaded = async (name: string, body: string | Uint8Array<ArrayBuffer>) =>
  contract.ImportJob.parse(await (await upload(name, body)).json())
const jobAt = (id: string, app = test) => app.ask(contract.getImport, { params: { city, import: id } })
const settled = async (id: string, app = test) => {
  await waitUntil(
    async () => !['reading', 'preparing', 'committing'].includes((await jobAt(id, app)).state),
    40_000,
  )
  return jobAt(id, app)
}

const stations = `编号,名称,经度,纬度,面积\nS-001,第1党员服务站,120.002,33.002,500\nS-901,=新站,120.004,33.003,\nS-902,坏站,120.0x,33,1\n`

describe('an import', () => {
  it('goes from upload to commit and back', async () => {
    const before = await readAllRows(test.database, city)
    const { id, state } = await uploaded('站点.csv', stations)
    expect(state).toBe('reading')
    const ready = await settled(id)
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
    const prepared = await settled(id)
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
      { row: 3, label: 'S-902', outcome: 'refused', problems: [{ code: 'not_a_number' }] },
    ])
    const preview: { features: object[] } = JSON.parse(
      await (await test.send(`/api/cities/${city}/imports/${id}/preview`)).text(),
    )
    expect(preview.features).toMatchObject([
      { geometry: { type: 'Point', coordinates: [120.002, 33.002] } },
      { properties: { row: 2 } },
    ])

    await test.ask(contract.commitImport, { params: { city, import: id }, body: { note: '测试' } })
    const committed = await settled(id)
    expect(committed).toMatchObject({ state: 'committed', revision: 2 })
    await waitUntil(
      async () =>
        (await readdir(path.join(folder, 'imports', id), { recursive: true })).sort().join() ===
        'job.json,staged,staged/outcomes',
    )
    expect((await test.ask(getCity, { params: { city } })).figures.stations).toBe(3)

    const { revision } = await test.ask(contract.undoImport, {
      params: { city, import: id },
      body: { note: '' },
    })
    expect(revision).toBe(3)
    expect(await readAllRows(test.database, city)).toEqual(before)
    // a file with the same columns is read as this one was
    expect(
      (
        await test.ask(contract.detectImport, {
          params: { city, import: (await settled((await uploaded('again.csv', stations)).id)).id },
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
    const { id } = await uploaded('网格.geojson', JSON.stringify(whole))
    await settled(id)
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
    expect((await settled(id)).report?.certificate).toMatchObject({
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
    expect((await settled(id)).report).toMatchObject({
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
    expect((await settled(id)).report).toMatchObject({
      rows: { drafted: ofCommunity, same: facts.grids.length - ofCommunity, changed: 0 },
    })
    const before = await readAllRows(test.database, city)
    await test.ask(contract.commitImport, { params: { city, import: id }, body: { note: '' } })
    const { drafts } = await settled(id)
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

  it('that was running when the server stopped is resumed by the next one', async () => {
    const { id } = await uploaded('more.csv', stations)
    await settled(id)
    await test.ask(contract.prepareImport, { params: { city, import: id }, body: { target: 'stations' } })
    const file = path.join(folder, 'imports', id, 'job.json')
    await settled(id)
    // as a server leaves it that is killed: the job says that it is being prepared, and nobody prepares it
    await writeFile(
      file,
      JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), state: 'preparing', report: null }),
    )
    const next = await createTestApp(test.database, { DATA_DIR: folder })
    await next.app.resumeTransfers()
    expect(await settled(id, next)).toMatchObject({ state: 'prepared', report: { rows: { read: 3 } } })
    await next.close()
    await test.ask(contract.deleteImport, { params: { city, import: id } })
    await expect(jobAt(id)).rejects.toMatchObject({ problem: { status: 404 } })
  }, 90_000)

  it('that is cancelled leaves the city unchanged and no files behind, and can be prepared again', async () => {
    const before = await readAllRows(test.database, city)
    const lines = Array.from(
      { length: 40_000 },
      (_, i) => `K-${i},第${i}站,${120.001 + (i % 200) / 1e5},${33.001 + Math.floor(i / 200) / 1e5},1`,
    )
    const { id } = await uploaded('很多.csv', `编号,名称,经度,纬度,面积\n${lines.join('\n')}\n`)
    await settled(id)
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
    expect(await settled(id)).toMatchObject({
      state: 'prepared',
      report: { rows: { read: 40_000, added: 40_000 } },
    })
    await test.ask(contract.commitImport, { params: { city, import: id }, body: { note: '' } })
    await waitUntil(async () => ((await jobAt(id)).progress?.done ?? 0) > 0)
    expect(await cancel()).toMatchObject({ state: 'prepared', revision: null, problem: null })
    expect(await readAllRows(test.database, city)).toEqual(before)
    expect(
      (await test.ask(contract.listImports, { params: { city } })).committed.map((each) => each.id),
    ).not.toContain(id)

    await test.ask(contract.deleteImport, { params: { city, import: id } })
    expect(await readdir(path.join(folder, 'imports'))).not.toContain(id)
  }, 90_000)

  it('keeps its report but not its file when it has ended, and partial uploads are deleted', async () => {
    const { id } = await uploaded('x.geojson', '{"type":"FeatureCollection","features":')
    expect(await settled(id)).toMatchObject({ state: 'failed' })
    await waitUntil(async () => (await readdir(path.join(folder, 'imports', id))).join() === 'job.json')
    const broken = path.join(folder, 'imports', crypto.randomUUID())
    await mkdir(broken)
    await writeFile(path.join(broken, 'file'), 'half a fi')
    const next = await createTestApp(test.database, { DATA_DIR: folder })
    await next.app.resumeTransfers()
    expect(await readdir(path.join(folder, 'imports'))).not.toContain(path.basename(broken))
    await next.close()
  })

  it('of an invalid file reports the reason, and a step out of order is rejected', async () => {
    const { id } = await uploaded('x.zip', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]))
    expect(await settled(id)).toMatchObject({ state: 'failed', problem: { code: 'zip_broken' } })
    await expect(
      test.ask(contract.commitImport, { params: { city, import: id }, body: { note: '' } }),
    ).rejects.toMatchObject({ problem: { status: 409 } })
    await expect(
      test.ask(contract.prepareImport, { params: { city, import: id }, body: { target: 'grids' } }),
    ).rejects.toMatchObject({ problem: { status: 409 } })
  })

  it('is only for planners of the whole city', async () => {
    expect((await upload('x.csv', stations, { role: 'leader' })).status).toBe(403)
    expect(
      (await upload('x.csv', stations, { role: 'planner', area: { city, units: ['321001001'] } })).status,
    ).toBe(403)
  })
})

describe('an export', () => {
  const take = async (query: string, target = 'grids') =>
    test.send(`/api/cities/${city}/exports/${target}?${query}`, { as: { role: 'leader' } })

  it('has a descriptive file name, and contains only the requested street', async () => {
    const answer = await take('format=geojson&crs=GCJ-02&unit=321001001')
    const [, revision] =
      /^attachment; filename="321000-grids-321001001-gcj-02-r(\d+)-demo\.geojson"$/.exec(
        answer.headers.get('content-disposition') ?? '',
      ) ?? []
    const file: { features: { properties: { code: string } }[]; metadata: object; crs: object } = JSON.parse(
      await answer.text(),
    )
    expect(file.metadata).toMatchObject({
      city,
      revision: Number(revision),
      demo: true,
      crs: 'GCJ-02',
      unit: '321001001',
      warning: expect.stringContaining('shifted'),
    })
    expect(file.features.map(({ properties }) => properties.code)).toEqual(
      facts.grids.map(({ code }) => code).filter((code) => code.startsWith('321001001')),
    )
  })

  it('of all layers is one GeoPackage', async () => {
    const file = path.join(folder, 'all.gpkg')
    await writeFile(
      file,
      Buffer.from(await (await take('format=geopackage&crs=EPSG:4549', 'all')).arrayBuffer()),
    )
    const source = await openFileSource(file)
    const { layers, close } = await openFile(source)
    expect(layers.map(({ name, count, crs }) => [name, count, crs?.system ?? null])).toEqual(
      expect.arrayContaining([
        ['grids', facts.grids.length, 'EPSG:4549'],
        ['projects', 1, null],
        ['districts', 1, 'EPSG:4549'],
      ]),
    )
    await close()
    await source.close()
  })

  it('contains the features that match a filter by value and by location', async () => {
    const codes = async (filter: string) => {
      const answer = await take(`format=geojson&filter=${encodeURIComponent(filter)}`)
      const { features }: { features: { properties: { code: string } }[] } = JSON.parse(await answer.text())
      return {
        name: answer.headers.get('content-disposition'),
        codes: features.map(({ properties }) => properties.code),
      }
    }
    const [first] = facts.grids
    expect(
      await codes(
        `communityCode = '${first!.communityCode}' AND S_INTERSECTS(geometry, POINT(120.001 33.001))`,
      ),
    ).toEqual({ name: expect.stringContaining('-filtered-'), codes: [first!.code] })
    expect((await codes('households > 1000000')).codes).toEqual([])
    for (const filter of ['secret = 1', 'households >', 'S_INTERSECTS(nowhere, POINT(1 2))'])
      expect((await take(`filter=${encodeURIComponent(filter)}`)).status, filter).toBe(400)
    expect((await take('filter=true', 'all')).status).toBe(422)
  })

  it('as tiles is a PMTiles archive', async () => {
    const answer = await take('format=pmtiles&crs=GCJ-02', 'all')
    expect(answer.headers.get('content-disposition')).toContain('-3857-')
    expect(new TextDecoder().decode((await answer.arrayBuffer()).slice(0, 7))).toBe('PMTiles')
  })

  it('reports progress by ticket, and stops when the client disconnects', async () => {
    const ticket = crypto.randomUUID()
    const progress = () =>
      test.ask(getExportProgress, { params: { city, ticket } }, { as: { role: 'leader' } })
    expect(await progress()).toEqual({ features: null })
    const waiting = new AbortController()
    const { headers } = await test.send('/api/session/demo', {
      as: null,
      method: 'POST',
      body: { role: 'leader' },
    })
    const asked = test.app.fetch(
      new Request(`http://test/api/cities/${city}/exports/all?format=geopackage&ticket=${ticket}`, {
        headers: { cookie: (headers.get('set-cookie') ?? '').split(';')[0]! },
        signal: waiting.signal,
      }),
    )
    await waitUntil(() => progress().then(({ features }) => features !== null))
    waiting.abort()
    expect((await asked).status).toBe(409)
    expect(await progress()).toEqual({ features: null })
    expect(await readdir(path.join(folder, 'exports'))).toEqual([])
  })

  it('rejects layers and formats that do not fit together', async () => {
    expect((await take('format=csv', 'all')).status).toBe(422)
    expect((await take('format=kml', 'projects')).status).toBe(422)
    expect((await take('format=dwg')).status).toBe(400)
  })
})
