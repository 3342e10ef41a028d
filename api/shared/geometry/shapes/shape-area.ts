import type { MultiPolygon } from '../lattice.ts'
import { computePolygonAreaM2 } from '../measure.ts'

const known = new WeakMap<MultiPolygon, number>()

/** Returns the square metres of a shape; cached, because shapes are immutable. */
export function getShapeAreaM2(shape: MultiPolygon): number {
  let area = known.get(shape)
  if (area === undefined)
    known.set(shape, (area = shape.reduce((sum, polygon) => sum + computePolygonAreaM2(polygon), 0)))
  return area
}
