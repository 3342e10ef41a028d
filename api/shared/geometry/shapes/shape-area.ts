import type { MultiPolygon } from '../lattice.ts'
import { computePolygonAreaM2 } from '../measure.ts'

const cache = new WeakMap<MultiPolygon, number>()

/** Returns the square metres of a shape; cached, because shapes are immutable. */
export function getShapeAreaM2(shape: MultiPolygon): number {
  let area = cache.get(shape)
  if (area === undefined)
    cache.set(shape, (area = shape.reduce((sum, polygon) => sum + computePolygonAreaM2(polygon), 0)))
  return area
}
