import { createByteReader, type ByteReader } from '../io/byte-reader.ts'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { EncodingDetection, AttributeValue, RowProblem } from '../model/format.ts'
import { decodeAscii, decodeStrict, decodeText, isAscii, isGb18030, isUtf8 } from '../text/decode-text.ts'

/**
 * The rows of a .dbf file (dBASE III and what ESRI makes of it). A text is whatever bytes somebody wrote: the file's
 * own word on its encoding is wrong often enough that only the bytes decide.
 */

export interface DbfHeader {
  records: number
  fields: readonly DbfField[]
  recordBytes: number
  headerBytes: number
  /** Language driver id; 0x4d means code page 936. */
  language: number
}

export interface DbfField {
  name: string
  rawName: Uint8Array
  type: string
  length: number
  decimals: number
  at: number
}

export interface DbfRow {
  values: Record<string, AttributeValue>
  problems: RowProblem[]
  deleted: boolean
}

const MOST_FIELDS = 1024

export async function readDbfHeader(bytes: ByteReader): Promise<DbfHeader> {
  const head = (await bytes.pull(32)) ? bytes.take(32) : undefined
  if (!head) throw new InvalidFileError('truncated_file', { what: '.dbf' })
  const view = new DataView(head.buffer, head.byteOffset, 32)
  const records = view.getUint32(4, true)
  const headerBytes = view.getUint16(8, true)
  const statedRecordBytes = view.getUint16(10, true)
  const language = head[29]!
  if (headerBytes < 33) throw new InvalidFileError('dbf_broken', { what: 'its head is too short' })
  const rest = (await bytes.pull(headerBytes - 32)) ? bytes.take(headerBytes - 32) : undefined
  if (!rest) throw new InvalidFileError('truncated_file', { what: '.dbf' })

  const fields: DbfField[] = []
  let at = 1
  for (let offset = 0; offset + 32 <= rest.length && rest[offset] !== 0x0d; offset += 32) {
    const rawName = untilZero(rest.slice(offset, offset + 11))
    const type = String.fromCharCode(rest[offset + 11]!)
    // long C fields keep the high byte of their length where others keep decimals
    const length = type === 'C' ? rest[offset + 16]! + rest[offset + 17]! * 256 : rest[offset + 16]!
    fields.push({
      name: decodeText(rawName).text.trim(),
      rawName,
      type,
      length,
      decimals: rest[offset + 17]!,
      at,
    })
    at += length
  }
  if (fields.length > MOST_FIELDS)
    throw new InvalidFileError('too_many_columns', { count: fields.length, limit: MOST_FIELDS })
  if (fields.length === 0 || at !== statedRecordBytes)
    throw new InvalidFileError('dbf_broken', { what: 'the lengths of its columns do not add up' })
  return { records, fields: withUniqueNames(fields), recordBytes: at, headerBytes, language }
}

/** What the texts of the whole file are; one quick look at every byte. */
export async function detectDbfEncoding(
  stream: AsyncIterable<Uint8Array>,
  stated: string | null,
): Promise<EncodingDetection> {
  const bytes = createByteReader(stream)
  const evidence = { texts: 0, utf8: 0, gb18030: 0 }
  try {
    const { fields, records, recordBytes, language } = await readDbfHeader(bytes)
    const texts = fields.filter(({ type }) => type === 'C')
    const count = (text: Uint8Array) => {
      if (isAscii(text)) return
      evidence.texts++
      if (isUtf8(withoutCutEnd(text, 'utf-8'))) evidence.utf8++
      if (isGb18030(withoutCutEnd(text, 'gb18030'))) evidence.gb18030++
    }
    for (const { rawName } of fields) count(rawName)
    for (let row = 0; row < records; row++) {
      const record =
        bytes.take(recordBytes) ?? ((await bytes.pull(recordBytes)) ? bytes.take(recordBytes) : undefined)
      if (!record) break
      if (isAscii(record)) continue
      for (const { at, length } of texts) count(trimmedEnd(record.subarray(at, at + length)))
    }
    return {
      used: chosen(evidence),
      stated: stated ?? (language === 0x4d ? 'LDID 0x4D (936)' : null),
      evidence,
    }
  } finally {
    await bytes.close()
  }
}

function chosen({ texts, utf8, gb18030 }: EncodingDetection['evidence']): string {
  if (utf8 === texts) return 'utf-8'
  return gb18030 === texts ? 'gb18030' : 'mixed'
}

/** Rows in the file's order, deleted ones included, since the .shp has a shape for each of them. */
export async function* readDbf(stream: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<DbfRow> {
  const bytes = createByteReader(stream)
  try {
    const header = await readDbfHeader(bytes)
    const decode = textReader(encoding)
    const names = header.fields.map(({ name, rawName }) =>
      isAscii(rawName) ? name : decode(rawName, name, []),
    )
    for (let row = 0; row < header.records; row++) {
      const record =
        bytes.take(header.recordBytes) ??
        ((await bytes.pull(header.recordBytes)) ? bytes.take(header.recordBytes) : undefined)
      if (!record) throw new InvalidFileError('truncated_file', { what: '.dbf' })
      const values: Record<string, AttributeValue> = {}
      const problems: RowProblem[] = []
      for (const [i, field] of header.fields.entries()) {
        values[names[i]!] = readValue(
          record.subarray(field.at, field.at + field.length),
          field,
          decode,
          problems,
        )
      }
      yield { values, problems, deleted: record[0] === 0x2a }
    }
  } finally {
    await bytes.close()
  }
}

type ReadText = (bytes: Uint8Array, field: string, problems: RowProblem[]) => string

function textReader(encoding: string): ReadText {
  if (encoding === 'mixed') {
    return (bytes, _field, problems) => {
      const { text, encoding: found } = decodeText(bytes)
      if (found === 'gb18030') problems.push({ code: 'mixed_encoding', details: { encoding: 'GB18030' } })
      return text
    }
  }
  const decoder = new TextDecoder(encoding, { fatal: true })
  return (bytes, field, problems) => {
    const whole = decodeStrict(decoder, bytes)
    if (whole !== null) return whole
    const kept = withoutCutEnd(bytes, encoding)
    const text = kept.length < bytes.length ? decodeStrict(decoder, kept) : null
    // what is left undecoded has the sign U+FFFD, which readers of rows look for
    if (text !== null) problems.push({ code: 'text_cut', details: { field } })
    return text ?? new TextDecoder(encoding).decode(bytes)
  }
}

function readValue(
  bytes: Uint8Array,
  { name, type }: DbfField,
  decode: ReadText,
  problems: RowProblem[],
): AttributeValue {
  if (type === 'I' && bytes.length === 4)
    return new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0, true)
  if ((type === 'O' || type === 'B') && bytes.length === 8)
    return new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true)
  if (type === 'M' || type === 'G' || type === 'P') return null
  const trimmed = trimmedEnd(bytes)
  const text = isAscii(trimmed) ? decodeAscii(trimmed) : decode(trimmed, name, problems)
  if (type === 'C') return text === '' ? null : text
  const word = text.trim()
  switch (type) {
    case 'N':
    case 'F':
      return readNumber(word)
    case 'D':
      return /^\d{8}$/.test(word) && word !== '00000000'
        ? `${word.slice(0, 4)}-${word.slice(4, 6)}-${word.slice(6)}`
        : null
    case 'L':
      return /^[YyTt]$/.test(word) ? true : /^[NnFf]$/.test(word) ? false : null
    default:
      return word === '' ? null : word
  }
}

/** A number too long to be held exactly stays text: a code, perhaps. Stars mean that it did not fit. */
function readNumber(word: string): AttributeValue {
  if (word === '' || word.startsWith('*')) return null
  const value = Number(word)
  if (!Number.isFinite(value)) return word
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? word : value
}

/** Columns are as wide as bytes: a text that fills one may end within a character. */
function withoutCutEnd(bytes: Uint8Array, encoding: string): Uint8Array {
  let start = 0
  for (let at = 0; at < bytes.length;) {
    start = at
    at += encoding === 'utf-8' ? utf8Length(bytes[at]!) : gb18030Length(bytes[at]!, bytes[at + 1])
    if (at > bytes.length) return bytes.subarray(0, start)
  }
  return bytes
}

const utf8Length = (first: number) => (first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1)

const gb18030Length = (first: number, second: number | undefined) =>
  first < 0x81 ? 1 : second !== undefined && second >= 0x30 && second <= 0x39 ? 4 : 2

function trimmedEnd(bytes: Uint8Array): Uint8Array {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end--
  return bytes.subarray(0, end)
}

function untilZero(bytes: Uint8Array): Uint8Array {
  const zero = bytes.indexOf(0)
  return zero < 0 ? bytes : bytes.subarray(0, zero)
}

/** Two columns of one name would be one value: the later ones are numbered. */
function withUniqueNames(fields: DbfField[]): DbfField[] {
  const known = new Set<string>()
  return fields.map((field) => {
    let name = field.name
    for (let n = 2; known.has(name); n++) name = `${field.name}_${n}`
    known.add(name)
    return { ...field, name }
  })
}
