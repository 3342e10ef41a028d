import type { Point } from '#shared/geometry/lattice.ts'
import type { NodedRing } from './noded-ring.ts'
import { createPointKey } from './point-key.ts'

/**
 * Vertices of different rings that lie within the tolerance become one, the best established of them: a fixed one, else
 * the one that most rings have already. Two vertices of one ring never do: detail is not lost.
 */
export function snapVertices(rings: readonly NodedRing[], tolerance: number, stretchX: number): void {
  if (tolerance <= 0) return
  const keyOf = createPointKey(rings.map(({ points }) => points))
  const vertices = new Map<number | string, Vertex>()
  rings.forEach((ring, r) => {
    for (const point of ring.points) {
      const key = keyOf(point)
      const vertex = vertices.get(key)
      if (!vertex) vertices.set(key, { point, rings: [r], fixed: ring.fixed })
      else {
        if (!vertex.rings.includes(r)) vertex.rings.push(r)
        vertex.fixed ||= ring.fixed
      }
    }
  })
  const inOrder = [...vertices.values()].sort(
    (a, b) =>
      Number(b.fixed) - Number(a.fixed) ||
      b.rings.length - a.rings.length ||
      a.point[0] - b.point[0] ||
      a.point[1] - b.point[1],
  )

  // settled vertices by squares as wide as the tolerance
  const [originX, originY] = inOrder[0]?.point ?? [0, 0]
  const squareOf = ([x, y]: Point): [number, number] => [
    Math.floor(((x - originX) * stretchX) / tolerance),
    Math.floor((y - originY) / tolerance),
  ]
  // squares that share a key by chance do no harm: distances are compared
  const keyOfSquare = (column: number, row: number) => column * 2 ** 27 + row
  const squares = new Map<number, Vertex[]>()
  const target = new Map<number | string, Point>()
  for (const vertex of inOrder) {
    const [column, row] = squareOf(vertex.point)
    let nearest: Vertex | undefined
    let least = tolerance
    for (let dx = -1; dx <= 1 && !vertex.fixed; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const settled of squares.get(keyOfSquare(column + dx, row + dy)) ?? []) {
          const distance = Math.hypot(
            (settled.point[0] - vertex.point[0]) * stretchX,
            settled.point[1] - vertex.point[1],
          )
          if (distance > least || !areApart(settled.rings, vertex.rings)) continue
          least = distance
          nearest = settled
        }
      }
    }
    if (nearest) {
      nearest.rings.push(...vertex.rings)
      target.set(keyOf(vertex.point), nearest.point)
      continue
    }
    const square = squares.get(keyOfSquare(column, row))
    if (square) square.push(vertex)
    else squares.set(keyOfSquare(column, row), [vertex])
  }
  if (target.size === 0) return
  for (const ring of rings) ring.points = ring.points.map((point) => target.get(keyOf(point)) ?? point)
}

interface Vertex {
  point: Point
  rings: number[]
  fixed: boolean
}

const areApart = (one: readonly number[], other: readonly number[]): boolean =>
  !one.some((ring) => other.includes(ring))
