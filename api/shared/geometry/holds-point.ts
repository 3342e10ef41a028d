import { sideOfPolygon } from './contains-point.ts'
import type { MultiPolygon, Point } from './lattice.ts'
import { shapeBox } from './shape-box.ts'

/** Whether a point lies in a shape or on its border. */
export function holdsPoint(shape: MultiPolygon, [x, y]: Point): boolean {
  const [west, south, east, north] = shapeBox(shape)
  return (
    x >= west &&
    x <= east &&
    y >= south &&
    y <= north &&
    shape.some((polygon) => sideOfPolygon(polygon, x, y) !== 'outside')
  )
}
