import { Builder, type Offset } from 'flatbuffers'
import type { Box } from '#shared/geometry/lattice.ts'
import type { CoordinateSystem } from '../../coordinates/coordinate-system.ts'
import { writeWktCrs } from '../../coordinates/write-wkt-crs.ts'
import type { WriteLayer, WriteRequest } from '../model/writer.ts'
import { addOffsets } from './add-offsets.ts'
import { COLUMN, COLUMN_TYPE, CRS, GEOMETRY_TYPE, HEADER } from './schema.ts'

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

/** The header of a FlatGeobuf file, with its length in front. `nodeSize` 0: the file has no index. */
export function encodeFlatgeobufHeader(
  { name, fields, geometry }: WriteLayer,
  { count, box, nodeSize }: { count: number; box: Box | null; nodeSize: number },
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
  const columnList = addOffsets(builder, columns)
  const crs = crsTable(builder, system)
  const [title, notes] = [builder.createString(name), builder.createString(JSON.stringify(metadata))]
  const envelope = box ? addDoubles(builder, box) : 0
  builder.startObject(HEADER.fields)
  builder.addFieldOffset(HEADER.name, title, 0)
  builder.addFieldOffset(HEADER.envelope, envelope, 0)
  builder.addFieldInt8(HEADER.geometryType, SHAPES[geometry], 0)
  builder.addFieldOffset(HEADER.columns, columnList, 0)
  builder.addFieldInt64(HEADER.count, BigInt(count), 0n)
  builder.addFieldInt16(HEADER.indexNodeSize, nodeSize, 16)
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

function addDoubles(builder: Builder, numbers: readonly number[]): Offset {
  builder.startVector(8, numbers.length, 8)
  for (const number of numbers.toReversed()) builder.addFloat64(number)
  return builder.endVector()
}
