import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import { listUnits } from '#shared/contract/city/features.ts'
import { getProblems } from '#shared/contract/drafts/drafts.ts'
import { toDegrees, type MultiPolygon, type Point } from '#shared/geometry/lattice.ts'
import { runImport } from '../../../api/cli/import/run-import.ts'
import { type ImportArguments, readImportArguments } from '../../../api/cli/import/read-import-arguments.ts'
import { formatImportReport } from '../../../api/cli/import/format-import-report.ts'
import { runImportUndo } from '../../../api/cli/import/run-import-undo.ts'
import { findCoordinateSystem } from '../../../data/coordinates/find-coordinate-system.ts'
import { shapefileWriter } from '../../../data/formats/shapefile/write-shapefile.ts'
import { openCityTables } from '../../../api/transfer/tables/open-city-tables.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'
import { createTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { readAllRows } from '../../helpers/transfer/read-all-rows.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

const facts = aCity({ code: '321200', name: '砖城' })
const districts = facts.units.filter(({ level }) => level === 'district')
const gcj02 = findCoordinateSystem('GCJ-02')!
let test: TestDatabase
let api: TestApp
let folder: string

beforeAll(async () => {
  test = await openTestDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-import-test-'))
  api = await createTestApp(test.database)
})
afterAll(async () => {
  await api.close()
  await test.drop()
  await rm(folder, { recursive: true })
})

const given = (...words: string[]): ImportArguments => {
  const read = readImportArguments(words, { LANG: 'en_GB.UTF-8' })
  if (read === null || 'undo' in read) throw new Error(`nothing to import in ${words.join(' ')}`)
  return read
}
const run = (...words: string[]) => runImport(test.database, given(...words), () => undefined)

/** Shifted by 500 m without saying so, with the columns that such files have. */
const likeFromAnOnlineMap = (area: MultiPolygon, adcode: number, name: string) => ({
  type: 'Feature',
  properties: {
    adcode,
    name,
    center: [119.9, 33],
    childrenNum: 0,
    level: 'district',
    subFeatureIndex: 0,
    acroutes: [100000, 320000, 321200],
  },
  geometry: {
    type: 'MultiPolygon',
    coordinates: area.map((polygon) =>
      polygon.map((ring) =>
        [...ring, ring[0]!].map(([x, y]) => gcj02.fromDegrees(toDegrees(x), toDegrees(y))),
      ),
    ),
  },
})

describe('npm run import', () => {
  it('creates a new city from a boundary file, with corrected coordinates', async () => {
    const file = path.join(folder, 'boundaries.json')
    await writeFile(
      file,
      JSON.stringify({
        type: 'FeatureCollection',
        features: districts.map(({ geometry, code, name }) =>
          likeFromAnOnlineMap(geometry!, Number(code), name),
        ),
      }),
    )
    const result = await run(file, '--as', 'districts', '--city', '321200', '--name', '砖城')
    expect(result).toMatchObject({
      revision: 2,
      report: { rows: { read: 2, added: 2, refused: 0 }, crs: { used: 'GCJ-02', because: 'signature' } },
    })
    const { units } = await api.ask(listUnits, { params: { city: '321200' }, query: { level: 'district' } })
    expect(units.map(({ name }) => name)).toEqual(['第1区', '第2区'])
    const { box } = await api.ask(getCity, { params: { city: '321200' } })
    const all = districts.flatMap(({ geometry }) => geometry!.flat(2))
    expect(box![0]).toBeCloseTo(toDegrees(Math.min(...all.map(([x]) => x))), 7)
    expect(box![3]).toBeCloseTo(toDegrees(Math.max(...all.map(([, y]) => y))), 7)
  })

  it('imports grids from a zipped shapefile in GBK and metres, creates their parent units, and reports it', async () => {
    const system = findCoordinateSystem('EPSG:4528')!
    const file = path.join(folder, '网格.zip')
    await shapefileWriter.write({
      layers: [
        {
          name: 'grids',
          geometry: 'area',
          fields: [
            { name: 'WGBM', short: 'WGBM', type: 'text' },
            { name: 'WGMC', short: 'WGMC', type: 'text' },
            { name: 'HS', short: 'HS', type: 'integer' },
          ],
          async *rows() {
            yield facts.grids.map(({ code, name, households, geometry }) => ({
              values: [code, name, households],
              shape: { kind: 'area' as const, area: geometry },
            }))
            yield [
              {
                values: ['3.20902E+14', '被表格改坏的', 1],
                shape: { kind: 'area' as const, area: facts.grids[0]!.geometry },
              },
            ]
          },
        },
      ],
      system,
      encoding: 'gb18030',
      metadata: {},
      path: file,
    })
    const { report } = await run(file, '--as', 'grids', '--city', '321200')
    expect(report.rows).toMatchObject({ read: 37, added: 36, refused: 1 })
    expect(report.made).toMatchObject({ streets: 4, communities: 8 })
    expect(report.encoding?.used).toBe('gb18030')
    expect(report.certificate).toMatchObject({ broken: [] })
    const text = formatImportReport(report, 'en')
    expect(text).toContain('EPSG:4528')
    expect(text).toMatch(/refused +A spreadsheet has spoilt the code: 3\.20902E\+14/)
    const stored = (await readAllRows(test.database, '321200'))['grids']!
    expect(stored.map(({ code, households }) => [code, households])).toEqual(
      facts.grids.map(({ code, households }) => [code, households]),
    )
    // the server hears of the change from the database, in its own time
    await waitUntil(async () => (await api.ask(getCity, { params: { city: '321200' } })).figures.grids === 36)
  })

  it('saves grids that do not tile as a draft of their street, as the page does', async () => {
    const small = facts.grids[5]!
    const [ring] = small.geometry[0]!
    const middle = [0, 1].map((axis) =>
      Math.round(ring!.reduce((sum, point) => sum + point[axis]!, 0) / ring!.length),
    )
    const inward = ring!.map(
      (point): Point =>
        [0, 1].map(
          (axis) => point[axis]! + Math.round((middle[axis]! - point[axis]!) / 5),
        ) as unknown as Point,
    )
    const file = path.join(folder, 'grids.geojson')
    await writeFile(
      file,
      JSON.stringify({
        type: 'FeatureCollection',
        features: facts.grids.map(({ code, name, geometry }) => ({
          type: 'Feature',
          properties: { code, name },
          geometry: {
            type: 'MultiPolygon',
            coordinates: (code === small.code ? [[inward]] : geometry).map((polygon) =>
              polygon.map((each) => [...each, each[0]!].map(([x, y]) => [toDegrees(x), toDegrees(y)])),
            ),
          },
        })),
      }),
    )
    const before = await readAllRows(test.database, '321200')
    const { report, revision, drafts, importId, conflicts } = await run(
      file,
      '--as',
      'grids',
      '--city',
      '321200',
      '--unclear',
      'draft',
    )
    const left = facts.grids.filter(({ communityCode }) => communityCode === small.communityCode).length
    expect(report.rows).toMatchObject({
      drafted: left,
      same: facts.grids.length - left,
      changed: 0,
      refused: 0,
    })
    const text = formatImportReport(report, 'en', conflicts)
    expect(text).toMatch(/for a draft/)
    // each place with its kind, square metres and position
    expect(text).toMatch(/\n ?gap +[\d,]+ +\d+\.\d+, \d+\.\d+ /)
    expect(await readAllRows(test.database, '321200')).toEqual(before)
    expect(drafts).toMatchObject([{ street: small.code.slice(0, 9) }])
    expect(revision).toBeGreaterThan(0)
    const { issues } = await api.ask(getProblems, { params: { city: '321200', draft: drafts[0]!.id } })
    expect(issues.map(({ type }) => type)).toContain('gap')
    await runImportUndo(test.database, { undo: importId, note: null })
  })

  it('remembers the column mapping, and undoes a committed import', async () => {
    const file = async (name: string, rows: string) => {
      await writeFile(path.join(folder, name), `甲,乙,lon,lat\n${rows}`)
      return path.join(folder, name)
    }
    const first = await run(
      await file('一.csv', 'S-1,甲站,120.001,33.001\n'),
      '--as',
      'stations',
      '--city',
      '321200',
      '--column',
      'code=甲',
      '--column',
      'name=乙',
    )
    expect(first).toMatchObject({ rememberedFrom: null, report: { rows: { added: 1 } } })
    const again = await run(
      await file('二.csv', 'S-1,甲站,120.001,33.001\nS-2,乙站,120.002,33.001\n'),
      '--as',
      'stations',
      '--city',
      '321200',
    )
    expect(again).toMatchObject({
      rememberedFrom: new Date().toISOString().slice(0, 10),
      report: { rows: { added: 1, same: 1 } },
    })
    const stations = async () =>
      (await readAllRows(test.database, '321200'))['premises']!.map(({ code }) => code)
    expect(await stations()).toEqual(['S-1', 'S-2'])
    const { city } = await runImportUndo(test.database, { undo: again.importId, note: null })
    expect(city.code).toBe('321200')
    expect(await stations()).toEqual(['S-1'])
    await expect(runImportUndo(test.database, { undo: again.importId, note: null })).rejects.toThrow(
      'The import cannot be undone',
    )
    await expect(runImportUndo(test.database, { undo: crypto.randomUUID(), note: null })).rejects.toThrow(
      'There is no import',
    )
  })

  it('only reports what it would do in a dry run', async () => {
    const before = await openCityTables(test.database, '321200')
    const { report, revision } = await run(
      path.join(folder, 'boundaries.json'),
      '--as',
      'districts',
      '--city',
      '321200',
      '--crs',
      'bd09',
      '--dry-run',
    )
    expect(revision).toBeNull()
    expect(report.crs).toMatchObject({ used: 'BD-09', proposed: 'GCJ-02', because: 'units' })
    expect(report.rows.changed).toBe(2)
    expect((await openCityTables(test.database, '321200')).city.revision).toBe(before.city.revision)
  })

  it.each([
    [['x.zip', '--as', 'planets'], 'There is nothing called planets to import'],
    [['x.zip', '--city', '12'], '--city takes the six digits'],
    [['x.zip', '--tolerance', 'wide'], '--tolerance takes metres'],
    [['x.zip', '--unclear', 'perhaps'], '--unclear takes write or draft'],
    [['--undo', 'yesterday'], '--undo takes the number'],
    [['x.zip', '--undo', '00000000-0000-4000-8000-000000000000'], '--undo takes no file'],
    [['x.zip', '--colour', 'red'], "Unknown option '--colour'"],
    [['a.zip', 'b.zip'], 'One file at a time'],
  ])('rejects %j with one sentence', (words, sentence) => {
    expect(() => given(...words)).toThrow(sentence)
  })

  it('requires a name for a city that does not exist', async () => {
    await expect(
      run(path.join(folder, 'boundaries.json'), '--as', 'districts', '--city', '321300'),
    ).rejects.toThrow('give it a name with --name')
  })
})
