import { edgeKey } from './border-index.ts'
import type { MultiPolygon, Point } from './lattice.ts'
import { comesBefore } from './segments.ts'

/** The shape with new vertices on its edges (see PlacedLine.inserted); the very same object when it has none of them. */
export function insertVertices(shape: MultiPolygon, inserted: ReadonlyMap<string, readonly Point[]>): MultiPolygon {
  if (inserted.size === 0) return shape
  let changed = false
  const withVertices = shape.map((polygon) => polygon.map((ring) => ring.flatMap((from, i): Point[] => {
    const to = ring[(i + 1) % ring.length]
    const points = inserted.get(edgeKey(from, to))
    if (points === undefined) return [from]
    changed = true
    return [from, ...(comesBefore(from, to) ? points : points.toReversed())]
  })))
  return changed ? withVertices : shape
}
