import { getBorderIndex } from '#shared/geometry/topology/border-index.ts'
import type { CellSet } from '#shared/geometry/cell-set.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { projectOntoSegment } from '#shared/geometry/segments.ts'
import type { SnapTargets } from './snap-targets.ts'

export interface SnappedPoint {
  point: Point
  /** What it lies on now; null: where the pointer is. */
  on: 'vertex' | 'border' | 'guide' | null
  /** The vertex itself, or the two ends of the stretch that it lies on: from there a line can be traced. */
  ends: readonly Point[]
}

/** Where the pointer is, on nothing. */
export const toUnsnappedPoint = (point: Point): SnappedPoint => ({ point, on: null, ends: [] })

/**
 * The place that a hand means: a vertex before a border, a border before a road or bank, within `reach` lattice units
 * north and south (a screen's pixel is as wide on the ground as it is high, a degree is not: `stretch` is their ratio).
 */
export function snapToTargets(
  set: CellSet,
  guides: SnapTargets,
  point: Point,
  reach: number,
  stretch: number,
): SnappedPoint {
  const flat = ([x, y]: Point): Point => [(x - point[0]) * stretch, y - point[1]]
  const wide = reach / stretch
  const nearest = (
    candidates: readonly { place: Point; ends: readonly Point[] }[],
    on: SnappedPoint['on'],
  ): SnappedPoint | null => {
    let best: SnappedPoint | null = null
    let squared = reach * reach
    for (const { place, ends } of candidates) {
      const [dx, dy] = flat(place)
      if (dx * dx + dy * dy > squared) continue
      squared = dx * dx + dy * dy
      best = { point: place, on, ends }
    }
    return best
  }
  const foot = (a: Point, b: Point) => ({ place: footOn(point, a, b, stretch), ends: [a, b] })
  const borders = getBorderIndex(set)
  return (
    nearest(
      borders.verticesNear(point, point, wide).map((each) => ({ place: each, ends: [each] })),
      'vertex',
    ) ??
    nearest(
      borders.edgesNear(point, point, wide).map(({ a, b }) => foot(a, b)),
      'border',
    ) ??
    nearest(
      guides.near(point, wide).map(([a, b]) => foot(a, b)),
      'guide',
    ) ??
    toUnsnappedPoint(point)
  )
}

/** The place of a stretch that lies nearest on the ground. */
function footOn(point: Point, a: Point, b: Point, stretch: number): Point {
  const wide = ([x, y]: Point): Point => [x * stretch, y]
  const { along } = projectOntoSegment(wide(point), wide(a), wide(b))
  const part = Math.min(1, Math.max(0, along))
  return [Math.round(a[0] + part * (b[0] - a[0])), Math.round(a[1] + part * (b[1] - a[1]))]
}
