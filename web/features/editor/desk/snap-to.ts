import { borderIndex } from '#shared/geometry/border-index.ts'
import type { CellSet } from '#shared/geometry/cell-set.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { toSegment } from '#shared/geometry/segments.ts'
import type { Guides } from './surroundings.ts'

export interface Snapped {
  point: Point
  /** What it lies on now; null: where the pointer is. */
  on: 'vertex' | 'border' | 'guide' | null
}

/**
 * The place that a hand means: a vertex before a border, a border before a road or bank, within `reach` lattice units
 * north and south (a screen's pixel is as wide on the ground as it is high, a degree is not: `stretch` is their ratio).
 */
export function snapTo(set: CellSet, guides: Guides, point: Point, reach: number, stretch: number): Snapped {
  const flat = ([x, y]: Point): Point => [(x - point[0]) * stretch, y - point[1]]
  const wide = reach / stretch
  const nearest = <T>(candidates: readonly T[], placeOf: (candidate: T) => Point): Point | null => {
    let best: Point | null = null
    let squared = reach * reach
    for (const candidate of candidates) {
      const place = placeOf(candidate)
      const [dx, dy] = flat(place)
      if (dx * dx + dy * dy > squared) continue
      squared = dx * dx + dy * dy
      best = place
    }
    return best
  }
  const borders = borderIndex(set)
  const vertex = nearest(borders.verticesNear(point, point, wide), (each) => each)
  if (vertex) return { point: vertex, on: 'vertex' }
  const border = nearest(borders.edgesNear(point, point, wide), ({ a, b }) => footOn(point, a, b, stretch))
  if (border) return { point: border, on: 'border' }
  const guide = nearest(guides.near(point, wide), ([a, b]) => footOn(point, a, b, stretch))
  return guide ? { point: guide, on: 'guide' } : { point, on: null }
}

/** The place of a stretch that lies nearest on the ground. */
function footOn(point: Point, a: Point, b: Point, stretch: number): Point {
  const wide = ([x, y]: Point): Point => [x * stretch, y]
  const { along } = toSegment(wide(point), wide(a), wide(b))
  const part = Math.min(1, Math.max(0, along))
  return [Math.round(a[0] + part * (b[0] - a[0])), Math.round(a[1] + part * (b[1] - a[1]))]
}
