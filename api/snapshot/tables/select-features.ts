import type { FlatPolygons } from '#shared/geometry/flat-polygons.ts'

/** Returns copies of the given features, in the given order. */
export function selectFeatures(from: FlatPolygons, features: readonly number[]): FlatPolygons {
  const featureStart = new Uint32Array(features.length + 1)
  const polygonStart = [0]
  const ringStart = [0]
  const runs: [from: number, to: number][] = []
  let points = 0
  features.forEach((feature, index) => {
    for (let p = from.featureStart[feature]!; p < from.featureStart[feature + 1]!; p++) {
      for (let r = from.polygonStart[p]!; r < from.polygonStart[p + 1]!; r++) {
        const run: [number, number] = [from.ringStart[r]!, from.ringStart[r + 1]!]
        runs.push(run)
        points += run[1] - run[0]
        ringStart.push(points)
      }
      polygonStart.push(ringStart.length - 1)
    }
    featureStart[index + 1] = polygonStart.length - 1
  })
  const xy = new Int32Array(points * 2)
  let at = 0
  for (const [start, end] of runs) {
    xy.set(from.xy.subarray(2 * start, 2 * end), at)
    at += 2 * (end - start)
  }
  return {
    xy,
    ringStart: Uint32Array.from(ringStart),
    polygonStart: Uint32Array.from(polygonStart),
    featureStart,
  }
}
