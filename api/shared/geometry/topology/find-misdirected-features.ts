import type { FlatPolygons } from '../flat-polygons.ts'

/**
 * Returns the indices of features that have an outer ring that is not counter-clockwise or a hole that is not
 * clockwise. Exact (see lattice.ts).
 */
export function findMisdirectedFeatures({
  xy,
  ringStart,
  polygonStart,
  featureStart,
}: FlatPolygons): number[] {
  const misdirected: number[] = []
  for (let feature = 0; feature + 1 < featureStart.length; feature++) {
    const lastPolygon = featureStart[feature + 1] ?? 0
    for (let polygon = featureStart[feature] ?? 0; polygon < lastPolygon; polygon++) {
      const outer = polygonStart[polygon] ?? 0
      const end = polygonStart[polygon + 1] ?? 0
      let right = true
      for (let ring = outer; ring < end && right; ring++) {
        const area = computeTwiceFlatArea(xy, ringStart[ring] ?? 0, ringStart[ring + 1] ?? 0)
        right = ring === outer ? area > 0 : area < 0
      }
      if (right) continue
      misdirected.push(feature)
      break
    }
  }
  return misdirected
}

/** Twice the signed area of the points `from … to - 1`, in square lattice units. */
function computeTwiceFlatArea(xy: Int32Array, from: number, to: number): number {
  const originX = xy[2 * from] ?? 0
  const originY = xy[2 * from + 1] ?? 0
  let sum = 0
  let x = 0
  let y = 0
  for (let i = from + 1; i < to; i++) {
    const nextX = (xy[2 * i] ?? 0) - originX
    const nextY = (xy[2 * i + 1] ?? 0) - originY
    sum += x * nextY - nextX * y
    x = nextX
    y = nextY
  }
  return sum
}
