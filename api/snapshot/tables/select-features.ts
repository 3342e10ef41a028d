import type { FlatPolygons } from '#shared/geometry/flat-polygons.ts'

/** Returns copies of the given features, in the given order. */
export function selectFeatures(from: FlatPolygons, features: ArrayLike<number>): FlatPolygons {
  const featureStart = new Uint32Array(features.length + 1)
  const polygonStart = [0]
  const ringStart = [0]
  // the runs of points that follow each other in both: most of a table is copied in few of them
  const runs: { start: number; end: number }[] = []
  let run = { start: 0, end: -1 }
  let points = 0
  for (let index = 0; index < features.length; index++) {
    const feature = features[index]!
    for (let p = from.featureStart[feature]!; p < from.featureStart[feature + 1]!; p++) {
      for (let r = from.polygonStart[p]!; r < from.polygonStart[p + 1]!; r++) {
        const start = from.ringStart[r]!
        const end = from.ringStart[r + 1]!
        if (start === run.end) run.end = end
        else runs.push((run = { start, end }))
        points += end - start
        ringStart.push(points)
      }
      polygonStart.push(ringStart.length - 1)
    }
    featureStart[index + 1] = polygonStart.length - 1
  }
  const xy = new Int32Array(points * 2)
  let at = 0
  for (const { start, end } of runs) {
    xy.set(from.xy.subarray(2 * start, 2 * end), at)
    at += 2 * (end - start)
  }
  return {
    xy,
    ringStart: new Uint32Array(ringStart),
    polygonStart: new Uint32Array(polygonStart),
    featureStart,
  }
}
