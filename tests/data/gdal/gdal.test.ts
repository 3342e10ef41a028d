import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemOf } from '../../../data/coordinates/system-of.ts'
import { exportLayer } from '../../../data/exporters/export-layer.ts'
import { EXACT_WRITERS } from '../../../data/formats/writers.ts'
import { aRichCity } from '../../helpers/a-rich-city.ts'
import { factsReader } from '../../helpers/transfer/facts-reader.ts'

/** What a foreign reader makes of our files; runs where GDAL is installed, as it is in CI. */
const run = promisify(execFile)
const facts = aRichCity()
let folder: string

beforeAll(async () => { folder = await mkdtemp(path.join(tmpdir(), 'grid-map-gdal-')) })
afterAll(() => rm(folder, { recursive: true }))

interface Feature { properties: Record<string, unknown>; geometry: { coordinates: unknown } | null }

/** The features of a file as GDAL reads them, in degrees. */
async function asGdalReads(file: string, ...more: string[]): Promise<Feature[]> {
  const { stdout, stderr } = await run('ogr2ogr', ['-f', 'GeoJSON', '/vsistdout/', file, '-lco', 'COORDINATE_PRECISION=9', '-lco', 'RFC7946=NO', ...more], { maxBuffer: 1e8 })
  expect(stderr.split('\n').filter((line) => /ERROR/.test(line))).toEqual([])
  const { features }: { features: Feature[] } = JSON.parse(stdout)
  return features
}

const numbers = (value: unknown): number[] => (Array.isArray(value) ? value.flatMap(numbers) : typeof value === 'number' ? [value] : [])

describe('GDAL reads', () => {
  const shapes = EXACT_WRITERS.filter(({ id }) => id !== 'csv' && id !== 'xlsx')
  it.each(shapes.map(({ id }) => id))('the same grids from %s, values and places', async (id) => {
    const writer = EXACT_WRITERS.find((each) => each.id === id)!
    const system = systemOf(writer.systems?.[0] ?? 'EPSG:4549')!
    const file = path.join(folder, `grids${writer.extension}`)
    await writer.write({ layers: [exportLayer({ target: 'grids', headings: 'keys' }, factsReader(facts), system)], system, metadata: {}, encoding: 'utf-8', path: file })
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
    const system = systemOf('EPSG:4490')!
    const file = path.join(folder, `stations${writer.extension}`)
    await writer.write({ layers: [exportLayer({ target: 'stations', headings: 'keys' }, factsReader(facts), system)], system, metadata: {}, encoding: 'utf-8', path: file })
    const rows = await asGdalReads(file, id === 'csv' ? 'stations' : 'stations', ...(id === 'xlsx' ? ['-oo', 'HEADERS=FORCE'] : []))
    const stations = facts.premises.filter(({ kind }) => kind === 'station')
    expect(rows.map(({ properties }) => [properties['code'], properties['name'], Number(properties['lon'])])).toEqual(stations.map(({ code, name, geometry }) => [code, name, geometry[0] / 1e7]))
  })
})
