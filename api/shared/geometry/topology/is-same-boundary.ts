import { toEdgeKey } from './border-index.ts'
import { toDirectedEdges } from './dissolve.ts'
import type { MultiPolygon } from '../lattice.ts'
import { computeTwiceSignedArea } from '../signed-area.ts'
import { type DirectedEdge, toPointKey } from './build-rings-from-edges.ts'
import { projectOntoSegment } from '../segments.ts'

/** Rounding moves a vertex that is put on an edge by half a unit in x and in y at most. */
const ROUNDING_SQUARED = 1

/**
 * Whether a border runs as before and has only been given vertices on its way, or lost such, as when a neighbour's cut
 * ends on it. Then nobody's land has changed.
 */
export function isSameBoundary(before: MultiPolygon, after: MultiPolygon): boolean {
  if (before === after) return true
  // vertices that rounding has put beside an edge move no more land than a unit along the whole border
  if (Math.abs(areaOf(before) - areaOf(after)) > 2 * (lengthOf(before) + lengthOf(after))) return false
  const was = toDirectedEdges([before])
  const is = toDirectedEdges([after])
  const added = newVertices(is, was)
  const removed = newVertices(was, is)
  if (is.length - was.length !== added.length - removed.length) return false
  return lieOn(added, otherEdges(was, is)) && lieOn(removed, otherEdges(is, was))
}

/** Twice the area in square lattice units: outer rings count for it, holes against it. */
const areaOf = (shape: MultiPolygon): number =>
  shape.reduce(
    (sum, polygon) =>
      sum +
      polygon.reduce(
        (part, ring, at) => part + (at === 0 ? 1 : -1) * Math.abs(computeTwiceSignedArea(ring)),
        0,
      ),
    0,
  )

const lengthOf = (shape: MultiPolygon): number =>
  shape.flat().reduce(
    (sum, ring) =>
      ring.reduce((part, [x, y], at) => {
        const [toX, toY] = ring[(at + 1) % ring.length]!
        return part + Math.hypot(toX - x, toY - y)
      }, sum),
    0,
  )

/** Edges from vertices that the others do not have. */
function newVertices(edges: readonly DirectedEdge[], others: readonly DirectedEdge[]): DirectedEdge[] {
  const known = new Set(others.map(({ from }) => toPointKey(from)))
  return edges.filter(({ from }) => !known.has(toPointKey(from)))
}

function otherEdges(edges: readonly DirectedEdge[], others: readonly DirectedEdge[]): DirectedEdge[] {
  const known = new Set(others.map(({ from, to }) => toEdgeKey(from, to)))
  return edges.filter(({ from, to }) => !known.has(toEdgeKey(from, to)))
}

const lieOn = (vertices: readonly DirectedEdge[], edges: readonly DirectedEdge[]): boolean =>
  vertices.every(({ from: vertex }) =>
    edges.some(({ from, to }) => projectOntoSegment(vertex, from, to).squared <= ROUNDING_SQUARED),
  )
