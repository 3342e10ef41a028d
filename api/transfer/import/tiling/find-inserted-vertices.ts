import { toEdgeKey } from '#shared/geometry/topology/border-index.ts'
import type { MultiPolygon, Point, Ring } from '#shared/geometry/lattice.ts'
import { isLexicographicallySmaller, isSamePoint } from '#shared/geometry/segments.ts'

/** New vertices on old edges, by edge key, in the order from the edge's smaller end to its larger. */
export type InsertedVertices = ReadonlyMap<string, readonly Point[]>

/** The vertices that `after` has more than `before`; both have the same rings, which begin at the same points. */
export function findInsertedVertices(before: MultiPolygon, after: MultiPolygon): InsertedVertices {
  const inserted = new Map<string, Point[]>()
  before.forEach((polygon, p) => polygon.forEach((ring, r) => compare(ring, after[p]?.[r] ?? ring, inserted)))
  return inserted
}

function compare(before: Ring, after: Ring, inserted: Map<string, Point[]>): void {
  if (after.length === before.length) return
  let at = 0
  before.forEach((from, i) => {
    const to = before[(i + 1) % before.length]!
    const between: Point[] = []
    for (at++; at < after.length && !isSamePoint(after[at]!, to); at++) between.push(after[at]!)
    if (between.length > 0)
      inserted.set(toEdgeKey(from, to), isLexicographicallySmaller(from, to) ? between : between.reverse())
  })
}
