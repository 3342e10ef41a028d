import { toEdgeKey } from './border-index.ts'
import { toDirectedEdges } from './dissolve.ts'
import type { MultiPolygon } from '../lattice.ts'
import { computeTwiceSignedArea } from '../signed-area.ts'
import { type DirectedEdge, toPointKey } from './build-rings-from-edges.ts'
import { projectOntoSegment } from '../segments.ts'

/** Rounding moves a vertex on an edge by at most half a unit in x and in y. */
const ROUNDING_SQUARED = 1

/**
 * Whether a border differs only by vertices on its course, such as those where a cut of a neighbour ends.
 * Then no land has moved.
 */
export function isSameBoundary(before: MultiPolygon, after: MultiPolygon): boolean {
  if (before === after) return true
  // vertices that rounding put beside an edge move at most a strip of one unit along the border
  if (Math.abs(areaOf(before) - areaOf(after)) > 2 * (lengthOf(before) + lengthOf(after))) return false
  const was = toDirectedEdges([before])
  const is = toDirectedEdges([after])
  const added = newVertices(is, was)
  const removed = newVertices(was, is)
  if (is.length - was.length !== added.length - removed.length) return false
  return lieOn(added, otherEdges(was, is)) && lieOn(removed, otherEdges(is, was))
}

/** Twice the area in square lattice units; holes are subtracted. */
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

/** Returns the edges from vertices that the others do not have. */
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
