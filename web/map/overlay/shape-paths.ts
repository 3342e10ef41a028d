import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { computeInteriorPoint } from '#shared/geometry/shapes/interior-point.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { toWorldX, toWorldY } from '#shared/tiles/world-coordinates.ts'
import { isPointInShape } from '#shared/geometry/shapes/is-point-in-shape.ts'
import type { Origin } from './projection.ts'

export interface ShapePath {
  path: Path2D
  /** Where its name is written. */
  label: Point
}

/** Paths of shapes in world units from an origin, made once for each shape: shapes never change. */
export function createShapePathBuilder(origin: Origin): (shape: MultiPolygon) => ShapePath {
  const known = new WeakMap<MultiPolygon, ShapePath>()
  return (shape) => {
    let found = known.get(shape)
    if (found === undefined)
      known.set(shape, (found = { path: pathOf(shape, origin), label: labelOf(shape) }))
    return found
  }
}

function pathOf(shape: MultiPolygon, { x, y }: Origin): Path2D {
  const path = new Path2D()
  for (const ring of shape.flat()) {
    ring.forEach((point, i) => {
      const [px, py] = [toWorldX(point[0]) - x, toWorldY(point[1]) - y]
      if (i === 0) path.moveTo(px, py)
      else path.lineTo(px, py)
    })
    path.closePath()
  }
  return path
}

function labelOf(shape: MultiPolygon): Point {
  const [west, south, east, north] = getShapeBox(shape)
  const middle: Point = [Math.round((west + east) / 2), Math.round((south + north) / 2)]
  const [polygon] = shape
  return isPointInShape(shape, middle) || polygon === undefined ? middle : computeInteriorPoint(polygon)
}
