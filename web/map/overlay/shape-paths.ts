import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'
import { interiorPoint } from '#shared/geometry/interior-point.ts'
import { shapeBox } from '#shared/geometry/shape-box.ts'
import { worldX, worldY } from '#shared/tiles/world.ts'
import { holdsPoint } from '#shared/geometry/holds-point.ts'
import type { Origin } from './projection.ts'

export interface ShapePath {
  path: Path2D
  /** Where its name is written. */
  label: Point
}

/** Paths of shapes in world units from an origin, made once for each shape: shapes never change. */
export function shapePaths(origin: Origin): (shape: MultiPolygon) => ShapePath {
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
      const [px, py] = [worldX(point[0]) - x, worldY(point[1]) - y]
      if (i === 0) path.moveTo(px, py)
      else path.lineTo(px, py)
    })
    path.closePath()
  }
  return path
}

function labelOf(shape: MultiPolygon): Point {
  const [west, south, east, north] = shapeBox(shape)
  const middle: Point = [Math.round((west + east) / 2), Math.round((south + north) / 2)]
  const [polygon] = shape
  return holdsPoint(shape, middle) || polygon === undefined ? middle : interiorPoint(polygon)
}
