import type { AttributeValue } from '../model/format.ts'
import { COLUMN_TYPE } from './schema.ts'

export interface FlatgeobufColumn {
  name: string
  type: number
}

/** Pairs of column number and value, one after the other; what is not there is null. @throws RangeError when they end too early */
export function readFlatgeobufProperties(
  bytes: Uint8Array,
  columns: readonly FlatgeobufColumn[],
): Record<string, AttributeValue> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const properties: Record<string, AttributeValue> = Object.fromEntries(
    columns.map(({ name }) => [name, null]),
  )
  let at = 0
  const step = (length: number) => {
    at += length
    if (at > bytes.length) throw new RangeError('properties end too early')
    return at - length
  }
  while (at < bytes.length) {
    const column = columns[view.getUint16(step(2), true)]
    if (!column) throw new RangeError('there is no such column')
    properties[column.name] = value(column.type)
  }
  return properties

  function value(type: number): AttributeValue {
    switch (type) {
      case COLUMN_TYPE.byte:
        return view.getInt8(step(1))
      case COLUMN_TYPE.ubyte:
        return view.getUint8(step(1))
      case COLUMN_TYPE.bool:
        return view.getUint8(step(1)) !== 0
      case COLUMN_TYPE.short:
        return view.getInt16(step(2), true)
      case COLUMN_TYPE.ushort:
        return view.getUint16(step(2), true)
      case COLUMN_TYPE.int:
        return view.getInt32(step(4), true)
      case COLUMN_TYPE.uint:
        return view.getUint32(step(4), true)
      case COLUMN_TYPE.long:
        return whole(view.getBigInt64(step(8), true))
      case COLUMN_TYPE.ulong:
        return whole(view.getBigUint64(step(8), true))
      case COLUMN_TYPE.float:
        return view.getFloat32(step(4), true)
      case COLUMN_TYPE.double:
        return view.getFloat64(step(8), true)
      case COLUMN_TYPE.string:
      case COLUMN_TYPE.json:
      case COLUMN_TYPE.dateTime:
        return new TextDecoder().decode(span())
      case COLUMN_TYPE.binary:
        span()
        return null
      default:
        throw new RangeError('there is no such type')
    }
  }

  function span(): Uint8Array {
    const length = view.getUint32(step(4), true)
    const start = step(length)
    return bytes.subarray(start, start + length)
  }
}

/** Exact as a number, or as text. */
function whole(value: bigint): AttributeValue {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : String(value)
}
