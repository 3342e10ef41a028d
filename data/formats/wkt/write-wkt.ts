import type { Line, Point } from '#shared/geometry/lattice.ts'
import type { Shape } from '../model/shape.ts'

/** Well-known text of a shape, as read-wkt.ts reads it. */
export function writeWkt(shape: Shape, place: (point: Point) => readonly [number, number]): string {
  const positions = (points: Line) => `(${points.map((point) => place(point).join(' ')).join(', ')})`
  switch (shape.kind) {
    case 'point':
      return `POINT (${place(shape.point).join(' ')})`
    case 'line':
      return `LINESTRING ${positions(shape.line)}`
    case 'area': {
      const polygons = shape.area.map(
        (polygon) => `(${polygon.map((ring) => positions([...ring, ring[0]!])).join(', ')})`,
      )
      return polygons.length === 1 ? `POLYGON ${polygons[0]}` : `MULTIPOLYGON (${polygons.join(', ')})`
    }
  }
}
