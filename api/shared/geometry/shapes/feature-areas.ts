import { float64At, uint32At } from '../at.ts'
import { type FlatPolygons, countFeatures } from '../flat-polygons.ts'
import { computeRingAreaM2 } from '../measure.ts'

/** Returns the square metres of each feature; rings that run clockwise are subtracted. */
export function computeFeatureAreasM2({
  xy,
  ringStart,
  polygonStart,
  featureStart,
}: FlatPolygons): Float64Array {
  const areas = new Float64Array(countFeatures({ xy, ringStart, polygonStart, featureStart }))
  for (let f = 0; f < areas.length; f++) {
    const last = uint32At(polygonStart, uint32At(featureStart, f + 1))
    for (let r = uint32At(polygonStart, uint32At(featureStart, f)); r < last; r++)
      areas[f] =
        float64At(areas, f) + computeRingAreaM2(xy, uint32At(ringStart, r), uint32At(ringStart, r + 1))
  }
  return areas
}
