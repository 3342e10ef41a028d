import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { PMTiles } from 'pmtiles'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { targetIds } from '#shared/contract/transfer/target.ts'
import { findCoordinateSystem } from '../../../data/coordinates/find-coordinate-system.ts'
import { buildExportLayer } from '../../../api/transfer/export/build-export-layer.ts'
import { computeRtreeBytes } from '../../../data/formats/flatgeobuf/packed-rtree.ts'
import { flatgeobufReader } from '../../../data/formats/flatgeobuf/read-flatgeobuf.ts'
import { flatgeobufWriter } from '../../../data/formats/flatgeobuf/write-flatgeobuf.ts'
import { openFileSource } from '../../../data/formats/io/file-source.ts'
import { geopackageWriter } from '../../../data/formats/geopackage/write-geopackage.ts'
import { pmtilesWriter } from '../../../data/formats/pmtiles/write-pmtiles.ts'
import { shapefileWriter } from '../../../data/formats/shapefile/write-shapefile.ts'
import { EXACT_WRITERS } from '../../../data/formats/writers.ts'
import { aRichCity } from '../../helpers/city/a-rich-city.ts'
import { createDatasetReader } from '../../helpers/transfer/dataset-reader.ts'
import { type GdalFeature, readWithGdal } from '../../helpers/transfer/read-with-gdal.ts'

/** GDAL reads the files of the product's writers. These tests run where GDAL is installed, as it is in CI. */
const run = promisify(execFile)
const facts = aRichCity()
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-gdal-'))
})
afterAll(() => rm(folder, { recursive: true }))

const codeOf = ({ properties }: Pick<GdalFeature, 'properties'>) =>
  String(properties['code'] ?? properties['CODE'])

const numbers = (value: unknown): number[] =>
  Array.isArray(value) ? value.flatMap(numbers) : typeof value === 'number' ? [value] : []

describe('a FlatGeobuf file of GDAL', () => {
  it('with curves is read: arcs become lines, and their number is said', async () => {
    const text = path.join(folder, 'curves.csv')
    await writeFile(
      text,
      'name,WKT\n圆,"CURVEPOLYGON(CIRCULARSTRING(120 33,120.01 33.01,120.02 33,120.01 32.99,120 33))"\n',
    )
    const file = path.join(folder, 'curves.fgb')
    await run('ogr2ogr', [
      '-f',
      'FlatGeobuf',
      file,
      text,
      '-oo',
      'GEOM_POSSIBLE_NAMES=WKT',
      '-a_srs',
      'EPSG:4490',
    ])
    const source = await openFileSource(file)
    const { layers, close } = await flatgeobufReader.open(source, {})
    const geometries = []
    for await (const features of layers[0]!.features())
      geometries.push(...features.map(({ geometry }) => geometry))
    await close()
    await source.close()
    expect(geometries).toMatchObject([
      { kind: 'areas', remarks: [{ code: 'arcs_linearised', details: { count: 2 } }] },
    ])
  })
})

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
    // FlatGeobuf stores features along a Hilbert curve
    const features = (await readWithGdal(file, '-t_srs', 'OGC:CRS84')).sort((a, b) =>
      codeOf(a) < codeOf(b) ? -1 : 1,
    )
    expect(features).toHaveLength(facts.grids.length)
    features.forEach(({ properties, geometry }, i) => {
      const { code, name, households, geometry: area } = facts.grids[i]!
      expect(codeOf({ properties })).toBe(code)
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
    const rows = await readWithGdal(file, 'stations', ...(id === 'xlsx' ? ['-oo', 'HEADERS=FORCE'] : []))
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
    const features = await readWithGdal(`/vsizip/${file}/stations.shp`)
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

  it('only the features that the index of a FlatGeobuf file points to', async () => {
    const system = findCoordinateSystem('EPSG:4490')!
    const file = path.join(folder, 'index.fgb')
    await flatgeobufWriter.write({
      layers: [buildExportLayer({ target: 'grids', headings: 'keys' }, createDatasetReader(facts), system)],
      system,
      metadata: {},
      encoding: 'utf-8',
      path: file,
    })
    const { code, geometry } = facts.grids[0]!
    const corner = geometry[0]![0]![0]!.map((unit) => unit / 1e7)
    const window = [...corner, ...corner].map((degrees, i) => String(degrees + (i < 2 ? -1e-6 : 1e-6)))
    const search = async () => (await readWithGdal(file, '-spat', ...window)).map(codeOf).sort()
    const found = await search()
    expect(found).toContain(code)
    expect(found.length).toBeLessThan(facts.grids.length / 2)

    // a reader that went through the features one after the other would stop at a feature of an impossible length
    const bytes = await readFile(file)
    const header = 12 + bytes.readUInt32LE(8)
    let at = header + computeRtreeBytes(facts.grids.length, 16)
    let damaged = 0
    while (at < bytes.length) {
      const length = bytes.readUInt32LE(at)
      const text = bytes.subarray(at, at + 4 + length).toString('latin1')
      if (!found.some((each) => text.includes(each))) {
        bytes.writeUInt32LE(0xffffffff, at)
        damaged++
      }
      at += 4 + length
    }
    expect(damaged).toBe(facts.grids.length - found.length)
    await writeFile(file, bytes)
    expect(await search()).toEqual(found)
    await expect(readWithGdal(file)).rejects.toThrow()
  })

  it.each([1, 100])(
    'and writes a FlatGeobuf file of %i features whose index our reader skips',
    async (count) => {
      const geojson = path.join(folder, `points-${count}.geojson`)
      const file = path.join(folder, `points-${count}.fgb`)
      const features = Array.from({ length: count }, (_, i) => ({
        type: 'Feature',
        properties: { code: i },
        geometry: { type: 'Point', coordinates: [120 + i / 100, 33] },
      }))
      await writeFile(geojson, JSON.stringify({ type: 'FeatureCollection', features }))
      await run('ogr2ogr', ['-f', 'FlatGeobuf', file, geojson])
      const source = await openFileSource(file)
      const { layers } = await flatgeobufReader.open(source, {})
      const codes: unknown[] = []
      for await (const batch of layers[0]!.features())
        codes.push(...batch.map(({ properties }) => properties['code']))
      await source.close()
      expect(codes.toSorted((a, b) => Number(a) - Number(b))).toEqual(features.map((_, i) => i))
    },
  )

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
    const features = await readWithGdal(`MVT:${tile}`, '-oo', `X=${x}`, '-oo', `Y=${y}`, '-oo', 'Z=11')
    const known = new Map(facts.grids.map(({ code, households }) => [code, households]))
    expect(features.length).toBeGreaterThan(3)
    expect(
      features.every(({ properties }) => known.get(String(properties['code'])) === properties['households']),
    ).toBe(true)
  })
})
