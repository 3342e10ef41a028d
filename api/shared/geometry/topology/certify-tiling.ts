import type { FlatPolygons } from '../flat-polygons.ts'
import type { Point } from '../lattice.ts'
import { deduplicateVertices } from './deduplicate-vertices.ts'

/**
 * The tiling certificate. Orient all rings alike (outer counter-clockwise, holes clockwise) and let opposite directed
 * edges cancel; what remains must be exactly the boundary's own directed edges. Then every point inside the boundary
 * lies in exactly one cell: no gap, no overlap, no duplicate, no missing cell, no vertex that a neighbour lacks.
 * Integers throughout, no tolerance. It presumes that each ring is simple (see is-simple.ts).
 */
export interface TilingCertificate {
  holds: boolean
  /** Edges of cells with neither a neighbour nor the boundary on their other side: overlap, or a vertex only one side has. */
  open: CellEdge[]
  /** Edges of the boundary along which no cell lies: a gap, or a vertex only one side has. */
  uncovered: Edge[]
}

export interface Edge {
  from: Point
  to: Point
}

export interface CellEdge extends Edge {
  /** Index of one of the cells that has the edge. */
  cell: number
}

export function certifyTiling(cells: FlatPolygons, boundary: FlatPolygons): TilingCertificate {
  const points = cells.xy.length / 2
  const xy = new Int32Array(cells.xy.length + boundary.xy.length)
  xy.set(cells.xy)
  xy.set(boundary.xy, cells.xy.length)
  const { count, vertexOf, xyOf } = deduplicateVertices(xy)
  const edges = edgeBag(count, points)

  forEachEdge(cells, (feature, from, to) => {
    const a = vertexOf[from]
    const b = vertexOf[to]
    if (!edges.take(b, a)) edges.put(a, b, feature)
  })
  const uncovered: Edge[] = []
  const pointAt = (vertex: number): Point => [xyOf[2 * vertex], xyOf[2 * vertex + 1]]
  forEachEdge(boundary, (_, from, to) => {
    const a = vertexOf[points + from]
    const b = vertexOf[points + to]
    if (!edges.take(a, b)) uncovered.push({ from: pointAt(a), to: pointAt(b) })
  })
  const open = edges.rest().map(({ from, to, cell }) => ({ from: pointAt(from), to: pointAt(to), cell }))
  return { holds: open.length === 0 && uncovered.length === 0, open, uncovered }
}

export function forEachEdge(
  { ringStart, polygonStart, featureStart }: FlatPolygons,
  visit: (feature: number, from: number, to: number) => void,
): void {
  for (let f = 0; f + 1 < featureStart.length; f++) {
    for (let r = polygonStart[featureStart[f]]; r < polygonStart[featureStart[f + 1]]; r++) {
      let from = ringStart[r + 1] - 1
      for (let to = ringStart[r]; to < ringStart[r + 1]; to++) {
        visit(f, from, to)
        from = to
      }
    }
  }
}

/**
 * Directed edges, several times over if need be: each vertex has the list of those that leave it. Few do, and rings walk
 * from one vertex to the next, so what is looked at lies together in memory.
 */
function edgeBag(vertices: number, expected: number) {
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
      next[count] = first[from]
      first[from] = count++
    },
    /** False when the edge is not there. */
    take(from: number, to: number): boolean {
      let before = -1
      for (let edge = first[from]; edge >= 0; edge = next[edge]) {
        if (toOf[edge] === to) {
          if (before < 0) first[from] = next[edge]
          else next[before] = next[edge]
          return true
        }
        before = edge
      }
      return false
    },
    rest() {
      const left: { from: number; to: number; cell: number }[] = []
      for (const start of first)
        for (let edge = start; edge >= 0; edge = next[edge])
          left.push({ from: fromOf[edge], to: toOf[edge], cell: cellOf[edge] })
      return left
    },
  }
}
