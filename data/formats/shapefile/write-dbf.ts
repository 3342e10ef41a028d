import type { AttributeValue } from '../model/format.ts'
import { encodeText } from '../text/encode-text.ts'
import type { WriteField, WriteLayer } from '../model/writer.ts'

/** Columns of a .dbf with room for longer values than those of today, which a first pass over the rows finds out. */

interface Column {
  field: WriteField
  name: Uint8Array
  type: string
  length: number
  decimals: number
}

const MOST_TEXT_BYTES = 254

export interface DbfPlan {
  columns: Column[]
  recordBytes: number
  headerBytes: number
  count: number
  cut: number
}

export async function planDbf(layer: WriteLayer, encoding: 'utf-8' | 'gb18030'): Promise<DbfPlan> {
  const widths = layer.fields.map(() => 1)
  let count = 0
  let cut = 0
  for await (const rows of layer.rows()) {
    for (const { values } of rows) {
      count++
      values.forEach((value, i) => {
        const length = cellText(value, layer.fields[i]!, encoding).length
        if (length > MOST_TEXT_BYTES) cut++
        widths[i] = Math.min(MOST_TEXT_BYTES, Math.max(widths[i]!, length))
      })
    }
  }
  const columns = layer.fields.map((field, i): Column => ({
    field,
    name: encodeText(field.short.slice(0, 10), 'utf-8').slice(0, 10),
    type: { text: 'C', integer: 'N', real: 'N', boolean: 'L', day: 'D' }[field.type],
    length: roomFor(field.type, widths[i]!),
    decimals: field.type === 'real' ? (field.decimals ?? Math.min(15, Math.max(1, widths[i]! - 2))) : 0,
  }))
  return {
    columns,
    recordBytes: 1 + columns.reduce((sum, { length }) => sum + length, 0),
    headerBytes: 33 + 32 * columns.length,
    count,
    cut,
  }
}

/** Bytes of a column whose widest value has that many: programs in which a file is edited cut what is longer. */
function roomFor(type: WriteField['type'], width: number): number {
  switch (type) {
    case 'boolean':
      return 1
    case 'day':
      return 8
    case 'integer':
      return Math.max(10, width)
    case 'real':
      return Math.min(32, Math.max(16, width + 4))
    case 'text':
      return Math.min(MOST_TEXT_BYTES, Math.max(40, 2 * width))
  }
}

export function buildDbfHeader(
  { columns, recordBytes, headerBytes, count }: DbfPlan,
  encoding: 'utf-8' | 'gb18030',
  /** YYYY-MM-DD. */
  day: string,
): Uint8Array {
  const header = new Uint8Array(headerBytes)
  const view = new DataView(header.buffer)
  header[0] = 3
  const [year = 2000, month = 1, date = 1] = day.split('-').map(Number)
  header.set([year - 1900, month, date], 1)
  view.setUint32(4, count, true)
  view.setUint16(8, headerBytes, true)
  view.setUint16(10, recordBytes, true)
  header[29] = encoding === 'gb18030' ? 0x4d : 0
  columns.forEach(({ name, type, length, decimals }, i) => {
    const at = 32 + 32 * i
    header.set(name, at)
    header[at + 11] = type.charCodeAt(0)
    header[at + 16] = length
    header[at + 17] = decimals
  })
  header[headerBytes - 1] = 0x0d
  return header
}

export function buildDbfRecord(
  { columns, recordBytes }: DbfPlan,
  values: readonly AttributeValue[],
  encoding: 'utf-8' | 'gb18030',
): Uint8Array {
  const record = new Uint8Array(recordBytes).fill(0x20)
  let at = 1
  columns.forEach(({ field, type, length }, i) => {
    let text = cellText(values[i] ?? null, field, encoding)
    if (text.length > length) text = text.slice(0, wholeLength(text, length, encoding))
    record.set(text, type === 'N' ? at + length - text.length : at)
    at += length
  })
  return record
}

function cellText(
  value: AttributeValue,
  { type, decimals }: WriteField,
  encoding: 'utf-8' | 'gb18030',
): Uint8Array {
  if (value === null) return new Uint8Array(type === 'boolean' ? [0x3f] : [])
  switch (type) {
    case 'boolean':
      return Uint8Array.of(value === true ? 0x54 : 0x46)
    case 'day':
      return encodeText(String(value).replaceAll('-', ''), 'utf-8')
    case 'real':
      return encodeText(
        typeof value === 'number' && decimals != null ? value.toFixed(decimals) : String(value),
        'utf-8',
      )
    case 'integer':
      return encodeText(String(value), 'utf-8')
    case 'text':
      return encodeText(String(value), encoding)
  }
}

/** Bytes up to the limit that do not end within a character. */
function wholeLength(text: Uint8Array, limit: number, encoding: 'utf-8' | 'gb18030'): number {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for (let length = limit; length > limit - 4; length--) {
    try {
      decoder.decode(text.subarray(0, length))
      return length
    } catch {
      /* one byte less */
    }
  }
  return limit
}
