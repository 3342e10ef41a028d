import { systemOf } from '../../coordinates/system-of.ts'
import { FileRefused } from '../file-refused.ts'
import type { FileSource } from '../file-source.ts'
import { BUNCH, type FileLayer, type FormatReader, type RawFeature, type StatedCrs } from '../format.ts'
import { decodeStream, findTextEncoding } from '../text/text-stream.ts'
import { featureSplitter } from './split-features.ts'
import { fieldsOf, isRecord, rawFromGeoJson } from './raw-from-geojson.ts'

/** RFC 7946, and the older kind with a `crs` member; a single feature and a bare list of features are read as well. */
export const geojson: FormatReader = {
  id: 'geojson',
  label: 'GeoJSON',
  recognises: (_file, head) => /^[\s\ufeff]*[[{]/.test(new TextDecoder().decode(head.subarray(0, 64))),
  async open(file, options) {
    const encoding = await findTextEncoding(file, options.encoding)
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
  const splitter = featureSplitter()
  for await (const chunk of decodeStream(file.stream(), encoding)) splitter.push(chunk)
  const around = parseJson(splitter.rest())
  if (Array.isArray(around)) return { name: null, crs: null }
  if (!isRecord(around) || typeof around['type'] !== 'string') throw new FileRefused('json_not_features')
  const name = around['name']
  return { name: typeof name === 'string' && name !== '' ? name : null, crs: crsOf(around['crs']) }
}

async function* readFeatures(file: FileSource, encoding: string): AsyncGenerator<RawFeature[]> {
  const splitter = featureSplitter()
  let bunch: RawFeature[] = []
  let row = 0
  for await (const chunk of decodeStream(file.stream(), encoding)) {
    for (const text of splitter.push(chunk)) {
      bunch.push(readFeature(text, ++row))
      if (bunch.length < BUNCH) continue
      yield bunch
      bunch = []
    }
  }
  const around = splitter.rest()
  if (row === 0 && isRecord(parseJson(around)) && !isCollection(parseJson(around)))
    bunch.push(readFeature(around, 1))
  if (bunch.length > 0) yield bunch
}

const isCollection = (value: unknown) => isRecord(value) && value['type'] === 'FeatureCollection'

/** A feature's text; a bare geometry counts as a feature without values. */
export function readFeature(text: string, row: number): RawFeature {
  const none = { row, properties: {}, geometry: null }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { ...none, problems: [{ code: 'row_broken' }] }
  }
  if (!isRecord(value)) return { ...none, problems: [{ code: 'row_broken' }] }
  const isFeature = value['type'] === 'Feature'
  const geometry = rawFromGeoJson(isFeature ? value['geometry'] : value)
  const properties = isFeature ? fieldsOf(value['properties']) : {}
  const problems: RawFeature['problems'] = [
    ...(geometry === undefined ? [{ code: 'broken_geometry' } as const] : []),
    ...(text.includes('\ufffd') ? [{ code: 'undecodable_text', details: { field: '*' } } as const] : []),
  ]
  return { row, properties, geometry: geometry ?? null, problems }
}

/** {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}, as GDAL and ArcGIS write it. */
function crsOf(value: unknown): StatedCrs | null {
  if (!isRecord(value) || !isRecord(value['properties'])) return null
  const name = value['properties']['name']
  if (typeof name !== 'string') return null
  return { where: 'crs', text: name.slice(0, 80), system: systemOf(name)?.id ?? null }
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new FileRefused(
      'json_broken',
      { at: Number(/position (\d+)/.exec(String(error))?.[1] ?? 0) + 1 },
      { cause: error },
    )
  }
}
