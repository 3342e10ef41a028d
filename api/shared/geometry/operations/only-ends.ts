import type { Stretch } from '../cut-cells.ts'
import type { Point } from '../lattice.ts'
import type { PlacedLine } from '../place-line.ts'

/** The new vertices that the given stretches need; what the line brought elsewhere is left out. */
export function onlyEndsOf(
  { inserted }: PlacedLine,
  stretches: readonly Stretch[],
): ReadonlyMap<string, readonly Point[]> {
  const ends = new Set(
    stretches.flatMap(({ points }) => [String(points[0]), String(points[points.length - 1])]),
  )
  const needed = new Map<string, readonly Point[]>()
  for (const [edge, points] of inserted) {
    const kept = points.filter((point) => ends.has(String(point)))
    if (kept.length > 0) needed.set(edge, kept)
  }
  return needed
}
