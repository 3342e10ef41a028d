import { itemAt } from '../../geometry/at.ts'
import type { MultiPolygon, Point } from '../../geometry/lattice.ts'
import { computeScaleAt } from '../../geometry/measure.ts'
import { getShapeBox } from '../../geometry/shapes/shape-box.ts'

/** Metres that a line across reaches over the land on both sides. */
const OVERHANG_M = 60

/** Measures along a bearing, in metres from a corner of the land. */
export interface Projection {
  /** Metres along the bearing. */
  along(point: Point): number
  /** The straight line across the whole land at a distance along the bearing. */
  lineAt(along: number): [Point, Point]
  /** Square metres of the land before a distance along the bearing. */
  areaBefore(along: number): number
  /** Where the land begins and ends along the bearing. */
  range: readonly [number, number]
}

/** `bearing`: degrees clockwise from north. */
export function projectAlong(land: MultiPolygon, bearing: number): Projection {
  const [west, south, east, north] = getShapeBox(land)
  const scale = computeScaleAt((south + north) / 2)
  const angle = (bearing * Math.PI) / 180
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
  const toMetres = ([x, y]: Point) => [(x - west) * scale.x, (y - south) * scale.y] as const
  const along = (point: Point) => {
    const [x, y] = toMetres(point)
    return x * sin + y * cos
  }
  const across = (point: Point) => {
    const [x, y] = toMetres(point)
    return x * cos - y * sin
  }
  const corners: Point[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ]
  const sides = corners.map(across)
  const [near, far] = [Math.min(...sides) - OVERHANG_M, Math.max(...sides) + OVERHANG_M]
  const pointAt = (a: number, c: number): Point => [
    west + Math.round((a * sin + c * cos) / scale.x),
    south + Math.round((a * cos - c * sin) / scale.y),
  ]
  const rings = land.flat().map((ring) => ring.map((point) => [along(point), across(point)] as const))
  const ends = rings.flat().map(([a]) => a)
  return {
    along,
    lineAt: (a) => [pointAt(a, near), pointAt(a, far)],
    areaBefore: (a) => Math.abs(rings.reduce((sum, ring) => sum + measureBefore(ring, a), 0)),
    range: [
      ends.reduce((a, b) => Math.min(a, b), Infinity),
      ends.reduce((a, b) => Math.max(a, b), -Infinity),
    ],
  }
}

/** Signed area of the part of a ring before a distance: what lies beyond is pushed back onto the line. */
function measureBefore(ring: readonly (readonly [number, number])[], limit: number): number {
  let area = 0
  const add = (a: readonly [number, number], b: readonly [number, number]) =>
    (area += (a[0] * b[1] - b[0] * a[1]) / 2)
  ring.forEach((a, i) => {
    const b = itemAt(ring, (i + 1) % ring.length)
    const cut = (): readonly [number, number] => [
      limit,
      a[1] + ((limit - a[0]) / (b[0] - a[0])) * (b[1] - a[1]),
    ]
    const push = ([x, y]: readonly [number, number]): readonly [number, number] => [Math.min(x, limit), y]
    if (a[0] > limit === b[0] > limit) add(push(a), push(b))
    else {
      add(push(a), cut())
      add(cut(), push(b))
    }
  })
  return area
}
