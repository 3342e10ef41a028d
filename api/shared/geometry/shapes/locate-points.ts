import Flatbush from 'flatbush'
import { int32At, itemAt, uint32At } from '../at.ts'
import { type FlatPolygons, getFeatureBox } from '../flat-polygons.ts'
import type { MultiPolygon } from '../lattice.ts'

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
 * Finds the feature that each point lies in, exactly; features must not overlap. A point on a border belongs to the
 * feature east of it, and where the border runs from west to east, to the one north of it: so each point has one owner,
 * which no other feature can change.
 *
 * @param features the features to look at
 * @param into one element per point: receives the feature; -1 stands for none
 */
export function locatePoints(
  polygons: FlatPolygons,
  features: Iterable<number>,
  { xy, index }: PointIndex,
  into: Int32Array,
): void {
  if (index === null) return
  for (const feature of features) {
    const box = getFeatureBox(polygons, feature)
    if (box === null) continue
    for (const point of index.search(...box))
      if (
        int32At(into, point) < 0 &&
        isInFeature(polygons, feature, int32At(xy, 2 * point), int32At(xy, 2 * point + 1))
      )
        into[point] = feature
  }
}

/** Whether a lattice point belongs to a feature, by the rule of `locatePoints`. */
export function isInFeature(
  { xy, ringStart, polygonStart, featureStart }: FlatPolygons,
  feature: number,
  x: number,
  y: number,
): boolean {
  const firstRing = uint32At(polygonStart, uint32At(featureStart, feature))
  const lastRing = uint32At(polygonStart, uint32At(featureStart, feature + 1))
  let isInside = false
  for (let ring = firstRing; ring < lastRing; ring++) {
    const end = uint32At(ringStart, ring + 1)
    let ax = xy[2 * end - 2] ?? 0
    let ay = xy[2 * end - 1] ?? 0
    for (let i = uint32At(ringStart, ring); i < end; i++) {
      const bx = xy[2 * i] ?? 0
      const by = xy[2 * i + 1] ?? 0
      if (isEastOfPoint(ax, ay, bx, by, x, y)) isInside = !isInside
      ax = bx
      ay = by
    }
  }
  return isInside
}

/** Whether a lattice point belongs to a shape, by the rule of `locatePoints`. */
export function isInShape(shape: MultiPolygon, x: number, y: number): boolean {
  let isInside = false
  for (const polygon of shape)
    for (const ring of polygon) {
      let [ax, ay] = itemAt(ring, ring.length - 1)
      for (const [bx, by] of ring) {
        if (isEastOfPoint(ax, ay, bx, by, x, y)) isInside = !isInside
        ax = bx
        ay = by
      }
    }
  return isInside
}

/** Whether an edge crosses the ray from the point to the east; exact, because products stay below 2^53. */
function isEastOfPoint(ax: number, ay: number, bx: number, by: number, x: number, y: number): boolean {
  if (ay > y === by > y) return false
  const turn = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
  return by > ay ? turn > 0 : turn < 0
}
