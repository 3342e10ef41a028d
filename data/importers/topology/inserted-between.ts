import { edgeKey } from '#shared/geometry/border-index.ts'
import type { MultiPolygon, Point, Ring } from '#shared/geometry/lattice.ts'
import { comesBefore, samePoint } from '#shared/geometry/segments.ts'

/** New vertices on old edges, by edge key, in the order from the edge's smaller end to its larger. */
export type Inserted = ReadonlyMap<string, readonly Point[]>

/** The vertices that `after` has more than `before`; both have the same rings, which begin at the same points. */
export function insertedBetween(before: MultiPolygon, after: MultiPolygon): Inserted {
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
    for (at++; at < after.length && !samePoint(after[at]!, to); at++) between.push(after[at]!)
    if (between.length > 0)
      inserted.set(edgeKey(from, to), comesBefore(from, to) ? between : between.reverse())
  })
}
