import type { FlatPolygons } from '../flat-polygons.ts'
import type { Point } from '../lattice.ts'
import { deduplicateVertices } from './deduplicate-vertices.ts'
import { findMisdirectedFeatures } from './find-misdirected-features.ts'

/**
 * The tiling certificate. With all rings oriented alike (outer counter-clockwise, holes clockwise), opposite
 * directed edges cancel; the rest must be exactly the directed edges of the boundary. Then every point inside
 * the boundary lies in exactly one cell: no gap, no overlap, no duplicate, no missing cell, no vertex that a
 * neighbour lacks. Integers only, no tolerance. Opposite edges also cancel where a ring was turned over, so the
 * direction of every ring is part of the certificate. It requires that the rings of each shape do not cross and that
 * holes lie inside their outer ring (see find-shape-defect.ts).
 */
export interface TilingCertificate {
  holds: boolean
  /**
   * Edges of cells without a neighbour or the boundary on the other side: an overlap, or a vertex that only
   * one side has.
   */
  open: CellEdge[]
  /** Edges of the boundary without a cell: a gap, or a vertex that only one side has. */
  uncovered: Edge[]
  /** Indices of cells with an outer ring that is not counter-clockwise or a hole that is not clockwise. */
  misdirected: number[]
}

export interface Edge {
  from: Point
  to: Point
}

export interface CellEdge extends Edge {
  /** Index of one of the cells that have the edge. */
  cell: number
}

/**
 * Certifies that the cells tile the boundary exactly; see `TilingCertificate`.
 *
 * @throws RangeError if the columns are inconsistent
 */
export function certifyTiling(cells: FlatPolygons, boundary: FlatPolygons): TilingCertificate {
  checkPointCount(cells)
  checkPointCount(boundary)
  const points = cells.xy.length / 2
  const xy = new Int32Array(cells.xy.length + boundary.xy.length)
  xy.set(cells.xy)
  xy.set(boundary.xy, cells.xy.length)
  const { count, vertexOf, xyOf } = deduplicateVertices(xy)
  const edges = createEdgeMultiset(count, points)

  forEachEdge(cells, (feature, from, to) => {
    const a = vertexOf[from] ?? 0
    const b = vertexOf[to] ?? 0
    if (!edges.take(b, a)) edges.put(a, b, feature)
  })
  const uncovered: Edge[] = []
  const pointAt = (vertex: number): Point => [xyOf[2 * vertex] ?? 0, xyOf[2 * vertex + 1] ?? 0]
  forEachEdge(boundary, (_, from, to) => {
    const a = vertexOf[points + from] ?? 0
    const b = vertexOf[points + to] ?? 0
    if (!edges.take(a, b)) uncovered.push({ from: pointAt(a), to: pointAt(b) })
  })
  const open = edges.rest().map(({ from, to, cell }) => ({ from: pointAt(from), to: pointAt(to), cell }))
  const misdirected = findMisdirectedFeatures(cells)
  const directed = misdirected.length === 0 && findMisdirectedFeatures(boundary).length === 0
  return { holds: directed && open.length === 0 && uncovered.length === 0, open, uncovered, misdirected }
}

/** Visits every directed edge with its feature and the indices of its points. */
export function forEachEdge(
  { ringStart, polygonStart, featureStart }: FlatPolygons,
  visit: (feature: number, from: number, to: number) => void,
): void {
  for (let f = 0; f + 1 < featureStart.length; f++) {
    for (
      let r = polygonStart[featureStart[f] ?? 0] ?? 0;
      r < (polygonStart[featureStart[f + 1] ?? 0] ?? 0);
      r++
    ) {
      let from = (ringStart[r + 1] ?? 0) - 1
      for (let to = ringStart[r] ?? 0; to < (ringStart[r + 1] ?? 0); to++) {
        visit(f, from, to)
        from = to
      }
    }
  }
}

/** The proof reads the columns unchecked, so every ring must end within the points. */
function checkPointCount({ xy, ringStart }: FlatPolygons): void {
  if (2 * (ringStart.at(-1) ?? 0) > xy.length) throw new RangeError('a ring has more points than the table')
}

/**
 * A multiset of directed edges: for each vertex a linked list of the edges that leave it. The lists are
 * short, and rings run from vertex to vertex, so that accesses are close together in memory.
 */
function createEdgeMultiset(vertices: number, expected: number) {
  const first = new Int32Array(vertices).fill(-1)
  const next = new Int32Array(expected)
  const fromOf = new Uint32Array(expected)
  const toOf = new Uint32Array(expected)
  const cellOf = new Uint32Array(expected)
  let count = 0
  return {
    put(from: number, to: number, cell: number): void {
      fromOf[count] = from
      toOf[count] = to
      cellOf[count] = cell
      next[count] = first[from] ?? -1
      first[from] = count++
    },
    /** Removes the edge; returns false if there is none. */
    take(from: number, to: number): boolean {
      let before = -1
      for (let edge = first[from] ?? -1; edge >= 0; edge = next[edge] ?? -1) {
        if (toOf[edge] === to) {
          if (before < 0) first[from] = next[edge] ?? -1
          else next[before] = next[edge] ?? -1
          return true
        }
        before = edge
      }
      return false
    },
    rest() {
      const left: { from: number; to: number; cell: number }[] = []
      for (const start of first)
        for (let edge = start; edge >= 0; edge = next[edge] ?? -1)
          left.push({ from: fromOf[edge] ?? 0, to: toOf[edge] ?? 0, cell: cellOf[edge] ?? 0 })
      return left
    },
  }
}
