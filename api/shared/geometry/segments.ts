import type { Point } from './lattice.ts'

/**
 * Returns twice the signed area of the triangle a, b, c: positive if c lies left of a → b; exact on the
 * lattice. Name and sign as in J. R. Shewchuk, Adaptive Precision Floating-Point Arithmetic, 1997.
 */
export function orient2d(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

/** Whether two points have the same coordinates. */
export const isSamePoint = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1]

/** Whether the segments cross in a point that is interior to both. */
export function hasProperIntersection(a: Point, b: Point, c: Point, d: Point): boolean {
  const [abc, abd] = [orient2d(a, b, c), orient2d(a, b, d)]
  if (abc === 0 || abd === 0 || abc > 0 === abd > 0) return false
  const [cda, cdb] = [orient2d(c, d, a), orient2d(c, d, b)]
  return cda !== 0 && cdb !== 0 && cda > 0 !== cdb > 0
}

/**
 * Returns the lattice point nearest to the intersection of two properly crossing segments, independent of
 * their direction and order.
 */
export function computeIntersection(a: Point, b: Point, c: Point, d: Point): Point {
  const [p, q] = isLexicographicallySmaller(a, b) ? [a, b] : [b, a]
  const [r, s] = isLexicographicallySmaller(c, d) ? [c, d] : [d, c]
  const part = orient2d(r, s, p) / (orient2d(r, s, p) - orient2d(r, s, q))
  return [Math.round(p[0] + part * (q[0] - p[0])), Math.round(p[1] + part * (q[1] - p[1]))]
}

/** Compares x, then y. */
export const isLexicographicallySmaller = (a: Point, b: Point): boolean =>
  a[0] === b[0] ? a[1] < b[1] : a[0] < b[0]

/**
 * Returns the squared distance from a point to a segment, and the position of the nearest point along the
 * segment (0–1).
 */
export function projectOntoSegment(p: Point, a: Point, b: Point): { squared: number; along: number } {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const length = dx * dx + dy * dy
  const along =
    length === 0 ? 0 : Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length))
  const [ex, ey] = [p[0] - a[0] - along * dx, p[1] - a[1] - along * dy]
  return { squared: ex * ex + ey * ey, along }
}

/** Whether a point lies on the segment, including its ends; exact. */
export function isOnSegment(p: Point, a: Point, b: Point): boolean {
  return (
    orient2d(a, b, p) === 0 &&
    Math.min(a[0], b[0]) <= p[0] &&
    p[0] <= Math.max(a[0], b[0]) &&
    Math.min(a[1], b[1]) <= p[1] &&
    p[1] <= Math.max(a[1], b[1])
  )
}

/**
 * Whether two segments meet other than in a common end. Equal segments in either direction do not count,
 * because they are the same border.
 */
export function hasSegmentConflict(a: Point, b: Point, c: Point, d: Point): boolean {
  const ac = isSamePoint(a, c)
  const ad = isSamePoint(a, d)
  const bc = isSamePoint(b, c)
  const bd = isSamePoint(b, d)
  if ((ac && bd) || (ad && bc)) return false
  if (ac || ad || bc || bd) {
    // they share one end, so only an overlap would be a conflict
    const [shared, one, other] = ac ? [a, b, d] : ad ? [a, b, c] : bc ? [b, a, d] : [b, a, c]
    return (
      orient2d(shared, one, other) === 0 &&
      (one[0] - shared[0]) * (other[0] - shared[0]) + (one[1] - shared[1]) * (other[1] - shared[1]) > 0
    )
  }
  return (
    hasProperIntersection(a, b, c, d) ||
    isOnSegment(a, c, d) ||
    isOnSegment(b, c, d) ||
    isOnSegment(c, a, b) ||
    isOnSegment(d, a, b)
  )
}
