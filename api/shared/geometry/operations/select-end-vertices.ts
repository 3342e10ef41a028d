import type { LineSection } from '../topology/drawn-line/cut-shape.ts'
import type { Point } from '../lattice.ts'
import type { SnappedLine } from '../topology/drawn-line/snap-line-to-borders.ts'

/** Returns the new vertices that the given sections need; other vertices of the line are omitted. */
export function selectEndVertices(
  { inserted }: SnappedLine,
  sections: readonly LineSection[],
): ReadonlyMap<string, readonly Point[]> {
  const ends = new Set(
    sections.flatMap(({ points }) => [String(points[0]), String(points[points.length - 1])]),
  )
  const needed = new Map<string, readonly Point[]>()
  for (const [edge, points] of inserted) {
    const selected = points.filter((point) => ends.has(String(point)))
    if (selected.length > 0) needed.set(edge, selected)
  }
  return needed
}
