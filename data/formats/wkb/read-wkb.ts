import { combineGeometries } from '../model/combine-geometries.ts'
import { joinCurves, joinRings, readCircularString } from '../model/join-curves.ts'
import type { RawPosition, RawGeometry } from '../model/format.ts'

/** Well-known binary of OGC 06-103r4, ISO and extended (Z, M, SRID); null for an empty one, undefined when it is not one. */
export function readWkb(bytes: Uint8Array): RawGeometry | null | undefined {
  try {
    return new WkbReader(bytes).geometry(0)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

const MOST_DEPTH = 4

class WkbReader {
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  geometry(depth: number): RawGeometry | null | undefined {
    if (depth > MOST_DEPTH) return undefined
    const order = this.#view.getUint8(this.#at++)
    if (order > 1) return undefined
    const little = order === 1
    const whole = this.#uint(little)
    const [type, dimensions] = kindOf(whole)
    if (whole & 0x20000000) this.#at += 4
    const position = (): RawPosition => Array.from({ length: dimensions }, () => this.#double(little))
    const line = () => this.#list(little, 8 * dimensions, position)
    switch (type) {
      case 1: {
        const point = position()
        return point.every(Number.isNaN) ? null : { kind: 'points', points: [point] }
      }
      case 2: {
        const points = line()
        return points.length === 0 ? null : { kind: 'lines', lines: [points] }
      }
      // a triangle is a polygon
      case 17:
      case 3: {
        const rings = this.#list(little, 4, line)
        return rings.length === 0 ? null : { kind: 'areas', polygons: [rings], sorted: true }
      }
      case 8:
        return readCircularString(line())
      case 9:
        return joinCurves(this.#parts(little, depth))
      case 10:
        return joinRings(this.#parts(little, depth))
      case 4:
      case 5:
      case 6:
      case 7:
      case 11:
      case 12:
        return joined(type, this.#parts(little, depth))
      default:
        return type >= 13 && type <= 16 ? { kind: 'other', name: `WKB ${type}` } : undefined
    }
  }

  #parts(little: boolean, depth: number): (RawGeometry | null | undefined)[] {
    return this.#list(little, 5, () => this.geometry(depth + 1))
  }

  /** A count that cannot be true is found out before anything is made for it. */
  #list<T>(little: boolean, leastBytes: number, read: () => T): T[] {
    const count = this.#uint(little)
    if (count * leastBytes > this.#view.byteLength - this.#at) throw new RangeError('more than there is')
    return Array.from({ length: count }, read)
  }

  #uint(little: boolean): number {
    this.#at += 4
    return this.#view.getUint32(this.#at - 4, little)
  }

  #double(little: boolean): number {
    this.#at += 8
    return this.#view.getFloat64(this.#at - 8, little)
  }
}

function kindOf(whole: number): [type: number, dimensions: number] {
  const plain = whole & 0x0fffffff
  const type = plain % 1000
  const iso = Math.floor(plain / 1000)
  const more =
    (whole & 0x80000000 || iso === 1 || iso === 3 ? 1 : 0) +
    (whole & 0x40000000 || iso === 2 || iso === 3 ? 1 : 0)
  return [type, 2 + more]
}

function joined(type: number, parts: (RawGeometry | null | undefined)[]): RawGeometry | null | undefined {
  if (parts.includes(undefined)) return undefined
  const whole = parts.filter((part) => part !== null && part !== undefined)
  // only a collection may hold shapes of several kinds
  if (type !== 7 && new Set(whole.map(({ kind }) => kind)).size > 1) return undefined
  return combineGeometries(whole, 'GeometryCollection')
}
