import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getExportProgress } from '#shared/contract/transfer/exports.ts'
import { openFileSource } from '../../../data/formats/io/file-source.ts'
import { openFile } from '../../../data/formats/readers.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
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
