import Flatbush from 'flatbush'
import { int32At, uint32At } from '../at.ts'
import { type FlatPolygons, getFeatureBox } from '../flat-polygons.ts'
import type { PointLocation } from './point-in-polygon.ts'

/** Points with a spatial index. */
export interface PointIndex {
  /** Interleaved lattice x, y. */
  xy: Int32Array
  /** null: there are no points. */
  index: Flatbush | null
}

/** Builds the spatial index of points (interleaved lattice x, y). */
export function createPointIndex(xy: Int32Array): PointIndex {
  const count = xy.length / 2
  if (count === 0) return { xy, index: null }
  const index = new Flatbush(count, 16, Int32Array)
  for (let i = 0; i < count; i++) index.add(int32At(xy, 2 * i), int32At(xy, 2 * i + 1))
  index.finish()
  return { xy, index }
}

/**
 * Finds the feature that each point lies in, exactly. A point on the border between features belongs to the first of
 * them in the order of `compare`, so that each point is counted once.
 *
 * @param features the features to look at
 * @param into one element per point: receives the feature; -1 stands for none
 */
export function locatePoints(
  polygons: FlatPolygons,
  features: Iterable<number>,
  { xy, index }: PointIndex,
  compare: (one: number, other: number) => number,
  into: Int32Array,
): void {
  if (index === null) return
  /** Points that are on the border of the feature they are given to. */
  const onBorder = new Set<number>()
  for (const feature of features) {
    const box = getFeatureBox(polygons, feature)
    if (box === null) continue
    for (const point of index.search(...box)) {
      const known = int32At(into, point)
      if (known >= 0 && !onBorder.has(point)) continue
      const location = locateInFeature(polygons, feature, int32At(xy, 2 * point), int32At(xy, 2 * point + 1))
      if (location === 'outside') continue
      if (location === 'on' && known >= 0 && compare(known, feature) <= 0) continue
      into[point] = feature
      if (location === 'on') onBorder.add(point)
      else onBorder.delete(point)
    }
  }
}

/** Locates a lattice point relative to a feature; exact like `locatePointInRing`. */
export function locateInFeature(
  { xy, ringStart, polygonStart, featureStart }: FlatPolygons,
  feature: number,
  x: number,
  y: number,
): PointLocation {
  const firstRing = uint32At(polygonStart, uint32At(featureStart, feature))
  const lastRing = uint32At(polygonStart, uint32At(featureStart, feature + 1))
  let inside = false
  for (let ring = firstRing; ring < lastRing; ring++) {
    const start = uint32At(ringStart, ring)
    const end = uint32At(ringStart, ring + 1)
    let ax = xy[2 * end - 2] ?? 0
    let ay = xy[2 * end - 1] ?? 0
    for (let i = start; i < end; i++) {
      const bx = xy[2 * i] ?? 0
      const by = xy[2 * i + 1] ?? 0
      if (ay > y !== by > y) {
        const turn = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
        if (turn === 0) return 'on'
        if (by > ay ? turn > 0 : turn < 0) inside = !inside
      } else if (ay === y && by === y) {
        if (Math.min(ax, bx) <= x && x <= Math.max(ax, bx)) return 'on'
      } else if ((by === y && bx === x) || (ay === y && ax === x)) return 'on'
      ax = bx
      ay = by
    }
  }
  return inside ? 'inside' : 'outside'
}
