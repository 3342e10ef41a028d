import { getMultiPolygon } from '#shared/geometry/flat-polygons.ts'
import type { Line, MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import type { Shape } from '../../../data/formats/model/shape.ts'
import { readTwkbPoints, readTwkbPolygons, readTwkbShapes } from '#shared/geometry/twkb.ts'

/** Stored shapes (TWKB in hex) as points, lines and areas. */

export function decodeArea(hex: string): MultiPolygon {
  return getMultiPolygon(readTwkbPolygons(bytesOf(hex), 1), 0)
}

export function decodePoint(hex: string): Point {
  const [x, y] = readTwkbPoints(bytesOf(hex), 1)
  return [x!, y!]
}

/** A point begins with the type 1 (see twkb.ts). */
export const isEncodedPoint = (hex: string): boolean => hex.startsWith('e1')

export const decodePointOrArea = (hex: string): Shape =>
  isEncodedPoint(hex) ? { kind: 'point', point: decodePoint(hex) } : { kind: 'area', area: decodeArea(hex) }

export function decodeLineOrArea(hex: string): { line: Line } | { area: MultiPolygon } {
  return readTwkbShapes(bytesOf(hex), 1)[0]!
}

const bytesOf = (hex: string): Uint8Array => Buffer.from(hex, 'hex')
