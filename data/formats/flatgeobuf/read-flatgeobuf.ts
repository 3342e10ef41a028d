import { readWktCrs } from '../../coordinates/read-wkt-crs.ts'
import { findCoordinateSystem } from '../../coordinates/find-coordinate-system.ts'
import { createByteReader } from '../io/byte-reader.ts'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { FileSource } from '../io/file-source.ts'
import { BATCH_ROWS, type FormatReader, type RawFeature, type RowProblem } from '../model/format.ts'
import { describeStatedCode, type StatedCrs } from '../../coordinates/stated-crs.ts'
import { MAX_COLUMNS } from '../sheets/sheet-rows.ts'
import { FlatbufferTable } from './flatbuffer-table.ts'
import { readFlatgeobufGeometry } from './read-flatgeobuf-geometry.ts'
import { type FlatgeobufColumn, readFlatgeobufProperties } from './read-flatgeobuf-properties.ts'
import { computeRtreeBytes } from './packed-rtree.ts'
import { COLUMN, CRS, FEATURE, HEADER, MAGIC } from './schema.ts'

/** FlatGeobuf 3, with or without its index, which is skipped. */
export const flatgeobufReader: FormatReader = {
  id: 'flatgeobuf',
  label: 'FlatGeobuf',
  recognises: (_file, head) => head.length > 8 && MAGIC.every((byte, i) => i === 7 || head[i] === byte),
  async open(file) {
    const head = await readHead(file)
    return {
      layers: [
        {
          name: head.name ?? file.name.replace(/\.[^.]*$/, ''),
          fields: head.columns.map(({ name }) => name),
          count: head.count === 0 ? null : head.count,
          crs: head.crs,
          encoding: null,
          features: () => readFeatures(file, head),
        },
      ],
      close: () => Promise.resolve(),
    }
  },
}

interface Head {
  name: string | null
  columns: FlatgeobufColumn[]
  count: number
  type: number
  crs: StatedCrs | null
  featuresAt: number
}

const MOST_HEAD_BYTES = 4 * 1024 * 1024
const MOST_FEATURE_BYTES = 256 * 1024 * 1024

async function readHead(file: FileSource): Promise<Head> {
  const length = uintAt(await exactly(file, 8, 4))
  if (length > MOST_HEAD_BYTES || 12 + length > file.size)
    throw new InvalidFileError('fgb_broken', { what: 'header' })
  const bytes = await exactly(file, 12, length)
  return within('header', () => {
    const header = FlatbufferTable.root(bytes)
    const count = header.ulong(HEADER.count)
    const nodeSize = header.ushort(HEADER.indexNodeSize, 16)
    const columns = columnsOf(header, HEADER.columns)
    if (columns.length > MAX_COLUMNS)
      throw new InvalidFileError('too_many_columns', { count: columns.length, limit: MAX_COLUMNS })
    const featuresAt =
      12 + length + (nodeSize > 0 && count > 0 ? computeRtreeBytes(count, Math.max(2, nodeSize)) : 0)
    if (featuresAt > file.size) throw new InvalidFileError('truncated_file', { what: 'index' })
    return {
      name: header.text(HEADER.name),
      columns,
      count,
      type: header.ubyte(HEADER.geometryType),
      crs: crsOf(header.table(HEADER.crs)),
      featuresAt,
    }
  })
}

async function* readFeatures(file: FileSource, head: Head): AsyncGenerator<RawFeature[]> {
  const bytes = createByteReader(streamFrom(file, head.featuresAt))
  let bunch: RawFeature[] = []
  let row = 0
  try {
    while (await bytes.pull(4)) {
      const length = uintAt(bytes.take(4)!)
      if (length > MOST_FEATURE_BYTES)
        throw new InvalidFileError('fgb_broken', { what: `feature ${row + 1}` })
      if (!(await bytes.pull(length)))
        throw new InvalidFileError('truncated_file', { what: `feature ${row + 1}` })
      bunch.push(readFeature(bytes.take(length)!, head, ++row))
      if (bunch.length < BATCH_ROWS) continue
      yield bunch
      bunch = []
    }
    if (bytes.waiting > 0) throw new InvalidFileError('truncated_file', { what: `feature ${row + 1}` })
    if (bunch.length > 0) yield bunch
  } finally {
    await bytes.close()
  }
}

function readFeature(bytes: Uint8Array, { columns, type }: Head, row: number): RawFeature {
  try {
    const feature = FlatbufferTable.root(bytes)
    const problems: RowProblem[] = []
    const own = columnsOf(feature, FEATURE.columns)
    const properties = readFlatgeobufProperties(
      feature.bytes(FEATURE.properties) ?? new Uint8Array(0),
      own.length > 0 ? own : columns,
    )
    const geometry = readFlatgeobufGeometry(feature.table(FEATURE.geometry), type, problems)
    return { row, properties, geometry, problems }
  } catch (error) {
    if (error instanceof RangeError)
      return { row, properties: {}, geometry: null, problems: [{ code: 'row_broken' }] }
    throw error
  }
}

const columnsOf = (table: FlatbufferTable, field: number): FlatgeobufColumn[] =>
  table
    .tables(field)
    .map((column) => ({ name: column.text(COLUMN.name) ?? '', type: column.ubyte(COLUMN.type) }))

function crsOf(table: FlatbufferTable | null): StatedCrs | null {
  if (!table) return null
  const [code, name, wkt] = [table.int(CRS.code), table.text(CRS.name), table.text(CRS.wkt)]
  const own = name === null ? null : findCoordinateSystem(name)
  const known = own ?? (code > 0 ? findCoordinateSystem(String(code)) : null)
  if (known) return { where: 'crs', text: name ?? `EPSG:${code}`, system: known.id }
  return wkt
    ? readWktCrs('crs', wkt)
    : name || code > 0
      ? {
          where: 'crs',
          text: (name ?? `EPSG:${code}`).slice(0, 80),
          system: null,
          ...describeStatedCode(code),
        }
      : null
}

async function* streamFrom(file: FileSource, start: number): AsyncGenerator<Uint8Array> {
  const CHUNK = 256 * 1024
  for (let at = start; at < file.size; at += CHUNK) yield await file.read(at, CHUNK)
}

async function exactly(file: FileSource, offset: number, length: number): Promise<Uint8Array> {
  const bytes = await file.read(offset, length)
  if (bytes.length < length) throw new InvalidFileError('truncated_file', { what: 'header' })
  return bytes
}

function within<T>(what: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidFileError('fgb_broken', { what }, { cause: error })
    throw error
  }
}

const uintAt = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true)
