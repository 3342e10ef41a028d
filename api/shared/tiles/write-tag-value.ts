import type { ByteWriter } from './byte-writer.ts'

export type TagValue = string | number | boolean

/**
 * Writes a `Value` message of a vector tile: text, integer (as uint), other number (as double) or boolean.
 */
export function writeTagValue(writer: ByteWriter, value: TagValue): void {
  if (typeof value === 'string') {
    writer.text(1, value)
  } else if (typeof value === 'boolean') {
    writer.varint(7 << 3)
    writer.varint(value ? 1 : 0)
  } else if (Number.isSafeInteger(value) && value >= 0) {
    writer.varint(5 << 3)
    writer.varint(value)
  } else {
    writer.varint((3 << 3) | 1)
    writer.double(value)
  }
}
