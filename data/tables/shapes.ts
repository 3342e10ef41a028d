import { multiPolygonAt } from '#shared/geometry/flat-polygons.ts'
import type { Line, MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { readPoints, readPolygons, readShapes } from '#shared/geometry/twkb.ts'

/** Stored shapes (TWKB in hex) as points, lines and areas. */

export function areaOf(hex: string): MultiPolygon {
  return multiPolygonAt(readPolygons(bytesOf(hex), 1), 0)
}

export function pointOf(hex: string): Point {
  const [x, y] = readPoints(bytesOf(hex), 1)
  return [x!, y!]
}

/** A point begins with the type 1 (see twkb.ts). */
export const isPoint = (hex: string): boolean => hex.startsWith('e1')

export function lineOrAreaOf(hex: string): { line: Line } | { area: MultiPolygon } {
  return readShapes(bytesOf(hex), 1)[0]!
}

const bytesOf = (hex: string): Uint8Array => Buffer.from(hex, 'hex')
