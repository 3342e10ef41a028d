import { int32At, uint32At } from '../at.ts'
import { type FlatPolygons, countFeatures } from '../flat-polygons.ts'
import { computeScaleAt } from '../measure.ts'

/** Returns the square metres of each feature (see measure.ts for the method). */
export function computeFeatureAreasM2(polygons: FlatPolygons): Float64Array {
  const { xy, ringStart, polygonStart, featureStart } = polygons
  const areas = new Float64Array(countFeatures(polygons))
  for (let f = 0; f < areas.length; f++) {
    let area = 0
    for (
      let r = uint32At(polygonStart, uint32At(featureStart, f));
      r < uint32At(polygonStart, uint32At(featureStart, f + 1));
      r++
    ) {
      const from = uint32At(ringStart, r)
      const to = uint32At(ringStart, r + 1)
      const originX = int32At(xy, 2 * from)
      const originY = int32At(xy, 2 * from + 1)
      let sum = 0
      let south = originY
      let north = originY
      for (let i = from + 1; i < to; i++) {
        const y = int32At(xy, 2 * i + 1)
        if (y < south) south = y
        if (y > north) north = y
        if (i + 1 < to)
          sum +=
            (int32At(xy, 2 * i) - originX) * (int32At(xy, 2 * i + 3) - originY) -
            (int32At(xy, 2 * i + 2) - originX) * (y - originY)
      }
      const scale = computeScaleAt((south + north) / 2)
      area += (sum / 2) * scale.x * scale.y
    }
    areas[f] = area
  }
  return areas
}
