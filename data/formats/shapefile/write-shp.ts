import type { CoordinateSystem } from '../../coordinates/coordinate-system.ts'
import { toDegrees, type Line, type Point } from '#shared/geometry/lattice.ts'
import type { Shape } from '../model/shape.ts'

/** Records of a .shp, for the technical description see read-shp.ts: outer rings clockwise, holes the other way, rings closed. */

export const SHP_TYPE = { point: 1, line: 3, area: 5, none: 0 } as const

export interface ShpRecord {
  content: Uint8Array
  box: [number, number, number, number] | null
}

export function buildShpRecord(shape: Shape | null, system: CoordinateSystem): ShpRecord {
  if (shape === null) return { content: Uint8Array.of(0, 0, 0, 0), box: null }
  const place = ([x, y]: Point) => system.fromDegrees(toDegrees(x), toDegrees(y))
  if (shape.kind === 'point') {
    const [x, y] = place(shape.point)
    const content = new Uint8Array(20)
    const view = new DataView(content.buffer)
    view.setInt32(0, SHP_TYPE.point, true)
    view.setFloat64(4, x, true)
    view.setFloat64(12, y, true)
    return { content, box: [x, y, x, y] }
  }
  const parts: Line[] =
    shape.kind === 'line'
      ? [shape.line]
      : shape.area.flatMap((polygon) =>
          polygon.map((ring) => [ring[0]!, ...ring.slice(1).toReversed(), ring[0]!]),
        )
  const points = parts.flat().map(place)
  const content = new Uint8Array(44 + parts.length * 4 + points.length * 16)
  const view = new DataView(content.buffer)
  view.setInt32(0, shape.kind === 'line' ? SHP_TYPE.line : SHP_TYPE.area, true)
  const box: ShpRecord['box'] = [Infinity, Infinity, -Infinity, -Infinity]
  let at = 44 + parts.length * 4
  for (const [x, y] of points) {
    view.setFloat64(at, x, true)
    view.setFloat64(at + 8, y, true)
    at += 16
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  }
  box.forEach((value, i) => view.setFloat64(4 + 8 * i, value, true))
  view.setInt32(36, parts.length, true)
  view.setInt32(40, points.length, true)
  let start = 0
  parts.forEach((part, i) => {
    view.setInt32(44 + 4 * i, start, true)
    start += part.length
  })
  return { content, box }
}

/** Head of a .shp or .shx: `bytes` is the whole file's length. */
export function buildShpHeader(
  bytes: number,
  type: number,
  box: readonly [number, number, number, number] | null,
): Uint8Array {
  const header = new Uint8Array(100)
  const view = new DataView(header.buffer)
  view.setInt32(0, 9994, false)
  view.setInt32(24, bytes / 2, false)
  view.setInt32(28, 1000, true)
  view.setInt32(32, type, true)
  const [west, south, east, north] = box ?? [0, 0, 0, 0]
  ;[west, south, east, north].forEach((value, i) => view.setFloat64(36 + 8 * i, value, true))
  return header
}
