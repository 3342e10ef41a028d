import type { MultiPolygon, Point } from '#shared/geometry/lattice.ts'

/** Numbers vertices by their coordinates, not by identity: what is equal on the lattice is one vertex. */
export interface VertexIndex {
  id(point: Point): number
  points: Point[]
}

export function createVertexIndex(): VertexIndex {
  const known = new Map<number, number>()
  const points: Point[] = []
  return {
    points,
    id: (point) => {
      // a city spans less than 2^26 lattice units, so one number holds both coordinates
      const key = (point[0] % 67_108_864) * 67_108_864 + (point[1] % 67_108_864)
      const id = known.get(key)
      if (id !== undefined) return id
      known.set(key, points.length)
      return points.push(point) - 1
    },
  }
}

/** Directed edges as one number each: from × 2^24 + to. */
export function listDirectedEdges(polygons: MultiPolygon, book: VertexIndex): number[] {
  const edges: number[] = []
  for (const polygon of polygons) {
    for (const ring of polygon) {
      for (let i = 0; i < ring.length; i++)
        edges.push(book.id(ring[i]!) * 16_777_216 + book.id(ring[(i + 1) % ring.length]!))
    }
  }
  return edges
}

export function reverseEdge(edge: number): number {
  return (edge % 16_777_216) * 16_777_216 + Math.floor(edge / 16_777_216)
}

/** What is left when opposite edges cancel; throws if an edge is there twice. */
export function findUnpairedEdges(edges: Iterable<number>): Set<number> {
  const left = new Set<number>()
  for (const edge of edges) {
    if (left.has(edge)) throw new Error('an edge is there twice')
    if (!left.delete(reverseEdge(edge))) left.add(edge)
  }
  return left
}
