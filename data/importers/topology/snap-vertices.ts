import type { Point } from '#shared/geometry/lattice.ts'
import { keyOf } from '#shared/geometry/rings-from-edges.ts'
import type { NodedRing } from './noded-ring.ts'

/**
 * Vertices of different rings that lie within the tolerance become one, the best established of them: a fixed one, else
 * the one that most rings have already. Two vertices of one ring never do: detail is not lost.
 */
export function snapVertices(rings: readonly NodedRing[], tolerance: number, stretchX: number): void {
  const vertices = new Map<string, { point: Point; rings: Set<number>; fixed: boolean }>()
  rings.forEach((ring, r) => {
    for (const point of ring.points) {
      const vertex = vertices.get(keyOf(point))
      if (!vertex) vertices.set(keyOf(point), { point, rings: new Set([r]), fixed: ring.fixed })
      else {
        vertex.rings.add(r)
        vertex.fixed ||= ring.fixed
      }
    }
  })
  const inOrder = [...vertices.values()].sort((a, b) =>
    Number(b.fixed) - Number(a.fixed) || b.rings.size - a.rings.size || a.point[0] - b.point[0] || a.point[1] - b.point[1])

  // settled vertices by squares as wide as the tolerance
  const squares = new Map<string, (typeof inOrder)[number][]>()
  const squareOf = ([x, y]: Point): [number, number] => [Math.floor((x * stretchX) / tolerance), Math.floor(y / tolerance)]
  const target = new Map<string, Point>()
  for (const vertex of inOrder) {
    const [column, row] = squareOf(vertex.point)
    let nearest: (typeof inOrder)[number] | undefined
    let least = tolerance
    for (let dx = -1; dx <= 1 && !vertex.fixed; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (const settled of squares.get(`${column + dx} ${row + dy}`) ?? []) {
          const distance = Math.hypot((settled.point[0] - vertex.point[0]) * stretchX, settled.point[1] - vertex.point[1])
          if (distance > least || !areApart(settled.rings, vertex.rings)) continue
          least = distance
          nearest = settled
        }
      }
    }
    if (nearest) {
      for (const ring of vertex.rings) nearest.rings.add(ring)
      target.set(keyOf(vertex.point), nearest.point)
      continue
    }
    const square = squares.get(`${column} ${row}`)
    if (square) square.push(vertex)
    else squares.set(`${column} ${row}`, [vertex])
  }
  if (target.size === 0) return
  for (const ring of rings) ring.points = ring.points.map((point) => target.get(keyOf(point)) ?? point)
}

function areApart(one: ReadonlySet<number>, other: ReadonlySet<number>): boolean {
  const [small, large] = one.size < other.size ? [one, other] : [other, one]
  for (const each of small) if (large.has(each)) return false
  return true
}
