import Flatbush from 'flatbush'
import type { CellSet } from './cell-set.ts'
import type { MultiPolygon, Point } from './lattice.ts'
import { comesBefore } from './segments.ts'

/** One border segment, however many cells and outlines have it; `a` is its smaller end. */
export interface BorderEdge { key: string; a: Point; b: Point }

export interface BorderIndex {
  /** Edges whose box comes within `distance` of that of the segment. */
  edgesNear(from: Point, to: Point, distance: number): BorderEdge[]
  verticesNear(from: Point, to: Point, distance: number): Point[]
  isVertex(point: Point): boolean
  isEdge(from: Point, to: Point): boolean
}

const known = new WeakMap<CellSet, BorderIndex>()

/** All borders of a set, each once; kept as long as the set is, since a preview asks at every move of the pointer. */
export function borderIndex(set: CellSet): BorderIndex {
  let index = known.get(set)
  if (index === undefined) known.set(set, (index = buildIndex(set)))
  return index
}

export function edgeKey(a: Point, b: Point): string {
  return comesBefore(a, b) ? `${a} ${b}` : `${b} ${a}`
}

function buildIndex(set: CellSet): BorderIndex {
  const byKey = new Map<string, BorderEdge>()
  const byPlace = new Map<string, Point>()
  const shapes: MultiPolygon[] = [...[...set.cells.values()].map((cell) => cell.shape), ...[...set.outlines.values()].map((outline) => outline.shape)]
  for (const ring of shapes.flat(2)) {
    ring.forEach((from, i) => {
      const to = ring[(i + 1) % ring.length]
      byPlace.set(String(from), from)
      const key = edgeKey(from, to)
      if (!byKey.has(key)) byKey.set(key, comesBefore(from, to) ? { key, a: from, b: to } : { key, a: to, b: from })
    })
  }
  const edges = [...byKey.values()]
  const vertices = [...byPlace.values()]
  return {
    edgesNear: nearBy(edges, ({ a, b }) => [a, b]),
    verticesNear: nearBy(vertices, (vertex) => [vertex, vertex]),
    isVertex: (point) => byPlace.has(String(point)),
    isEdge: (from, to) => byKey.has(edgeKey(from, to)),
  }
}

function nearBy<T>(items: readonly T[], endsOf: (item: T) => [Point, Point]) {
  const index = new Flatbush(Math.max(1, items.length))
  for (const item of items) {
    const [a, b] = endsOf(item)
    index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  }
  if (items.length === 0) index.add(Infinity, Infinity, -Infinity, -Infinity)
  index.finish()
  return (from: Point, to: Point, distance: number): T[] => index
    .search(Math.min(from[0], to[0]) - distance, Math.min(from[1], to[1]) - distance, Math.max(from[0], to[0]) + distance, Math.max(from[1], to[1]) + distance)
    .map((i) => items[i])
}
