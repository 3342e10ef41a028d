import type { Point } from '#shared/geometry/lattice.ts'
import type { NodedRing } from './noded-ring.ts'
import { createPointKey } from './point-key.ts'

export interface EdgeOwners {
  /** Every edge once, whichever way round. */
  edges: { from: Point; to: Point }[]
  /** The cells (-1: the unit around them) that have it; empty when it is none. */
  of(from: Point, to: Point): readonly number[]
}

/** Which cells have an edge in their borders. */
export function indexEdgeOwners(rings: readonly NodedRing[]): EdgeOwners {
  const keyOf = createPointKey(rings.map(({ points }) => points))
  const vertices = new Map<number | string, number>()
  const vertexOf = (point: Point): number => {
    const key = keyOf(point)
    let vertex = vertices.get(key)
    if (vertex === undefined) vertices.set(key, (vertex = vertices.size))
    return vertex
  }
  // a city has some hundred thousand vertices: two numbers of one edge make one that is still exact
  const edgeKey = (a: number, b: number) => Math.min(a, b) * 2 ** 26 + Math.max(a, b)
  const known = new Map<number, { from: Point; to: Point; cells: number[] }>()
  for (const { points, cell } of rings) {
    const numbers = points.map(vertexOf)
    points.forEach((from, i) => {
      const next = (i + 1) % points.length
      const key = edgeKey(numbers[i]!, numbers[next]!)
      const edge = known.get(key)
      if (!edge) known.set(key, { from, to: points[next]!, cells: [cell] })
      else if (!edge.cells.includes(cell)) edge.cells.push(cell)
    })
  }
  return {
    edges: [...known.values()],
    of(from, to) {
      const [a, b] = [vertices.get(keyOf(from)), vertices.get(keyOf(to))]
      return a === undefined || b === undefined ? [] : (known.get(edgeKey(a, b))?.cells ?? [])
    },
  }
}
