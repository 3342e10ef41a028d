import { int32At, itemAt, uint32At } from './at.ts'
import type { Box, MultiPolygon, Point } from './lattice.ts'

/**
 * Multi-polygons in four flat arrays, the form in which a whole city is stored and transferred.
 *
 * Feature f has the polygons `featureStart[f] … featureStart[f + 1]`, polygon p the rings `polygonStart[p] …`
 * (outer first), ring r the points `ringStart[r] …`, point i is `xy[2i], xy[2i + 1]` in lattice units. Rings
 * are open.
 */
export interface FlatPolygons {
  xy: Int32Array
  ringStart: Uint32Array
  polygonStart: Uint32Array
  featureStart: Uint32Array
}

/** Returns the number of features. */
export function countFeatures(polygons: FlatPolygons): number {
  return polygons.featureStart.length - 1
}

/** Converts multi-polygons to flat arrays; null becomes a feature without geometry. */
export function toFlatPolygons(features: readonly (MultiPolygon | null)[]): FlatPolygons {
  let polygonTotal = 0
  let ringTotal = 0
  let pointTotal = 0
  for (const feature of features) {
    for (const polygon of feature ?? []) {
      polygonTotal++
      ringTotal += polygon.length
      for (const ring of polygon) pointTotal += ring.length
    }
  }
  const flat: FlatPolygons = {
    xy: new Int32Array(pointTotal * 2),
    ringStart: new Uint32Array(ringTotal + 1),
    polygonStart: new Uint32Array(polygonTotal + 1),
    featureStart: new Uint32Array(features.length + 1),
  }
  let polygonAt = 0
  let ringAt = 0
  let pointAt = 0
  features.forEach((feature, index) => {
    for (const polygon of feature ?? []) {
      for (const ring of polygon) {
        for (let i = 0; i < ring.length; i++, pointAt++) {
          const point = itemAt(ring, i)
          flat.xy[pointAt * 2] = point[0]
          flat.xy[pointAt * 2 + 1] = point[1]
        }
        flat.ringStart[++ringAt] = pointAt
      }
      flat.polygonStart[++polygonAt] = ringAt
    }
    flat.featureStart[index + 1] = polygonAt
  })
  return flat
}

/** Returns the multi-polygon of a feature; empty for a feature without geometry. */
export function getMultiPolygon(flat: FlatPolygons, feature: number): MultiPolygon {
  const polygons: Point[][][] = []
  for (let p = uint32At(flat.featureStart, feature); p < uint32At(flat.featureStart, feature + 1); p++) {
    const rings: Point[][] = []
    for (let r = uint32At(flat.polygonStart, p); r < uint32At(flat.polygonStart, p + 1); r++) {
      const ring: Point[] = []
      for (let i = uint32At(flat.ringStart, r); i < uint32At(flat.ringStart, r + 1); i++)
        ring.push([int32At(flat.xy, 2 * i), int32At(flat.xy, 2 * i + 1)])
      rings.push(ring)
    }
    polygons.push(rings)
  }
  return polygons
}

/** Returns the half-open range of the point indices of a feature, over all its rings. */
export function getPointRange(flat: FlatPolygons, feature: number): [from: number, to: number] {
  const firstRing = uint32At(flat.polygonStart, uint32At(flat.featureStart, feature))
  const endRing = uint32At(flat.polygonStart, uint32At(flat.featureStart, feature + 1))
  return [uint32At(flat.ringStart, firstRing), uint32At(flat.ringStart, endRing)]
}

/** Returns the box of a feature; null without geometry. */
export function getFeatureBox(flat: FlatPolygons, feature: number): Box | null {
  const [from, to] = getPointRange(flat, feature)
  if (from === to) return null
  let west = Infinity
  let south = Infinity
  let east = -Infinity
  let north = -Infinity
  for (let i = from; i < to; i++) {
    const x = int32At(flat.xy, 2 * i)
    const y = int32At(flat.xy, 2 * i + 1)
    if (x < west) west = x
    if (x > east) east = x
    if (y < south) south = y
    if (y > north) north = y
  }
  return [west, south, east, north]
}
