import type { FlatPolygons } from './flat-polygons.ts'
import type { Point } from './lattice.ts'
import { shareVertices } from './share-vertices.ts'

/**
 * The tiling certificate. Orient all rings alike (outer counter-clockwise, holes clockwise) and let opposite directed
 * edges cancel; what remains must be exactly the boundary's own directed edges. Then every point inside the boundary
 * lies in exactly one cell: no gap, no overlap, no duplicate, no missing cell, no vertex that a neighbour lacks.
 * Integers throughout, no tolerance. It presumes that each ring is simple (see is-simple.ts).
 */
export interface Certificate {
  holds: boolean
  /** Edges of cells with neither a neighbour nor the boundary on their other side: overlap, or a vertex only one side has. */
  open: CellEdge[]
  /** Edges of the boundary along which no cell lies: a gap, or a vertex only one side has. */
  uncovered: Edge[]
}

export interface Edge { from: Point; to: Point }

export interface CellEdge extends Edge {
  /** Index of one of the cells that has the edge. */
  cell: number
}

export function certify(cells: FlatPolygons, boundary: FlatPolygons): Certificate {
  const points = cells.xy.length / 2
  const xy = new Int32Array(cells.xy.length + boundary.xy.length)
  xy.set(cells.xy)
  xy.set(boundary.xy, cells.xy.length)
  const { vertexOf, xyOf } = shareVertices(xy)
  const edges = edgeBag(points)

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

export function forEachEdge({ ringStart, polygonStart, featureStart }: FlatPolygons, visit: (feature: number, from: number, to: number) => void): void {
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

/** Directed edges with how often each is there; open addressing, since a city has a third of a million. */
function edgeBag(expected: number) {
  let size = 1024
  while (size < expected * 2) size *= 2
  const from = new Uint32Array(size)
  const to = new Uint32Array(size)
  const cell = new Uint32Array(size)
  const times = new Int32Array(size)
  const used = new Uint8Array(size)
  const slotOf = (a: number, b: number): number => {
    let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    let slot = (hash ^ (hash >>> 13)) & (size - 1)
    while (used[slot] === 1 && (from[slot] !== a || to[slot] !== b)) slot = (slot + 1) & (size - 1)
    return slot
  }
  return {
    put(a: number, b: number, feature: number): void {
      const slot = slotOf(a, b)
      used[slot] = 1
      from[slot] = a
      to[slot] = b
      cell[slot] = feature
      times[slot]++
    },
    /** False when the edge is not there. */
    take(a: number, b: number): boolean {
      const slot = slotOf(a, b)
      if (times[slot] === 0) return false
      times[slot]--
      return true
    },
    rest() {
      const left: { from: number; to: number; cell: number }[] = []
      times.forEach((count, slot) => {
        for (let i = 0; i < count; i++) left.push({ from: from[slot], to: to[slot], cell: cell[slot] })
      })
      return left
    },
  }
}
