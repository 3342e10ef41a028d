import { findCoordinateSystem } from '../../coordinates/find-coordinate-system.ts'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { FileSource } from '../io/file-source.ts'
import { BATCH_ROWS, type FileLayer, type FormatReader, type RawFeature } from '../model/format.ts'
import { describeStatedCode, type StatedCrs } from '../../coordinates/stated-crs.ts'
import { decodeStream, detectTextEncoding } from '../text/text-stream.ts'
import { createFeatureSplitter } from './feature-splitter.ts'
import { readGeojsonProperties, isRecord, readGeojsonGeometry } from './read-geojson-geometry.ts'

/** RFC 7946, and the older kind with a `crs` member; a single feature and a bare list of features are read as well. */
export const geojsonReader: FormatReader = {
  id: 'geojson',
  label: 'GeoJSON',
  recognises: (_file, head) => /^[\s\ufeff]*[[{]/.test(new TextDecoder().decode(head.subarray(0, 64))),
  async open(file, options) {
    const encoding = await detectTextEncoding(file, options.encoding)
    const around = await readAround(file, encoding.used)
    const layer: FileLayer = {
      name: around.name ?? file.name.replace(/\.[^.]*$/, ''),
      fields: null,
      count: null,
      crs: around.crs,
      encoding,
      features: () => readFeatures(file, encoding.used),
    }
    return { layers: [layer], close: () => Promise.resolve() }
  },
}

/** The members beside the features: they may stand behind them, so the whole text is walked through once. */
async function readAround(
  file: FileSource,
  encoding: string,
): Promise<{ name: string | null; crs: StatedCrs | null }> {
  const splitter = createFeatureSplitter()
  for await (const chunk of decodeStream(file.stream(), encoding)) splitter.push(chunk)
  const around = parseJson(splitter.rest())
  if (Array.isArray(around)) return { name: null, crs: null }
  if (!isRecord(around) || typeof around['type'] !== 'string') throw new InvalidFileError('json_not_features')
  const name = around['name']
  return { name: typeof name === 'string' && name !== '' ? name : null, crs: crsOf(around['crs']) }
}

async function* readFeatures(file: FileSource, encoding: string): AsyncGenerator<RawFeature[]> {
  const splitter = createFeatureSplitter()
  let bunch: RawFeature[] = []
  let row = 0
  for await (const chunk of decodeStream(file.stream(), encoding)) {
    for (const text of splitter.push(chunk)) {
      bunch.push(readGeojsonFeature(text, ++row))
      if (bunch.length < BATCH_ROWS) continue
      yield bunch
      bunch = []
    }
  }
  const around = splitter.rest()
  if (row === 0 && isRecord(parseJson(around)) && !isCollection(parseJson(around)))
    bunch.push(readGeojsonFeature(around, 1))
  if (bunch.length > 0) yield bunch
}

const isCollection = (value: unknown) => isRecord(value) && value['type'] === 'FeatureCollection'

/** A feature's text; a bare geometry counts as a feature without values. */
export function readGeojsonFeature(text: string, row: number): RawFeature {
  const none = { row, properties: {}, geometry: null }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ...none, problems: [{ code: 'row_broken' }] }
  }
  if (!isRecord(value)) return { ...none, problems: [{ code: 'row_broken' }] }
  const isFeature = value['type'] === 'Feature'
  const geometry = readGeojsonGeometry(isFeature ? value['geometry'] : value)
  const properties = isFeature ? readGeojsonProperties(value['properties']) : {}
  const problems: RawFeature['problems'] = [
    ...(geometry === undefined ? [{ code: 'broken_geometry' } as const] : []),
  ]
  return { row, properties, geometry: geometry ?? null, problems }
}

/** {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}, as GDAL and ArcGIS write it. */
function crsOf(value: unknown): StatedCrs | null {
  if (!isRecord(value) || !isRecord(value['properties'])) return null
  const name = value['properties']['name']
  if (typeof name !== 'string') return null
  const system = findCoordinateSystem(name)?.id ?? null
  const code = Number(/EPSG:(?:[\d.]*:)?(\d+)$/i.exec(name)?.[1] ?? 0)
  return {
    where: 'crs',
    text: name.slice(0, 80),
    system,
    ...(system === null ? describeStatedCode(code) : {}),
  }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new InvalidFileError(
      'json_broken',
      { at: Number(/position (\d+)/.exec(String(error))?.[1] ?? 0) + 1 },
      { cause: error },
    )
  }
}
