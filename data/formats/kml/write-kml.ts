import { wgs84 } from '../../coordinates/geographic-systems.ts'
import type { Line } from '#shared/geometry/lattice.ts'
import type { Shape } from '../model/shape.ts'
import type { FormatId } from '../model/format.ts'
import { createPointProjector } from '../model/point-projector.ts'
import { writeChunks } from '../io/write-chunks.ts'
import type { FormatWriter, WriteField, WriteLayer, WriteRequest, WriteRow } from '../model/writer.ts'
import { escapeXml } from '#shared/spreadsheet/escape-xml.ts'

/** KML 2.2; its places are WGS 84, whatever else is asked for. Values stand in ExtendedData, as GDAL reads them. */
export const kmlWriter: FormatWriter<FormatId> = {
  id: 'kml',
  label: 'KML',
  extension: '.kml',
  mediaType: 'application/vnd.google-earth.kml+xml',
  many: false,
  tables: false,
  systems: [wgs84.id],
  write: ({ layers: [layer], metadata, path, signal }) => {
    if (!layer) throw new Error('a KML file holds one layer')
    return writeChunks(path, pieces(layer, metadata), signal)
  },
}

const TYPES = { text: 'string', integer: 'int', real: 'double', boolean: 'bool', day: 'string' } as const

async function* pieces(layer: WriteLayer, metadata: WriteRequest['metadata']): AsyncGenerator<string> {
  const nameAt = layer.fields.findIndex(({ name }) => name === 'name' || name === '名称')
  const schema = layer.fields.map(
    ({ name, type }) => `<SimpleField type="${TYPES[type]}" name="${escapeXml(name)}"/>`,
  )
  const title = escapeXml(layer.name)
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">'
  yield `<Document><name>${title}</name><description>${escapeXml(JSON.stringify(metadata))}</description>`
  yield `<Schema name="${title}" id="${title}">${schema.join('')}</Schema><Folder><name>${title}</name>\n`
  for await (const rows of layer.rows()) {
    if (rows.length > 0) yield rows.map((row) => placemark(row, layer.fields, layer.name, nameAt)).join('')
  }
  yield '</Folder></Document></kml>\n'
}

function placemark(
  { values, shape }: WriteRow,
  fields: readonly WriteField[],
  layer: string,
  nameAt: number,
): string {
  const data = fields.flatMap(({ name }, i) => {
    const value = values[i] ?? null
    return value === null
      ? []
      : [`<SimpleData name="${escapeXml(name)}">${escapeXml(String(value))}</SimpleData>`]
  })
  const title = nameAt < 0 ? '' : `<name>${escapeXml(String(values[nameAt] ?? ''))}</name>`
  const attributes = `<SchemaData schemaUrl="#${escapeXml(layer)}">${data.join('')}</SchemaData>`
  const geometry = shape ? geometryText(shape) : ''
  return `<Placemark>${title}<ExtendedData>${attributes}</ExtendedData>${geometry}</Placemark>\n`
}

const place = createPointProjector(wgs84)
const coordinates = (points: Line) =>
  `<coordinates>${points.map((point) => place(point).join(',')).join(' ')}</coordinates>`

function geometryText(shape: Shape): string {
  switch (shape.kind) {
    case 'point':
      return `<Point>${coordinates([shape.point])}</Point>`
    case 'line':
      return `<LineString>${coordinates(shape.line)}</LineString>`
    case 'area': {
      const polygons = shape.area.map(([outer = [], ...holes]) => {
        const inner = holes.map((hole) => `<innerBoundaryIs>${ringText(hole)}</innerBoundaryIs>`).join('')
        return `<Polygon><outerBoundaryIs>${ringText(outer)}</outerBoundaryIs>${inner}</Polygon>`
      })
      return polygons.length === 1 ? polygons[0]! : `<MultiGeometry>${polygons.join('')}</MultiGeometry>`
    }
  }
}

const ringText = (ring: Line) => `<LinearRing>${coordinates([...ring, ring[0]!])}</LinearRing>`
