import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import sqlite from 'node-sqlite3-wasm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listBasemapFiles } from '#shared/contract/city/basemap.ts'
import { getCity } from '#shared/contract/city/city.ts'
import { type CitySettings, getSettings } from '#shared/contract/city/city-settings.ts'
import { buildDirectories } from '../../../data/formats/pmtiles/directory.ts'
import { buildHeader, HEADER_BYTES } from '../../../data/formats/pmtiles/header.ts'
import { computeTileId } from '../../../data/formats/pmtiles/tile-id.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

/** Basemaps out of files, for networks without a way out. */

const city = '321000'
const admin = { as: { role: 'admin' as const, area: { city } } }
const png = (fill: number) =>
  Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(120, fill)])

let folder: string
let basemaps: string
let test: TestApp

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-basemaps-'))
  basemaps = path.join(folder, 'basemaps')
  await mkdir(basemaps)
  test = await openTestApp({ cities: [aCity({ code: city })], environment: { DATA_DIR: folder } })
})
afterAll(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})

/** Writes MBTiles with a tile at 9/426/203, counted from the north. */
function writeMbtiles(name: string, format: string): void {
  const database = new sqlite.Database(path.join(basemaps, name))
  database.exec('create table metadata (name text, value text)')
  database.exec('create table tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)')
  for (const [key, value] of [
    ['format', format],
    ['minzoom', '5'],
    ['attribution', '<a href="https://example.org">© Survey &amp; Co</a>'],
  ] as const)
    database.run('insert into metadata values (?, ?)', [key, value])
  database.run('insert into tiles values (9, 426, ?, ?)', [2 ** 9 - 1 - 203, png(7)])
  database.close()
}

/** Writes PMTiles of images with the same tile. */
async function writePmtiles(name: string, tileType: number): Promise<void> {
  const tile = png(9)
  const { root, leaves } = buildDirectories([
    { id: computeTileId({ z: 9, x: 426, y: 203 }), offset: 0, length: tile.length, run: 1 },
  ])
  const notes = gzipSync(JSON.stringify({ attribution: '某某测绘院' }))
  const header = buildHeader({
    rootBytes: root.length,
    metadataBytes: notes.length,
    leafBytes: leaves.length,
    tileBytes: tile.length,
    tiles: 1,
    entries: 1,
    contents: 1,
    minZoom: 9,
    maxZoom: 9,
    box: [1195000000, 335000000, 1205000000, 345000000],
  })
  // images are stored as they are
  header[98] = 1
  header[99] = tileType
  expect(header).toHaveLength(HEADER_BYTES)
  await writeFile(path.join(basemaps, name), Buffer.concat([header, root, notes, leaves, tile]))
}

async function choose(basemap: Partial<CitySettings['basemap']>) {
  const { settings, version } = await test.ask(getSettings, { params: { city } })
  return test.send(`/api/cities/${city}/settings`, {
    ...admin,
    method: 'PUT',
    body: {
      requestId: crypto.randomUUID(),
      note: '选择底图',
      version,
      settings: { ...settings, basemap: { ...settings.basemap, attribution: null, ...basemap } },
    },
  })
}
const tile = async (at: string) => {
  const answer = await test.send(`/api/cities/${city}/basemap/${at}`)
  return answer.status === 200 ? Buffer.from(await answer.arrayBuffer()) : answer.status
}

describe('a basemap out of a file', () => {
  it('is MBTiles, whose rows count from the south, with zoom and attribution of the file', async () => {
    writeMbtiles('影像 2026.mbtiles', 'png')
    expect((await choose({ kind: 'file', file: '影像 2026.mbtiles' })).status).toBe(200)
    expect((await test.ask(getCity, { params: { city } })).basemap).toMatchObject({
      attribution: '© Survey & Co',
      maxZoom: 9,
    })
    expect(await tile('9/426/203')).toEqual(png(7))
    expect(await tile('9/426/204')).toBe(404)
    expect(await tile('9/600/203')).toBe(404)
  })

  it('is PMTiles of images; the attribution of the settings comes before that of the file', async () => {
    await writePmtiles('town.pmtiles', 2)
    expect((await choose({ kind: 'file', file: 'town.pmtiles', attribution: 'Ours' })).status).toBe(200)
    expect(await tile('9/426/203')).toEqual(png(9))
    expect(await tile('8/213/101')).toBe(404)
    expect((await test.ask(getCity, { params: { city } })).basemap?.attribution).toBe('Ours')
    expect((await choose({ kind: 'file', file: 'town.pmtiles' })).status).toBe(200)
    expect((await test.ask(getCity, { params: { city } })).basemap?.attribution).toBe('某某测绘院')
  })

  it('follows a file that is replaced under its name', async () => {
    await writePmtiles('changing.pmtiles', 2)
    expect((await choose({ kind: 'file', file: 'changing.pmtiles' })).status).toBe(200)
    expect(await tile('9/426/203')).toEqual(png(9))
    await rm(path.join(basemaps, 'changing.pmtiles'))
    expect(await tile('9/426/203')).toBe(404)
    await writePmtiles('changing.pmtiles', 2)
    expect(await tile('9/426/203')).toEqual(png(9))
  })

  it('is refused with its reason: not there, outside of the folder, broken, cut short, or vector tiles', async () => {
    writeMbtiles('vector.mbtiles', 'pbf')
    await writePmtiles('vector.pmtiles', 1)
    await writeFile(path.join(basemaps, 'broken.mbtiles'), 'no database')
    await writePmtiles('short.pmtiles', 2)
    await truncate(path.join(basemaps, 'short.pmtiles'), 130)
    const lie = Buffer.alloc(HEADER_BYTES)
    lie.write('PMTiles')
    lie[7] = 3
    // a root directory of a terabyte
    lie.writeBigUInt64LE(127n, 8)
    lie.writeBigUInt64LE(1n << 40n, 16)
    await writeFile(path.join(basemaps, 'lie.pmtiles'), lie)
    await writeFile(path.join(folder, 'outside.mbtiles'), 'x')
    const refusalOf = async (file: string) => {
      const answer = await choose({ kind: 'file', file })
      const problem = await answer.json()
      return [answer.status, problem.code, problem.details?.reason]
    }
    const unusable = (reason: string) => [422, 'basemap_file_unusable', reason]
    expect(await refusalOf('nowhere.mbtiles')).toEqual(unusable('missing'))
    expect(await refusalOf('broken.mbtiles')).toEqual(unusable('broken'))
    expect(await refusalOf('short.pmtiles')).toEqual(unusable('broken'))
    expect(await refusalOf('lie.pmtiles')).toEqual(unusable('broken'))
    expect(await refusalOf('vector.mbtiles')).toEqual(unusable('vector'))
    expect(await refusalOf('vector.pmtiles')).toEqual(unusable('vector'))
    for (const outside of ['../outside.mbtiles', '/etc/passwd', 'a/b.pmtiles', '..'])
      expect((await refusalOf(outside)).slice(0, 2)).toEqual([400, 'invalid_request'])
    const { files } = await test.ask(listBasemapFiles, { params: { city } }, admin)
    expect(files.find(({ name }) => name === 'lie.pmtiles')).toMatchObject({ fault: 'broken' })
    expect(files.find(({ name }) => name === 'vector.mbtiles')).toMatchObject({ fault: 'vector' })
  })
})
