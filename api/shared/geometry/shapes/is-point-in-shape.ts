import { locatePointInPolygon } from './point-in-polygon.ts'
import type { MultiPolygon, Point } from '../lattice.ts'
import { getShapeBox } from './shape-box.ts'

/** Whether a point lies in a shape or on its border. */
export function isPointInShape(shape: MultiPolygon, [x, y]: Point): boolean {
  const [west, south, east, north] = getShapeBox(shape)
  return (
    x >= west &&
    x <= east &&
    y >= south &&
    y <= north &&
    shape.some((polygon) => locatePointInPolygon(polygon, x, y) !== 'outside')
  )
}
