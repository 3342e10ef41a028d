import { edgesOf } from './dissolve.ts'
import type { MultiPolygon } from './lattice.ts'
import { keyOf } from './rings-from-edges.ts'
import { toSegment } from './segments.ts'
import { edgeKey } from './border-index.ts'

/** Rounding moves a vertex that is put on an edge by half a unit in x and in y at most. */
const ROUNDING_SQUARED = 1

/**
 * Whether a border runs as before and has only been given vertices on its way, as a neighbour's cut that ends on it
 * does. Then nobody's land has changed.
 */
export function sameCourse(before: MultiPolygon, after: MultiPolygon): boolean {
  if (before === after) return true
  const was = edgesOf([before])
  const is = edgesOf([after])
  const wasVertex = new Set(was.map(({ from }) => keyOf(from)))
  const isVertex = new Set(is.map(({ from }) => keyOf(from)))
  for (const vertex of wasVertex) if (!isVertex.has(vertex)) return false
  const kept = new Set(is.map(({ from, to }) => edgeKey(from, to)))
  const broken = was.filter(({ from, to }) => !kept.has(edgeKey(from, to)))
  const added = is.filter(({ from }) => !wasVertex.has(keyOf(from)))
  if (is.length - was.length !== added.length) return false
  return added.every(({ from }) => broken.some((edge) => toSegment(from, edge.from, edge.to).squared <= ROUNDING_SQUARED))
}
