import { itemAt, uint8At } from './at.ts'
import type { FlatLines } from './flat-lines.ts'
import type { FlatPolygons } from './flat-polygons.ts'
import type { Line, MultiPolygon, Point } from './lattice.ts'

/**
 * Tiny Well-Known Binary with seven decimals: the integers of the lattice, delta-coded, so that nothing is
 * rounded on the way to PostGIS (`ST_GeomFromTWKB`) and back (`ST_AsTWKB(geom, 7)`), in a quarter of the
 * bytes of WKB. Format: https://github.com/TWKB/Specification.
 */

const POINT = 1
const LINE = 2
const POLYGON = 3
const MULTI_LINE = 5
const MULTI_POLYGON = 6
/** Low nibble: type; high nibble: zigzag of 7 decimals. */
const typeByte = (type: number) => type | (14 << 4)

export class TwkbError extends Error {}

/**
 * Decodes the polygons of a table: concatenated TWKB values, as `string_agg` returns them.
 *
 * @param points 'empty': a point becomes a feature without polygons
 * @throws TwkbError on other types and damaged bytes
 */
export function readTwkbPolygons(
  bytes: Uint8Array,
  count: number,
  points: 'refused' | 'empty' = 'refused',
): FlatPolygons {
  const read = reader(bytes)
  const xy = new Int32Array(bytes.length)
  const ringStart = [0]
  const polygonStart = [0]
  const featureStart = new Uint32Array(count + 1)
  let total = 0

  const polygon = () => {
    const rings = read.size()
    for (let ring = 0; ring < rings; ring++) {
      const first = total
      const size = read.size()
      read.points(xy, total, size)
      total += size
      if (total - first > 1 && xy[2 * first] === read.x && xy[2 * first + 1] === read.y) total--
      ringStart.push(total)
    }
    polygonStart.push(ringStart.length - 1)
  }

  for (let feature = 0; feature < count; feature++) {
    const type = read.header()
    if (type === POLYGON) polygon()
    else if (type === MULTI_POLYGON) for (let parts = read.size(); parts > 0; parts--) polygon()
    else if (type === POINT && points === 'empty') read.point()
    else if (type !== -1) throw new TwkbError(`expected a polygon, found geometry type ${type}`)
    featureStart[feature + 1] = polygonStart.length - 1
  }
  read.end()
  return {
    xy: xy.slice(0, total * 2),
    ringStart: new Uint32Array(ringStart),
    polygonStart: new Uint32Array(polygonStart),
    featureStart,
  }
}

/**
 * Decodes the interleaved x, y of `count` points.
 *
 * @throws TwkbError on other types and damaged bytes
 */
export function readTwkbPoints(bytes: Uint8Array, count: number): Int32Array {
  const read = reader(bytes)
  const xy = new Int32Array(count * 2)
  for (let i = 0; i < count; i++) {
    const type = read.header()
    if (type !== POINT) throw new TwkbError(`expected a point, found geometry type ${type}`)
    read.point()
    xy[2 * i] = read.x
    xy[2 * i + 1] = read.y
  }
  read.end()
  return xy
}

/**
 * Decodes the lines of a table; a multi-line of one part counts as a line.
 *
 * @throws TwkbError on other types and damaged bytes
 */
export function readTwkbLines(bytes: Uint8Array, count: number): FlatLines {
  const read = reader(bytes)
  const xy = new Int32Array(bytes.length)
  const lineStart = new Uint32Array(count + 1)
  let points = 0
  for (let line = 0; line < count; line++) {
    const type = read.header()
    if (type !== LINE && !(type === MULTI_LINE && read.size() === 1))
      throw new TwkbError(`expected a line, found geometry type ${type}`)
    const size = read.size()
    read.points(xy, points, size)
    points += size
    lineStart[line + 1] = points
  }
  read.end()
  return { xy: xy.slice(0, points * 2), lineStart }
}

/**
 * Decodes a mixture of lines and areas (waterways).
 *
 * @throws TwkbError on other types and damaged bytes
 */
export function readTwkbShapes(
  bytes: Uint8Array,
  count: number,
): ({ line: Point[] } | { area: Point[][][] })[] {
  const read = reader(bytes)
  const chain = () =>
    Array.from({ length: read.size() }, (): Point => {
      read.point()
      return [read.x, read.y]
    })
  const rings = () =>
    Array.from({ length: read.size() }, () => {
      const ring = chain()
      const last = ring.at(-1)
      if (ring.length > 1 && last && last[0] === itemAt(ring, 0)[0] && last[1] === itemAt(ring, 0)[1])
        ring.pop()
      return ring
    })
  const shapes = Array.from({ length: count }, () => {
    const type = read.header()
    if (type === LINE) return { line: chain() }
    if (type === MULTI_LINE && read.size() === 1) return { line: chain() }
    if (type === POLYGON) return { area: [rings()] }
    if (type === MULTI_POLYGON) return { area: Array.from({ length: read.size() }, rings) }
    throw new TwkbError(`expected a line or an area, found geometry type ${type}`)
  })
  read.end()
  return shapes
}

/** Encodes a multi-polygon; rings are closed in the output. */
export function writeTwkbMultiPolygon(multiPolygon: MultiPolygon): Uint8Array {
  const write = writer(MULTI_POLYGON)
  write.size(multiPolygon.length)
  for (const polygon of multiPolygon) {
    write.size(polygon.length)
    for (const ring of polygon) {
      write.size(ring.length + 1)
      for (const point of ring) write.point(point)
      write.point(itemAt(ring, 0))
    }
  }
  return write.bytes()
}

/** Encodes a point. */
export function writeTwkbPoint(point: Point): Uint8Array {
  const write = writer(POINT)
  write.point(point)
  return write.bytes()
}

/** Encodes a line. */
export function writeTwkbLine(line: Line): Uint8Array {
  const write = writer(LINE)
  write.size(line.length)
  for (const point of line) write.point(point)
  return write.bytes()
}

function reader(bytes: Uint8Array) {
  let at = 0
  const varint = (): number => {
    let value = 0
    let scale = 1
    for (;;) {
      if (at >= bytes.length) throw new TwkbError('unexpected end of the value')
      const byte = uint8At(bytes, at++)
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
      if (scale > 2 ** 35) throw new TwkbError('coordinate out of range')
    }
  }
  const delta = (): number => {
    const value = varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }
  const read = {
    x: 0,
    y: 0,
    size: varint,
    /** Returns the geometry type of the next value, -1 if it is empty; deltas restart from zero. */
    header(): number {
      const header = bytes[at] ?? 0
      const type = header & 0x0f
      if (header >> 4 !== 14) throw new TwkbError('expected coordinates with seven decimals')
      const flags = bytes[at + 1] ?? 0
      at += 2
      if ((flags & ~0x13) !== 0) throw new TwkbError('unexpected ids or further dimensions')
      if (flags & 0x02) varint()
      if (flags & 0x10) return -1
      if (flags & 0x01) for (let i = 0; i < 4; i++) varint()
      read.x = 0
      read.y = 0
      return type
    },
    point(): void {
      read.x += delta()
      read.y += delta()
    },
    /**
     * Reads points into `xy`, beginning with point `first`. Most of a city is read here: one loop without calls, in which
     * a byte beyond the end counts as 0x80, so that the value has no end and throws.
     */
    points(xy: Int32Array, first: number, size: number): void {
      let from = at
      let { x: other, y: last } = read
      for (let i = 2 * first; i < 2 * (first + size); i++) {
        let byte = bytes[from++] ?? 0x80
        let low = byte & 0x7f
        let shift = 7
        for (; byte >= 0x80 && shift < 28; shift += 7) {
          byte = bytes[from++] ?? 0x80
          low |= (byte & 0x7f) << shift
        }
        let change: number
        if (byte < 0x80) change = (low >>> 1) ^ -(low & 1)
        else {
          const high = bytes[from++] ?? 0x80
          if (high >= 0x80) throw new TwkbError('coordinate out of range, or unexpected end of the value')
          const value = low + high * 2 ** 28
          change = (low & 1) === 0 ? value / 2 : -(value + 1) / 2
        }
        // x and y take turns
        const next = other + change
        other = last
        xy[i] = last = next
      }
      at = from
      read.x = other
      read.y = last
    },
    end(): void {
      if (at !== bytes.length) throw new TwkbError(`${bytes.length - at} bytes are left over`)
    },
  }
  return read
}

function writer(type: number) {
  let bytes = new Uint8Array(256)
  let at = 2
  let lastX = 0
  let lastY = 0
  bytes[0] = typeByte(type)
  const varint = (value: number) => {
    if (at + 8 > bytes.length) {
      const larger = new Uint8Array(bytes.length * 2)
      larger.set(bytes)
      bytes = larger
    }
    for (; value > 0x7fff_ffff; value = Math.floor(value / 128)) bytes[at++] = (value % 128) | 0x80
    for (; value >= 128; value >>>= 7) bytes[at++] = (value & 0x7f) | 0x80
    bytes[at++] = value
  }
  const delta = (value: number) => varint(value < 0 ? -2 * value - 1 : 2 * value)
  return {
    size: varint,
    point([x, y]: Point): void {
      delta(x - lastX)
      delta(y - lastY)
      lastX = x
      lastY = y
    },
    bytes: (): Uint8Array => bytes.slice(0, at),
  }
}
