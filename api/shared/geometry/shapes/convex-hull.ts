import { itemAt } from '../at.ts'
import type { Point } from '../lattice.ts'
import { orient2d } from '../segments.ts'

/** Builds the convex hull of points, counter-clockwise, without collinear ones (Andrew's monotone chain, 1979). */
export function buildConvexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])
  return [...buildChain(sorted), ...buildChain(sorted.toReversed())]
}

/** The hull on one side of the points, without the last of them. */
function buildChain(ordered: readonly Point[]): Point[] {
  const chain: Point[] = []
  for (const point of ordered) {
    while (
      chain.length > 1 &&
      orient2d(itemAt(chain, chain.length - 2), itemAt(chain, chain.length - 1), point) <= 0
    )
      chain.pop()
    chain.push(point)
  }
  return chain.slice(0, -1)
}
