import { itemAt } from '../at.ts'
import type { MultiPolygon } from '../lattice.ts'
import { type DirectedEdge, toPointKey, buildRingsFromEdges } from './build-rings-from-edges.ts'

/**
 * Returns the union of cells that share their vertices exactly and do not overlap: opposite directed edges
 * cancel, the rest is chained to rings. No coordinate is computed and collinear vertices stay, so the borders
 * with the neighbours outside are unchanged.
 */
export function dissolve(cells: readonly MultiPolygon[]): MultiPolygon {
  return buildRingsFromEdges(cancelOppositeEdges(toDirectedEdges(cells)))
}

/** Returns the edges of all rings, with the interior on their left. */
export function toDirectedEdges(cells: readonly MultiPolygon[]): DirectedEdge[] {
  return cells
    .flat(2)
    .flatMap((ring) => ring.map((from, i) => ({ from, to: itemAt(ring, (i + 1) % ring.length) })))
}

/** Returns the edges without an opposite one. */
export function cancelOppositeEdges(edges: readonly DirectedEdge[]): DirectedEdge[] {
  const leaving = new Map<string, DirectedEdge[]>()
  for (const edge of edges) {
    const back = leaving.get(toPointKey(edge.to))
    const opposite = back?.findIndex(({ to }) => to[0] === edge.from[0] && to[1] === edge.from[1]) ?? -1
    if (back && opposite >= 0) {
      back.splice(opposite, 1)
      continue
    }
    const here = leaving.get(toPointKey(edge.from))
    if (here) here.push(edge)
    else leaving.set(toPointKey(edge.from), [edge])
  }
  return [...leaving.values()].flat()
}
