import type { Point } from '#shared/geometry/lattice.ts'

const CELL = 40_000

/**
 * A pair of segments that meet anywhere but at a common end: crossing, touching, or lying on each other. Exact.
 * With none of these among the edges of a map, no ring crosses itself and no vertex lies on an edge that lacks it.
 */
export function findTouchingSegments(
  segments: readonly (readonly [Point, Point])[],
): [number, number] | undefined {
  const cells = new Map<number, number[]>()
  for (const [index, [a, b]] of segments.entries()) {
    for (
      let column = Math.floor(Math.min(a[0], b[0]) / CELL);
      column <= Math.max(a[0], b[0]) / CELL;
      column++
    ) {
      for (let row = Math.floor(Math.min(a[1], b[1]) / CELL); row <= Math.max(a[1], b[1]) / CELL; row++) {
        const key = column * 100_000 + row
        const cell = cells.get(key) ?? []
        for (const other of cell) if (touch(segments[index]!, segments[other]!)) return [other, index]
        cell.push(index)
        cells.set(key, cell)
      }
    }
  }
  return undefined
}

function touch([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): boolean {
  if (Math.max(a[0], b[0]) < Math.min(c[0], d[0]) || Math.max(c[0], d[0]) < Math.min(a[0], b[0])) return false
  if (Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1])) return false
  const shared = same(a, c)
    ? [a, b, d]
    : same(a, d)
      ? [a, b, c]
      : same(b, c)
        ? [b, a, d]
        : same(b, d)
          ? [b, a, c]
          : undefined
  if (shared) {
    // one end in common: they touch otherwise only if they leave it in the same direction
    const [end, p, q] = shared as [Point, Point, Point]
    return side(end, p, q) === 0 && (p[0] - end[0]) * (q[0] - end[0]) + (p[1] - end[1]) * (q[1] - end[1]) > 0
  }
  const one = Math.sign(side(a, b, c)),
    two = Math.sign(side(a, b, d)),
    three = Math.sign(side(c, d, a)),
    four = Math.sign(side(c, d, b))
  return (
    (one !== two && three !== four) ||
    (one === 0 && between(a, b, c)) ||
    (two === 0 && between(a, b, d)) ||
    (three === 0 && between(c, d, a)) ||
    (four === 0 && between(c, d, b))
  )
}

function same(a: Point, b: Point): boolean {
  return a[0] === b[0] && a[1] === b[1]
}

/** Positive left of the way from a to b; differences within a city keep every product below 2^53. */
function side(a: Point, b: Point, p: Point): number {
  return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])
}

function between(a: Point, b: Point, p: Point): boolean {
  return (
    p[0] >= Math.min(a[0], b[0]) &&
    p[0] <= Math.max(a[0], b[0]) &&
    p[1] >= Math.min(a[1], b[1]) &&
    p[1] <= Math.max(a[1], b[1])
  )
}
