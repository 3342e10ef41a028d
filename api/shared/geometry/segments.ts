import type { Point } from './lattice.ts'

/** Twice the area of a, b, c: positive when c lies left of a → b; exact on the lattice. */
export function orient2d(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

export const isSamePoint = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1]

/** Whether the segments cross in a point that is inside both. */
export function hasProperIntersection(a: Point, b: Point, c: Point, d: Point): boolean {
  const [abc, abd] = [orient2d(a, b, c), orient2d(a, b, d)]
  if (abc === 0 || abd === 0 || abc > 0 === abd > 0) return false
  const [cda, cdb] = [orient2d(c, d, a), orient2d(c, d, b)]
  return cda !== 0 && cdb !== 0 && cda > 0 !== cdb > 0
}

/** The lattice point nearest to where two properly crossing segments meet; the same whichever way round they are given. */
export function computeIntersection(a: Point, b: Point, c: Point, d: Point): Point {
  const [p, q] = isLexicographicallySmaller(a, b) ? [a, b] : [b, a]
  const [r, s] = isLexicographicallySmaller(c, d) ? [c, d] : [d, c]
  const part = orient2d(r, s, p) / (orient2d(r, s, p) - orient2d(r, s, q))
  return [Math.round(p[0] + part * (q[0] - p[0])), Math.round(p[1] + part * (q[1] - p[1]))]
}

export const isLexicographicallySmaller = (a: Point, b: Point): boolean =>
  a[0] === b[0] ? a[1] < b[1] : a[0] < b[0]

/** Squared distance from a point to a segment, and how far along the segment the nearest place is (0–1). */
export function projectOntoSegment(p: Point, a: Point, b: Point): { squared: number; along: number } {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const length = dx * dx + dy * dy
  const along =
    length === 0 ? 0 : Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length))
  const [ex, ey] = [p[0] - a[0] - along * dx, p[1] - a[1] - along * dy]
  return { squared: ex * ex + ey * ey, along }
}

/** Whether a point lies on the segment, its ends included; exact. */
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
 * Whether two segments meet anywhere but in an end that both share. Equal segments (either way round) do not count:
 * they are the same border.
 */
export function hasSegmentConflict(a: Point, b: Point, c: Point, d: Point): boolean {
  const ac = isSamePoint(a, c)
  const ad = isSamePoint(a, d)
  const bc = isSamePoint(b, c)
  const bd = isSamePoint(b, d)
  if ((ac && bd) || (ad && bc)) return false
  if (ac || ad || bc || bd) {
    // they share one end: only an overlap is left to fear
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
