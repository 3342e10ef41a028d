import { Builder, type Offset } from 'flatbuffers'
import type { CoordinateSystem } from '../../coordinates/coordinate-system.ts'
import { writeWktCrs } from '../../coordinates/write-wkt-crs.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import type { Shape } from '../model/shape.ts'
import type { AttributeValue, FormatId } from '../model/format.ts'
import { createPointProjector } from '../model/point-projector.ts'
import { writeChunks } from '../io/write-chunks.ts'
import type { FormatWriter, WriteField, WriteLayer, WriteRequest } from '../model/writer.ts'
import { COLUMN, COLUMN_TYPE, CRS, FEATURE, GEOMETRY, GEOMETRY_TYPE, HEADER, MAGIC } from './schema.ts'

/** FlatGeobuf 3 without an index: features stream in the order of the rows. */
export const flatgeobufWriter: FormatWriter<FormatId> = {
  id: 'flatgeobuf',
  label: 'FlatGeobuf',
  extension: '.fgb',
  mediaType: 'application/flatgeobuf',
  many: false,
  tables: false,
  write: ({ layers: [layer], system, metadata, path, signal }) => {
    if (!layer) throw new Error('a FlatGeobuf file holds one layer')
    return writeChunks(path, pieces(layer, system, metadata), signal)
  },
}

const TYPES = {
  text: COLUMN_TYPE.string,
  integer: COLUMN_TYPE.long,
  real: COLUMN_TYPE.double,
  boolean: COLUMN_TYPE.bool,
  day: COLUMN_TYPE.dateTime,
} as const
const SHAPES = {
  point: GEOMETRY_TYPE.point,
  line: GEOMETRY_TYPE.line,
  area: GEOMETRY_TYPE.multiPolygon,
  mixed: GEOMETRY_TYPE.unknown,
  none: GEOMETRY_TYPE.unknown,
} as const

async function* pieces(
  layer: WriteLayer,
  system: CoordinateSystem,
  metadata: WriteRequest['metadata'],
): AsyncGenerator<Uint8Array> {
  let count = 0
  for await (const rows of layer.rows()) count += rows.length
  yield MAGIC
  yield header(layer, count, system, metadata)
  const place = createPointProjector(system)
  for await (const rows of layer.rows()) {
    for (const { values, shape } of rows) yield feature(values, shape, layer.fields, place)
  }
}

function header(
  { name, fields, geometry }: WriteLayer,
  count: number,
  system: CoordinateSystem,
  metadata: WriteRequest['metadata'],
): Uint8Array {
  const builder = new Builder(1024)
  const columns = fields.map((field) => {
    const text = builder.createString(field.name)
    builder.startObject(COLUMN.fields)
    builder.addFieldOffset(COLUMN.name, text, 0)
    builder.addFieldInt8(COLUMN.type, TYPES[field.type], 0)
    return builder.endObject()
  })
  const columnList = offsets(builder, columns)
  const crs = crsTable(builder, system)
  const [title, notes] = [builder.createString(name), builder.createString(JSON.stringify(metadata))]
  builder.startObject(HEADER.fields)
  builder.addFieldOffset(HEADER.name, title, 0)
  builder.addFieldInt8(HEADER.geometryType, SHAPES[geometry], 0)
  builder.addFieldOffset(HEADER.columns, columnList, 0)
  builder.addFieldInt64(HEADER.count, BigInt(count), 0n)
  builder.addFieldInt16(HEADER.indexNodeSize, 0, 16)
  builder.addFieldOffset(HEADER.crs, crs, 0)
  builder.addFieldOffset(HEADER.metadata, notes, 0)
  builder.finishSizePrefixed(builder.endObject())
  return builder.asUint8Array().slice()
}

function crsTable(builder: Builder, system: CoordinateSystem): Offset {
  const code = Number(/^EPSG:(\d+)$/.exec(system.id)?.[1] ?? 0)
  const [org, name, wkt] = [
    builder.createString(code > 0 ? 'EPSG' : ''),
    builder.createString(system.id),
    builder.createString(writeWktCrs(system)),
  ]
  builder.startObject(CRS.fields)
  if (code > 0) {
    builder.addFieldOffset(CRS.org, org, 0)
    builder.addFieldInt32(CRS.code, code, 0)
  }
  builder.addFieldOffset(CRS.name, name, 0)
  builder.addFieldOffset(CRS.wkt, wkt, 0)
  return builder.endObject()
}

function feature(
  values: readonly AttributeValue[],
  shape: Shape | null,
  fields: readonly WriteField[],
  place: (point: Point) => readonly [number, number],
): Uint8Array {
  const builder = new Builder(1024)
  const properties = builder.createByteVector(propertyBytes(values, fields))
  const geometry = shape ? geometryTable(builder, shape, place) : 0
  builder.startObject(FEATURE.fields)
  builder.addFieldOffset(FEATURE.geometry, geometry, 0)
  builder.addFieldOffset(FEATURE.properties, properties, 0)
  builder.finishSizePrefixed(builder.endObject())
  return builder.asUint8Array().slice()
}

function geometryTable(
  builder: Builder,
  shape: Shape,
  place: (point: Point) => readonly [number, number],
): Offset {
  switch (shape.kind) {
    case 'point':
      return simple(builder, GEOMETRY_TYPE.point, [[shape.point]], place)
    case 'line':
      return simple(builder, GEOMETRY_TYPE.line, [shape.line], place)
    case 'area': {
      const parts = offsets(
        builder,
        shape.area.map((polygon) =>
          simple(
            builder,
            GEOMETRY_TYPE.polygon,
            polygon.map((ring) => [...ring, ring[0]!]),
            place,
          ),
        ),
      )
      builder.startObject(GEOMETRY.fields)
      builder.addFieldInt8(GEOMETRY.type, GEOMETRY_TYPE.multiPolygon, 0)
      builder.addFieldOffset(GEOMETRY.parts, parts, 0)
      return builder.endObject()
    }
  }
}

function simple(
  builder: Builder,
  type: number,
  parts: readonly (readonly Point[])[],
  place: (point: Point) => readonly [number, number],
): Offset {
  const numbers = parts.flatMap((part) => part.flatMap((point) => place(point)))
  builder.startVector(8, numbers.length, 8)
  for (let i = numbers.length - 1; i >= 0; i--) builder.addFloat64(numbers[i]!)
  const xy = builder.endVector()
  let ends = 0
  if (parts.length > 1) {
    builder.startVector(4, parts.length, 4)
    let end = parts.reduce((sum, { length }) => sum + length, 0)
    for (const { length } of parts.toReversed()) {
      builder.addInt32(end)
      end -= length
    }
    ends = builder.endVector()
  }
  builder.startObject(GEOMETRY.fields)
  builder.addFieldOffset(GEOMETRY.ends, ends, 0)
  builder.addFieldOffset(GEOMETRY.xy, xy, 0)
  builder.addFieldInt8(GEOMETRY.type, type, 0)
  return builder.endObject()
}

function offsets(builder: Builder, list: readonly Offset[]): Offset {
  builder.startVector(4, list.length, 4)
  for (const offset of list.toReversed()) builder.addOffset(offset)
  return builder.endVector()
}

function propertyBytes(values: readonly AttributeValue[], fields: readonly WriteField[]): Uint8Array {
  const parts: Buffer[] = []
  values.forEach((value, i) => {
    if (value === null) return
    const head = Buffer.alloc(2)
    head.writeUInt16LE(i)
    parts.push(head, valueBytes(value, fields[i]!))
  })
  return Buffer.concat(parts)
}

function valueBytes(value: NonNullable<AttributeValue>, { type }: WriteField): Buffer {
  const fixed = Buffer.alloc(8)
  switch (type) {
    case 'integer':
      fixed.writeBigInt64LE(BigInt(Number(value)))
      return fixed
    case 'real':
      fixed.writeDoubleLE(Number(value))
      return fixed
    case 'boolean':
      return Buffer.of(value === true ? 1 : 0)
    default: {
      const text = Buffer.from(String(value))
      const head = Buffer.alloc(4)
      head.writeUInt32LE(text.length)
      return Buffer.concat([head, text])
    }
  }
}
