import type { CoordinateSystem } from '../../coordinates/coordinate-system.ts'
import type { Shape } from '../model/shape.ts'
import type { FormatId } from '../model/format.ts'
import { createPointProjector } from '../model/point-projector.ts'
import { writeChunks } from '../io/write-chunks.ts'
import type { FormatWriter, WriteField, WriteLayer, WriteRow } from '../model/writer.ts'

export const geojsonWriter: FormatWriter<FormatId> = {
  id: 'geojson',
  label: 'GeoJSON',
  extension: '.geojson',
  mediaType: 'application/geo+json',
  many: false,
  tables: false,
  async write({ layers: [layer], system, metadata, path, signal }) {
    if (!layer) throw new Error('a GeoJSON file holds one layer')
    await writeChunks(path, text(layer, system, metadata), signal)
  },
}

async function* text(layer: WriteLayer, system: CoordinateSystem, metadata: object): AsyncGenerator<string> {
  const crs = crsMember(system)
  const head = { type: 'FeatureCollection', name: layer.name, ...(crs === null ? {} : { crs }), metadata }
  yield `${JSON.stringify(head).slice(0, -1)},"features":[`
  let first = true
  for await (const rows of layer.rows()) {
    if (rows.length === 0) continue
    yield `${first ? '\n' : ',\n'}${rows.map((row) => formatGeojsonFeature(row, layer.fields, system)).join(',\n')}`
    first = false
  }
  yield '\n]}\n'
}

export function formatGeojsonFeature(
  { values, shape }: WriteRow,
  fields: readonly WriteField[],
  system: CoordinateSystem,
): string {
  const properties = Object.fromEntries(fields.map(({ name }, i) => [name, values[i] ?? null]))
  return `{"type":"Feature","properties":${JSON.stringify(properties)},"geometry":${JSON.stringify(toGeojsonGeometry(shape, system))}}`
}

/** RFC 7946 knows WGS 84 only and no member `crs`; everything else says what it is, as GDAL reads and writes it. */
function crsMember({ id }: CoordinateSystem): object | null {
  if (id === 'EPSG:4326') return null
  const code = /^EPSG:(\d+)$/.exec(id)?.[1]
  return { type: 'name', properties: { name: code === undefined ? id : `urn:ogc:def:crs:EPSG::${code}` } }
}

export function toGeojsonGeometry(shape: Shape | null, system: CoordinateSystem): object | null {
  if (shape === null) return null
  const place = createPointProjector(system)
  switch (shape.kind) {
    case 'point':
      return { type: 'Point', coordinates: place(shape.point) }
    case 'line':
      return { type: 'LineString', coordinates: shape.line.map(place) }
    case 'area': {
      const polygons = shape.area.map((polygon) => polygon.map((ring) => [...ring, ring[0]!].map(place)))
      return polygons.length === 1
        ? { type: 'Polygon', coordinates: polygons[0] }
        : { type: 'MultiPolygon', coordinates: polygons }
    }
  }
}
