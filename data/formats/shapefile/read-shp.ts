import { createByteReader } from '../io/byte-reader.ts'
import { InvalidFileError } from '../model/invalid-file-error.ts'
import type { RawPosition, RawGeometry } from '../model/format.ts'

/**
 * The shapes of a .shp file, one after the other. Format: ESRI Shapefile Technical Description, July 1998; lengths are
 * in words of 16 bits, those of the frame big-endian, everything else little-endian.
 */

export interface ShpShape {
  geometry: RawGeometry | null
  /** Heights or measures were there and are left out. */
  hasMore: boolean
  broken: boolean
}

const HEADER_BYTES = 100
const FILE_CODE = 9994
/** One shape larger than this is a wrong number, not a border. */
const MOST_SHAPE_BYTES = 256 * 1024 * 1024

export async function* readShp(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ShpShape> {
  const bytes = createByteReader(stream)
  try {
    const typeOfFile = await readHeader(bytes)
    if (!(typeOfFile in shapeKinds)) throw new InvalidFileError('shp_type', { type: typeOfFile })
    for (;;) {
      const frame = bytes.take(8) ?? ((await bytes.pull(8)) ? bytes.take(8) : undefined)
      if (!frame) {
        if (bytes.waiting > 0) throw new InvalidFileError('truncated_file', { what: '.shp' })
        return
      }
      const length = view(frame).getInt32(4, false) * 2
      if (length < 4 || length > MOST_SHAPE_BYTES)
        throw new InvalidFileError('shp_broken', { what: `a record of ${length} bytes` })
      const content = bytes.take(length) ?? ((await bytes.pull(length)) ? bytes.take(length) : undefined)
      if (!content) throw new InvalidFileError('truncated_file', { what: '.shp' })
      yield readShape(content)
    }
  } finally {
    await bytes.close()
  }
}

async function readHeader(bytes: ReturnType<typeof createByteReader>): Promise<number> {
  const header = (await bytes.pull(HEADER_BYTES)) ? bytes.take(HEADER_BYTES) : undefined
  if (!header) throw new InvalidFileError('truncated_file', { what: '.shp' })
  if (view(header).getInt32(0, false) !== FILE_CODE)
    throw new InvalidFileError('shp_broken', { what: 'it does not begin like one' })
  return view(header).getInt32(32, true)
}

/** Plain, with measures (+20), with heights (+10). */
const shapeKinds: Record<number, 'none' | 'point' | 'line' | 'area' | 'points'> = {
  0: 'none',
  1: 'point',
  11: 'point',
  21: 'point',
  3: 'line',
  13: 'line',
  23: 'line',
  5: 'area',
  15: 'area',
  25: 'area',
  8: 'points',
  18: 'points',
  28: 'points',
}

const broken: ShpShape = { geometry: null, hasMore: false, broken: true }

function readShape(content: Uint8Array): ShpShape {
  const data = view(content)
  const type = data.getInt32(0, true)
  const hasMore = type > 10
  switch (shapeKinds[type]) {
    case 'none':
      return { geometry: null, hasMore: false, broken: false }
    case 'point': {
      if (content.length < 20) return broken
      return {
        geometry: { kind: 'points', points: [[data.getFloat64(4, true), data.getFloat64(12, true)]] },
        hasMore,
        broken: false,
      }
    }
    case 'points': {
      const points = content.length < 40 ? null : readPositions(data, 40, data.getInt32(36, true))
      return points ? { geometry: { kind: 'points', points }, hasMore, broken: false } : broken
    }
    case 'line':
    case 'area': {
      const parts = readParts(data)
      if (!parts) return broken
      const geometry: RawGeometry =
        shapeKinds[type] === 'line'
          ? { kind: 'lines', lines: parts }
          : { kind: 'areas', polygons: parts.map((ring) => [ring]), sorted: false }
      return { geometry, hasMore, broken: false }
    }
    default:
      return broken
  }
}

/** Box (32 bytes), number of parts, number of points, first point of each part, points. */
function readParts(data: DataView): RawPosition[][] | null {
  if (data.byteLength < 44) return null
  const [partCount, pointCount] = [data.getInt32(36, true), data.getInt32(40, true)]
  const pointsAt = 44 + partCount * 4
  if (partCount < 0 || partCount > pointCount || pointsAt > data.byteLength) return null
  const points = readPositions(data, pointsAt, pointCount)
  if (!points) return null
  const parts: RawPosition[][] = []
  for (let part = 0; part < partCount; part++) {
    const from = data.getInt32(44 + part * 4, true)
    const to = part + 1 < partCount ? data.getInt32(48 + part * 4, true) : pointCount
    if (from < 0 || to < from || to > pointCount) return null
    parts.push(points.slice(from, to))
  }
  return parts
}

function readPositions(data: DataView, at: number, count: number): RawPosition[] | null {
  if (count < 0 || at + count * 16 > data.byteLength) return null
  const positions = new Array<RawPosition>(count)
  for (let i = 0; i < count; i++)
    positions[i] = [data.getFloat64(at + 16 * i, true), data.getFloat64(at + 16 * i + 8, true)]
  return positions
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
