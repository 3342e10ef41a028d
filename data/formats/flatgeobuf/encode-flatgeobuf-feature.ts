import { Builder, type Offset } from 'flatbuffers'
import type { Box, Point } from '#shared/geometry/lattice.ts'
import type { AttributeValue } from '../model/format.ts'
import type { Shape } from '../model/shape.ts'
import type { WriteField } from '../model/writer.ts'
import { addOffsets } from './add-offsets.ts'
import { FEATURE, GEOMETRY, GEOMETRY_TYPE } from './schema.ts'

export interface EncodedFeature {
  /** With its length in front. */
  bytes: Uint8Array
  /** In the coordinates of the file; null without a geometry. */
  box: Box | null
}

type ProjectPoint = (point: Point) => readonly [number, number]

/** A row as a feature of a FlatGeobuf file. */
export function encodeFlatgeobufFeature(
  values: readonly AttributeValue[],
  shape: Shape | null,
  fields: readonly WriteField[],
  project: ProjectPoint,
): EncodedFeature {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  const projectAndMeasure: ProjectPoint = (point) => {
    const projected = project(point)
    const [x, y] = projected
    if (x < box[0]) box[0] = x
    if (y < box[1]) box[1] = y
    if (x > box[2]) box[2] = x
    if (y > box[3]) box[3] = y
    return projected
  }
  const builder = new Builder(1024)
  const properties = builder.createByteVector(propertyBytes(values, fields))
  const geometry = shape ? geometryTable(builder, shape, projectAndMeasure) : 0
  builder.startObject(FEATURE.fields)
  builder.addFieldOffset(FEATURE.geometry, geometry, 0)
  builder.addFieldOffset(FEATURE.properties, properties, 0)
  builder.finishSizePrefixed(builder.endObject())
  return { bytes: builder.asUint8Array().slice(), box: box[0] <= box[2] ? box : null }
}

function geometryTable(builder: Builder, shape: Shape, project: ProjectPoint): Offset {
  switch (shape.kind) {
    case 'point':
      return simpleGeometry(builder, GEOMETRY_TYPE.point, [[shape.point]], project)
    case 'line':
      return simpleGeometry(builder, GEOMETRY_TYPE.line, [shape.line], project)
    case 'area': {
      const parts = addOffsets(
        builder,
        shape.area.map((polygon) =>
          simpleGeometry(
            builder,
            GEOMETRY_TYPE.polygon,
            polygon.map((ring) => [...ring, ring[0]!]),
            project,
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

function simpleGeometry(
  builder: Builder,
  type: number,
  parts: readonly (readonly Point[])[],
  project: ProjectPoint,
): Offset {
  const numbers = parts.flatMap((part) => part.flatMap((point) => project(point)))
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
