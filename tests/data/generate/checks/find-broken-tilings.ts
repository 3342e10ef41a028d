import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { findUnpairedEdges, listDirectedEdges, type VertexIndex } from './directed-edges.ts'

/**
 * The tiling certificate: the parts' edges, all oriented alike, cancel to exactly the whole's edges.
 * Returns the wholes for which they do not.
 */
export function findBrokenTilings(
  wholes: ReadonlyMap<string, MultiPolygon>,
  parts: Iterable<readonly [whole: string, part: MultiPolygon]>,
  book: VertexIndex,
): string[] {
  const edges = new Map<string, number[]>([...wholes.keys()].map((key) => [key, []]))
  for (const [whole, part] of parts) edges.get(whole)!.push(...listDirectedEdges(part, book))
  return [...wholes]
    .filter(([key, whole]) => {
      const remainder = findUnpairedEdges(edges.get(key)!)
      const border = listDirectedEdges(whole, book)
      return remainder.size !== border.length || border.some((edge) => !remainder.has(edge))
    })
    .map(([key]) => key)
}
