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
    const first = ringStart[polygonStart[polygon]]
    const outerEnd = ringStart[polygonStart[polygon] + 1]
    const end = ringStart[polygonStart[polygon + 1]]
    let south = xy[2 * first + 1]
    let north = south
    for (let i = first; i < outerEnd; i++) {
      south = Math.min(south, xy[2 * i + 1])
      north = Math.max(north, xy[2 * i + 1])
    }
    let best = -1
    for (const height of HEIGHTS) {
      // between two lattice rows, so that no vertex lies on the scan line
      const y = Math.floor(south + height * (north - south)) + 0.5
      cross(polygon, y, end)
      const preference = 1 - Math.abs(height - 0.5)
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        const score = (crossings[i + 1] - crossings[i]) * preference
        if (score <= best) continue
        best = score
        points[2 * f] = Math.round((crossings[i] + crossings[i + 1]) / 2)
        points[2 * f + 1] = Math.floor(y)
      }
    }
  }
  return points

  function largestPolygon(feature: number): number {
    let largest = -1
    let size = -1
    for (let p = featureStart[feature]; p < featureStart[feature + 1]; p++) {
      const from = ringStart[polygonStart[p]]
      const to = ringStart[polygonStart[p] + 1]
      let west = Infinity
      let east = -Infinity
      for (let i = from; i < to; i++) {
        west = Math.min(west, xy[2 * i])
        east = Math.max(east, xy[2 * i])
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
    for (let r = polygonStart[polygon], from = ringStart[r]; from < end; r++, from = ringStart[r]) {
      const to = ringStart[r + 1]
      let previous = to - 1
      for (let i = from; i < to; i++) {
        const ay = xy[2 * previous + 1]
        const by = xy[2 * i + 1]
        if (ay < y !== by < y) {
          const ax = xy[2 * previous]
          crossings.push(ax + ((xy[2 * i] - ax) * (y - ay)) / (by - ay))
        }
        previous = i
      }
    }
    crossings.sort((a, b) => a - b)
  }
}
