import { getMultiPolygon } from '#shared/geometry/flat-polygons.ts'
import type { Line, MultiPolygon, Point } from '#shared/geometry/lattice.ts'
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

export function decodeLineOrArea(hex: string): { line: Line } | { area: MultiPolygon } {
  return readTwkbShapes(bytesOf(hex), 1)[0]!
}

const bytesOf = (hex: string): Uint8Array => Buffer.from(hex, 'hex')
