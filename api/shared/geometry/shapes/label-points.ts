import { int32At, numberAt, uint32At } from '../at.ts'
import type { FlatPolygons } from '../flat-polygons.ts'

/** Heights, as fractions of the box of the largest ring, at which the label position is searched. */
const HEIGHTS = [0.5, 0.38, 0.62, 0.26, 0.74]

/**
 * Returns the interleaved x, y of one label point inside each feature: the middle of the longest horizontal
 * section inside its largest polygon, near half height if possible. A feature without geometry gets (0, 0).
 *
 * Linear in the number of points; a true pole of inaccessibility costs a hundred times more and looks the
 * same on shapes as compact as these.
 */
export function computeLabelPoints({ xy, ringStart, polygonStart, featureStart }: FlatPolygons): Int32Array {
  const points = new Int32Array((featureStart.length - 1) * 2)
  const crossings: number[] = []
  for (let f = 0; f + 1 < featureStart.length; f++) {
    const polygon = largestPolygon(f)
    if (polygon < 0) continue
    const first = uint32At(ringStart, uint32At(polygonStart, polygon))
    const outerEnd = uint32At(ringStart, uint32At(polygonStart, polygon) + 1)
    const end = uint32At(ringStart, uint32At(polygonStart, polygon + 1))
    let south = int32At(xy, 2 * first + 1)
    let north = south
    for (let i = first; i < outerEnd; i++) {
      south = Math.min(south, int32At(xy, 2 * i + 1))
      north = Math.max(north, int32At(xy, 2 * i + 1))
    }
    let best = -1
    for (const height of HEIGHTS) {
      // between two lattice rows, so that no vertex lies on the scan line
      const y = Math.floor(south + height * (north - south)) + 0.5
      cross(polygon, y, end)
      const preference = 1 - Math.abs(height - 0.5)
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        const score = (numberAt(crossings, i + 1) - numberAt(crossings, i)) * preference
        if (score <= best) continue
        best = score
        points[2 * f] = Math.round((numberAt(crossings, i) + numberAt(crossings, i + 1)) / 2)
        points[2 * f + 1] = Math.floor(y)
      }
    }
  }
  return points

  function largestPolygon(feature: number): number {
    let largest = -1
    let size = -1
    for (let p = uint32At(featureStart, feature); p < uint32At(featureStart, feature + 1); p++) {
      const from = uint32At(ringStart, uint32At(polygonStart, p))
      const to = uint32At(ringStart, uint32At(polygonStart, p) + 1)
      let west = Infinity
      let east = -Infinity
      for (let i = from; i < to; i++) {
        west = Math.min(west, int32At(xy, 2 * i))
        east = Math.max(east, int32At(xy, 2 * i))
      }
      if (east - west > size) {
        size = east - west
        largest = p
      }
    }
    return largest
  }

  /** Fills `crossings` with the sorted x at which the rings of the polygon cross the height. */
  function cross(polygon: number, y: number, end: number): void {
    crossings.length = 0
    for (
      let r = uint32At(polygonStart, polygon), from = uint32At(ringStart, r);
      from < end;
      r++, from = uint32At(ringStart, r)
    ) {
      const to = uint32At(ringStart, r + 1)
      let previous = to - 1
      for (let i = from; i < to; i++) {
        const ay = int32At(xy, 2 * previous + 1)
        const by = int32At(xy, 2 * i + 1)
        if (ay < y !== by < y) {
          const ax = int32At(xy, 2 * previous)
          crossings.push(ax + ((int32At(xy, 2 * i) - ax) * (y - ay)) / (by - ay))
        }
        previous = i
      }
    }
    crossings.sort((a, b) => a - b)
  }
}
