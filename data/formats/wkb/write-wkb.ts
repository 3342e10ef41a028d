import type { Line, Point } from '#shared/geometry/lattice.ts'
import type { Shape } from '../model/shape.ts'

export interface EncodedWkb {
  bytes: Uint8Array
  box: [west: number, south: number, east: number, north: number]
}

/** Little-endian well-known binary; areas are always MultiPolygons, so that a column has one type. Outer rings counter-clockwise. */
export function writeWkb(shape: Shape, place: (point: Point) => readonly [number, number]): EncodedWkb {
  const box: EncodedWkb['box'] = [Infinity, Infinity, -Infinity, -Infinity]
  const bytes = new Uint8Array(lengthOf(shape))
  const view = new DataView(bytes.buffer)
  let at = 0
  const head = (type: number) => {
    bytes[at] = 1
    view.setUint32(at + 1, type, true)
    at += 5
  }
  const count = (value: number) => {
    view.setUint32(at, value, true)
    at += 4
  }
  const put = (point: Point) => {
    const [x, y] = place(point)
    view.setFloat64(at, x, true)
    view.setFloat64(at + 8, y, true)
    at += 16
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  }
  const line = (points: Line) => {
    count(points.length)
    points.forEach(put)
  }
  switch (shape.kind) {
    case 'point':
      head(1)
      put(shape.point)
      break
    case 'line':
      head(2)
      line(shape.line)
      break
    case 'area':
      head(6)
      count(shape.area.length)
      for (const polygon of shape.area) {
        head(3)
        count(polygon.length)
        for (const ring of polygon) line([...ring, ring[0]!])
      }
  }
  return { bytes, box }
}

function lengthOf(shape: Shape): number {
  switch (shape.kind) {
    case 'point':
      return 21
    case 'line':
      return 9 + 16 * shape.line.length
    case 'area':
      return (
        9 +
        shape.area.reduce(
          (sum, polygon) => sum + 9 + polygon.reduce((inner, ring) => inner + 4 + 16 * (ring.length + 1), 0),
          0,
        )
      )
  }
}
