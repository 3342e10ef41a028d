import type { Point } from '../geometry/lattice.ts'
import type { LatticeScale } from '../geometry/measure.ts'

/** Metres from a point to a segment. */
export function measureDistanceM([px, py]: Point, a: Point, b: Point, { x, y }: LatticeScale): number {
  const [dx, dy] = [(b[0] - a[0]) * x, (b[1] - a[1]) * y]
  const [ex, ey] = [(px - a[0]) * x, (py - a[1]) * y]
  const square = dx * dx + dy * dy
  const along = square === 0 ? 0 : Math.max(0, Math.min(1, (ex * dx + ey * dy) / square))
  return Math.hypot(ex - along * dx, ey - along * dy)
}
