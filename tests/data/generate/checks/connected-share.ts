import type { RoadRecord } from '../../../../data/city-dataset.ts'
import type { VertexIndex } from './directed-edges.ts'

/** Share of the walkable roads' length that hangs together in one piece; roads meet where they share a vertex. */
export function computeConnectedShare(roads: readonly RoadRecord[], book: VertexIndex): number {
  const parent: number[] = []
  const find = (id: number): number => {
    let root = id
    while ((parent[root] ?? root) !== root) root = parent[root]!
    parent[id] = root
    return root
  }
  const walkable = roads.filter((road) => road.walkable)
  for (const { geometry } of walkable)
    for (let i = 1; i < geometry.length; i++)
      parent[find(book.id(geometry[i - 1]!))] = find(book.id(geometry[i]!))
  const lengths = new Map<number, number>()
  let total = 0
  for (const { geometry } of walkable) {
    for (let i = 1; i < geometry.length; i++) {
      const [a, b] = [geometry[i - 1]!, geometry[i]!]
      const length = Math.hypot((b[0] - a[0]) * 0.84, b[1] - a[1])
      const root = find(book.id(a))
      lengths.set(root, (lengths.get(root) ?? 0) + length)
      total += length
    }
  }
  return Math.max(...lengths.values()) / total
}
