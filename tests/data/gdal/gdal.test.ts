import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { PMTiles } from 'pmtiles'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { targetIds } from '#shared/contract/transfer/targets.ts'
import { findCoordinateSystem } from '../../../data/coordinates/find-coordinate-system.ts'
import { buildExportLayer } from '../../../api/transfer/export/build-export-layer.ts'
import { geopackageWriter } from '../../../data/formats/geopackage/write-geopackage.ts'
import { pmtilesWriter } from '../../../data/formats/pmtiles/write-pmtiles.ts'
import { shapefileWriter } from '../../../data/formats/shapefile/write-shapefile.ts'
import { EXACT_WRITERS } from '../../../data/formats/writers.ts'
import { aRichCity } from '../../helpers/city/a-rich-city.ts'
import { createDatasetReader } from '../../helpers/transfer/dataset-reader.ts'

/** What a foreign reader makes of our files; runs where GDAL is installed, as it is in CI. */
const run = promisify(execFile)
const facts = aRichCity()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-gdal-'))
})
afterAll(() => rm(folder, { recursive: true }))

interface Feature {
  properties: Record<string, unknown>
  geometry: { coordinates: unknown } | null
}

/** The features of a file as GDAL reads them, in degrees. */
async function asGdalReads(file: string, ...more: string[]): Promise<Feature[]> {
  const { stdout, stderr } = await run(
    'ogr2ogr',
    ['-f', 'GeoJSON', '/vsistdout/', file, '-lco', 'COORDINATE_PRECISION=9', '-lco', 'RFC7946=NO', ...more],
    { maxBuffer: 1e8 },
  )
  expect(stderr.split('\n').filter((line) => /ERROR/.test(line))).toEqual([])
  const { features }: { features: Feature[] } = JSON.parse(stdout)
  return features
}

const numbers = (value: unknown): number[] =>
  Array.isArray(value) ? value.flatMap(numbers) : typeof value === 'number' ? [value] : []

describe('GDAL reads', () => {
  const shapes = EXACT_WRITERS.filter(({ id }) => id !== 'csv' && id !== 'xlsx')
  it.each(shapes.map(({ id }) => id))('the same grids from %s, attributes and coordinates', async (id) => {
    const writer = EXACT_WRITERS.find((each) => each.id === id)!
    const system = findCoordinateSystem(writer.systems?.[0] ?? 'EPSG:4549')!
    const file = path.join(folder, `grids${writer.extension}`)
    await writer.write({
      layers: [buildExportLayer({ target: 'grids', headings: 'keys' }, createDatasetReader(facts), system)],
      system,
      metadata: {},
      encoding: 'utf-8',
      path: file,
    })
    const features = await asGdalReads(file, '-t_srs', 'OGC:CRS84')
    expect(features).toHaveLength(facts.grids.length)
    features.forEach(({ properties, geometry }, i) => {
      const { code, name, households, geometry: area } = facts.grids[i]!
      expect(String(properties['code'] ?? properties['CODE'])).toBe(code)
      expect(properties['name'] ?? properties['NAME'] ?? properties['Name']).toBe(name)
      expect(Number(properties['households'] ?? properties['HOUSEHOLDS'])).toBe(households)
      const [xs, ys] = [0, 1].map((axis) => numbers(geometry?.coordinates).filter((_, k) => k % 2 === axis))
      const points = area.flat(2)
      // a projected plane and back: a tenth of a millimetre is 1e-9 degree
      expect(Math.min(...xs!)).toBeCloseTo(Math.min(...points.map(([x]) => x)) / 1e7, 7)
      expect(Math.max(...ys!)).toBeCloseTo(Math.max(...points.map(([, y]) => y)) / 1e7, 7)
    })
  })

  it.each(['csv', 'xlsx'] as const)('the same rows from %s', async (id) => {
    const writer = EXACT_WRITERS.find((each) => each.id === id)!
    const system = findCoordinateSystem('EPSG:4490')!
    const file = path.join(folder, `stations${writer.extension}`)
    await writer.write({
      layers: [
        buildExportLayer({ target: 'stations', headings: 'keys' }, createDatasetReader(facts), system),
      ],
      system,
      metadata: {},
      encoding: 'utf-8',
      path: file,
    })
    const rows = await asGdalReads(
      file,
      id === 'csv' ? 'stations' : 'stations',
      ...(id === 'xlsx' ? ['-oo', 'HEADERS=FORCE'] : []),
    )
    const stations = facts.premises.filter(({ kind }) => kind === 'station')
    expect(
      rows.map(({ properties }) => [properties['code'], properties['name'], Number(properties['lon'])]),
    ).toEqual(stations.map(({ code, name, geometry }) => [code, name, geometry[0] / 1e7]))
  })

  it('a GBK shapefile by its .cpg, with ten-byte field names', async () => {
    const system = findCoordinateSystem('EPSG:4490')!
    const file = path.join(folder, 'gbk.shp.zip')
    await shapefileWriter.write({
      layers: [
        buildExportLayer({ target: 'stations', headings: 'keys' }, createDatasetReader(facts), system),
      ],
      system,
      metadata: {},
      encoding: 'gb18030',
      path: file,
    })
    const features = await asGdalReads(`/vsizip/${file}/stations.shp`)
    const stations = facts.premises.filter(({ kind }) => kind === 'station')
    expect(
      features.map(({ properties, geometry }) => [
        properties['CODE'],
        properties['NAME'],
        geometry?.coordinates,
      ]),
    ).toEqual(stations.map(({ code, name, geometry }) => [code, name, geometry.map((each) => each / 1e7)]))
    expect(Object.keys(features[0]!.properties).every((name) => Buffer.byteLength(name) <= 10)).toBe(true)
  })

  it('the same number of rows in every layer from one GeoPackage of the whole city', async () => {
    const system = findCoordinateSystem('EPSG:4549')!
    const file = path.join(folder, 'whole.gpkg')
    const layers = targetIds.map((target) =>
      buildExportLayer({ target, headings: 'keys' }, createDatasetReader(facts), system),
    )
    await geopackageWriter.write({ layers, system, metadata: { revision: 1 }, encoding: 'utf-8', path: file })
    const { stdout } = await run('ogrinfo', ['-ro', '-so', '-al', file])
    const counted = Object.fromEntries(
      [...stdout.matchAll(/Layer name: (\S+)[\s\S]*?Feature Count: (\d+)/g)].map(([, name, count]) => [
        name,
        Number(count),
      ]),
    )
    const wanted = await Promise.all(
      layers.map(async ({ name, rows }) => {
        let count = 0
        for await (const bunch of rows()) count += bunch.length
        return [name, count] as const
      }),
    )
    expect(counted).toMatchObject(Object.fromEntries(wanted))
    expect(counted['roads']).toBeGreaterThan(0)
  })

  it('a tile of a PMTiles archive', async () => {
    const system = findCoordinateSystem('EPSG:3857')!
    const file = path.join(folder, 'grids.pmtiles')
    await pmtilesWriter.write({
      layers: [buildExportLayer({ target: 'grids', headings: 'keys' }, createDatasetReader(facts), system)],
      system,
      metadata: {},
      encoding: 'utf-8',
      path: file,
    })
    const bytes = await readFile(file)
    const archive = new PMTiles({
      getKey: () => file,
      getBytes: (offset: number, length: number) =>
        Promise.resolve({ data: Uint8Array.from(bytes.subarray(offset, offset + length)).buffer }),
    })
    const side = 2 ** 11
    const [x, y] = [
      Math.floor(((120.001 + 180) / 360) * side),
      Math.floor((0.5 - Math.asinh(Math.tan((33.001 * Math.PI) / 180)) / (2 * Math.PI)) * side),
    ]
    const tile = path.join(folder, `${y}.pbf`)
    await writeFile(tile, new Uint8Array((await archive.getZxy(11, x, y))!.data))
    const features = await asGdalReads(`MVT:${tile}`, '-oo', `X=${x}`, '-oo', `Y=${y}`, '-oo', 'Z=11')
    const known = new Map(facts.grids.map(({ code, households }) => [code, households]))
    expect(features.length).toBeGreaterThan(3)
    expect(
      features.every(({ properties }) => known.get(String(properties['code'])) === properties['households']),
    ).toBe(true)
  })
})
