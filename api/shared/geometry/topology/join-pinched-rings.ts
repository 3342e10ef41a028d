import type { MultiPolygon, Point } from '../lattice.ts'
import { buildRingsFromEdges, toPointKey } from './build-rings-from-edges.ts'
import { cancelOppositeEdges, toDirectedEdges } from './dissolve.ts'

/**
 * Returns a shape whose edges got new vertices, without places that have no width any more: rounding may put a vertex of
 * an edge on another edge beside it. A hole that then touches the outer ring along an edge becomes a part of that ring.
 * The same object if there are none, or if a part would fall in two: then the shape has a defect.
 *
 *     |    /|           |    /|
 *     |   / |           |   / |
 *     |  /  |    →      |__/  |
 *     | /   |           |     |
 *     |/____|           |_____|
 */
export function joinPinchedRings(
  shape: MultiPolygon,
  inserted: ReadonlyMap<string, readonly Point[]>,
): MultiPolygon {
  if (!hasTwice(shape, [...inserted.values()].flat())) return shape
  const edges = toDirectedEdges([shape])
  const rest = cancelOppositeEdges(edges)
  if (rest.length === edges.length) return shape
  const joined = buildRingsFromEdges(rest)
  return joined.length === shape.length ? joined : shape
}

/** Whether the rings of the shape have one of the points more than once. */
function hasTwice(shape: MultiPolygon, points: readonly Point[]): boolean {
  const columns = new Set(points.map(([x]) => x))
  const wanted = new Set(points.map(toPointKey))
  const seen = new Set<string>()
  for (const point of shape.flat(2)) {
    // most points are elsewhere, and a key costs more than a number
    if (!columns.has(point[0])) continue
    const key = toPointKey(point)
    if (!wanted.has(key)) continue
    if (seen.has(key)) return true
    seen.add(key)
  }
  return false
}
