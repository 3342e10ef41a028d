import { int32At, uint32At } from '../at.ts'
import { type FlatPolygons, getPointRange } from '../flat-polygons.ts'
import { computeLabelPoints } from './label-points.ts'

/**
 * Returns the representative points of grids for distances: the centroid of the largest polygon, or an
 * interior point if the centroid lies outside the grid. Interleaved lattice x, y.
 */
export function getRepresentativePoints(polygons: FlatPolygons): Int32Array {
  let points = cache.get(polygons)
  if (points === undefined) cache.set(polygons, (points = findPoints(polygons)))
  return points
}

/** Polygons are immutable, so the result is cached as long as they exist. */
const cache = new WeakMap<FlatPolygons, Int32Array>()

function findPoints(polygons: FlatPolygons): Int32Array {
  const points = new Int32Array(2 * (polygons.featureStart.length - 1))
  const { xy, ringStart, polygonStart, featureStart } = polygons
  for (let feature = 0; feature + 1 < featureStart.length; feature++) {
    let largest = 0
    let [x, y] = [0, 0]
    for (let p = uint32At(featureStart, feature); p < uint32At(featureStart, feature + 1); p++) {
      const ring = uint32At(polygonStart, p)
      const [from, to] = [uint32At(ringStart, ring), uint32At(ringStart, ring + 1)]
      // relative to the first point of the ring, so that products stay exact
      const [ox, oy] = [int32At(xy, 2 * from), int32At(xy, 2 * from + 1)]
      let [area, sumX, sumY] = [0, 0, 0]
      for (let i = from, j = to - 1; i < to; j = i++) {
        const [ax, ay, bx, by] = [
          int32At(xy, 2 * j) - ox,
          int32At(xy, 2 * j + 1) - oy,
          int32At(xy, 2 * i) - ox,
          int32At(xy, 2 * i + 1) - oy,
        ]
        const cross = ax * by - bx * ay
        area += cross
        sumX += (ax + bx) * cross
        sumY += (ay + by) * cross
      }
      if (Math.abs(area) > largest) {
        largest = Math.abs(area)
        x = Math.round(ox + sumX / (3 * area))
        y = Math.round(oy + sumY / (3 * area))
      }
    }
    if (largest > 0 && isInside(polygons, feature, x, y)) points.set([x, y], 2 * feature)
    else
      points.set(
        computeLabelPoints({ ...polygons, featureStart: featureStart.subarray(feature, feature + 2) }),
        2 * feature,
      )
  }
  return points
}

/** Even–odd rule over all rings of the feature. */
function isInside(polygons: FlatPolygons, feature: number, x: number, y: number): boolean {
  const { xy, ringStart, polygonStart, featureStart } = polygons
  const [, last] = getPointRange(polygons, feature)
  let inside = false
  for (
    let ring = uint32At(polygonStart, uint32At(featureStart, feature));
    uint32At(ringStart, ring) < last;
    ring++
  ) {
    for (
      let i = uint32At(ringStart, ring), j = uint32At(ringStart, ring + 1) - 1;
      i < uint32At(ringStart, ring + 1);
      j = i++
    ) {
      const [ax, ay, bx, by] = [
        int32At(xy, 2 * j),
        int32At(xy, 2 * j + 1),
        int32At(xy, 2 * i),
        int32At(xy, 2 * i + 1),
      ]
      if (ay > y !== by > y && x < ax + ((bx - ax) * (y - ay)) / (by - ay)) inside = !inside
    }
  }
  return inside
}
