import { VectorTile } from '@mapbox/vector-tile'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { PbfReader } from 'pbf'
import { PMTiles, tileIdToZxy, zxyToTileId } from 'pmtiles'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findCoordinateSystem } from '../../data/coordinates/find-coordinate-system.ts'
import { buildExportLayer } from '../../api/transfer/export/build-export-layer.ts'
import { buildDirectories } from '../../data/formats/pmtiles/directory.ts'
import { buildHeader } from '../../data/formats/pmtiles/header.ts'
import { computeTileId } from '../../data/formats/pmtiles/tile-id.ts'
import { pmtilesWriter } from '../../data/formats/pmtiles/write-pmtiles.ts'
import { aRichCity } from '../helpers/city/a-rich-city.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'
import { createDatasetReader } from '../helpers/transfer/dataset-reader.ts'

/** Read by the library of those who made the format. */
const facts = aRichCity()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-pmtiles-'))
})
afterAll(() => rm(folder, { recursive: true }))

const opened = (bytes: Uint8Array) =>
  new PMTiles({
    getKey: () => 'memory',
    getBytes: (offset: number, length: number) =>
      Promise.resolve({ data: Uint8Array.from(bytes.subarray(offset, offset + length)).buffer }),
  })

it('a PMTiles archive contains every grid with its attributes, its metadata and the bounds of the city', async () => {
  const file = path.join(folder, 'city.pmtiles')
  const system = findCoordinateSystem('EPSG:3857')!
  const read = createDatasetReader(facts)
  await pmtilesWriter.write({
    layers: [
      buildExportLayer({ target: 'grids', headings: 'keys' }, read, system),
      buildExportLayer({ target: 'waterways', headings: 'keys' }, read, system),
    ],
    system,
    metadata: { name: '㐂砖城', revision: 7, dataDate: '2020-01-01', source: '测试' },
    encoding: 'utf-8',
    path: file,
  })
  const archive = opened(await readFile(file))
  const head = await archive.getHeader()
  expect(head).toMatchObject({
    specVersion: 3,
    tileType: 1,
    tileCompression: 2,
    internalCompression: 2,
    clustered: true,
    minZoom: 5,
    maxZoom: 14,
  })
  const points = facts.grids.flatMap(({ geometry }) => geometry.flat(2))
  expect([head.minLon, head.minLat, head.maxLon, head.maxLat]).toEqual(
    [
      Math.min(...points.map(([x]) => x)),
      Math.min(...points.map(([, y]) => y)),
      Math.max(...points.map(([x]) => x)),
      Math.max(...points.map(([, y]) => y)),
    ].map((edge) => expect.closeTo(edge / 1e7, 2)),
  )
  expect(await archive.getMetadata()).toMatchObject({
    name: '㐂砖城',
    revision: 7,
    attribution: '测试',
    vector_layers: [
      { id: 'grids', fields: { code: 'String', households: 'Number' } },
      { id: 'waterways_line' },
      { id: 'waterways_area' },
    ],
  })

  const side = 2 ** 14
  const [x, y] = [
    Math.floor(((120.001 + 180) / 360) * side),
    Math.floor((0.5 - Math.asinh(Math.tan((33.001 * Math.PI) / 180)) / (2 * Math.PI)) * side),
  ]
  const seen = new Map<unknown, unknown>()
  for (let tx = x - 2; tx <= x + 2; tx++) {
    for (let ty = y - 2; ty <= y + 2; ty++) {
      const tile = await archive.getZxy(14, tx, ty)
      const layer = tile && new VectorTile(new PbfReader(new Uint8Array(tile.data))).layers['grids']
      for (let i = 0; i < (layer?.length ?? 0); i++)
        seen.set(layer!.feature(i).properties['code'], layer!.feature(i).properties['households'])
    }
  }
  expect([...seen].sort()).toEqual(facts.grids.map(({ code, households }) => [code, households]).sort())
  expect(head.numAddressedTiles).toBeGreaterThan(9)
})

it('tile ids follow the Hilbert curve of their zoom', () => {
  const random = createSeededRandom(7)
  for (let i = 0; i < 300; i++) {
    const z = Math.floor(random() * 20)
    const [x, y] = [Math.floor(random() * 2 ** z), Math.floor(random() * 2 ** z)]
    expect(computeTileId({ z, x, y })).toBe(zxyToTileId(z, x, y))
  }
})

it('entries beyond the root directory are found through leaf directories', async () => {
  const random = createSeededRandom(9)
  let [id, offset] = [4 ** 9, 0]
  const entries = Array.from({ length: 30_000 }, (_, i) => {
    const entry = { id, offset, length: 1 + Math.floor(random() * 60), run: 1 + (i % 2) }
    id += entry.run + Math.floor(random() * 90)
    offset += entry.length
    return entry
  })
  const { root, leaves } = buildDirectories(entries)
  expect(leaves.length).toBeGreaterThan(0)
  const tiles = Uint8Array.from({ length: offset }, (_, i) => i % 251)
  const notes = gzipSync('{}')
  const head = buildHeader({
    rootBytes: root.length,
    metadataBytes: notes.length,
    leafBytes: leaves.length,
    tileBytes: tiles.length,
    tiles: 45_000,
    entries: 30_000,
    contents: 30_000,
    minZoom: 0,
    maxZoom: 20,
    box: [0, 0, 0, 0],
  })
  // what this file calls gzipped tiles is not, so that their bytes can be told apart
  head[98] = 1
  const archive = opened(Buffer.concat([head, root, notes, leaves, tiles]))
  for (let i = 0; i < 60; i++) {
    const entry = entries[Math.floor(random() * entries.length)]!
    const [z, x, y] = tileIdToZxy(entry.id + entry.run - 1)
    expect(new Uint8Array((await archive.getZxy(z, x, y))!.data)).toEqual(
      tiles.slice(entry.offset, entry.offset + entry.length),
    )
  }
})
