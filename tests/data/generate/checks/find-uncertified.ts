import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { cancelOpposite, directedEdges, type VertexBook } from './edge-set.ts'

/**
 * The tiling certificate: the parts' edges, all oriented alike, cancel to exactly the whole's edges.
 * Returns the wholes for which they do not.
 */
export function findUncertified(
  wholes: ReadonlyMap<string, MultiPolygon>,
  parts: Iterable<readonly [whole: string, part: MultiPolygon]>,
  book: VertexBook,
): string[] {
  const edges = new Map<string, number[]>([...wholes.keys()].map((key) => [key, []]))
  for (const [whole, part] of parts) edges.get(whole)!.push(...directedEdges(part, book))
  return [...wholes]
    .filter(([key, whole]) => {
      const remainder = cancelOpposite(edges.get(key)!)
      const border = directedEdges(whole, book)
      return remainder.size !== border.length || border.some((edge) => !remainder.has(edge))
    })
    .map(([key]) => key)
}
