import { encodeBase64 } from '#shared/geometry/base64.ts'
import { type FlatPolygons, getMultiPolygon } from '#shared/geometry/flat-polygons.ts'
import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { writeTwkbMultiPolygon } from '#shared/geometry/twkb.ts'

/** Returns the TWKB values of features of flat polygons, concatenated and encoded in base64. */
export function encodeFeaturesBase64(features: readonly { polygons: FlatPolygons; row: number }[]): string {
  return encodeShapesBase64(features.map(({ polygons, row }) => getMultiPolygon(polygons, row)))
}

/** Returns the TWKB values of shapes, concatenated and encoded in base64. */
export function encodeShapesBase64(shapes: readonly MultiPolygon[]): string {
  return concatBase64(shapes.map(writeTwkbMultiPolygon))
}

/** Returns byte arrays, such as TWKB values, concatenated and encoded in base64. */
export function concatBase64(parts: readonly Uint8Array[]): string {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return encodeBase64(bytes)
}
