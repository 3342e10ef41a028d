import { itemAt } from '../at.ts'
import type { CellSet } from '../cell-set.ts'
import type { MultiPolygon, Point } from '../lattice.ts'
import { isLexicographicallySmaller } from '../segments.ts'
import { getShapeBox } from '../shapes/shape-box.ts'
import { createNearSearch } from './near-search.ts'

/**
 * A border segment, listed once for all cells and outlines that have it; `a` is its lexicographically smaller
 * end.
 */
export interface BorderEdge {
  key: string
  a: Point
  b: Point
}

export interface BorderIndex {
  /** Edges whose box is within `distance` of the box of the segment. */
  edgesNear(from: Point, to: Point, distance: number): BorderEdge[]
  verticesNear(from: Point, to: Point, distance: number): Point[]
  isVertex(point: Point): boolean
  isEdge(from: Point, to: Point): boolean
}

const indexes = new WeakMap<CellSet, BorderIndex>()

/**
 * Returns an index of all borders of a set, each once. Cached per set, because a preview asks at every
 * pointer move. The borders of each shape are cached per shape, because an operation changes few of them.
 */
export function getBorderIndex(set: CellSet): BorderIndex {
  let index = indexes.get(set)
  if (index === undefined) indexes.set(set, (index = buildIndex(set)))
  return index
}

/** Returns a key of the undirected edge. */
export function toEdgeKey(a: Point, b: Point): string {
  return isLexicographicallySmaller(a, b) ? `${a} ${b}` : `${b} ${a}`
}

function buildIndex(set: CellSet): BorderIndex {
  const shapes = [
    ...[...set.cells.values()].map((cell) => cell.shape),
    ...[...set.outlines.values()].map((outline) => outline.shape),
  ].filter((shape) => shape.length > 0)
  const shapesNear = createNearSearch(shapes, (shape) => {
    const [west, south, east, north] = getShapeBox(shape)
    return [
      [west, south],
      [east, north],
    ]
  })
  return {
    edgesNear: (from, to, distance) =>
      onceEach(
        shapesNear(from, to, distance),
        (shape) => borderOf(shape).edgesNear(from, to, distance),
        ({ key }) => key,
      ),
    verticesNear: (from, to, distance) =>
      onceEach(
        shapesNear(from, to, distance),
        (shape) => borderOf(shape).verticesNear(from, to, distance),
        String,
      ),
    isVertex: (point) => shapesNear(point, point, 0).some((shape) => borderOf(shape).isVertex(point)),
    isEdge: (from, to) => shapesNear(from, to, 0).some((shape) => borderOf(shape).isEdge(from, to)),
  }
}

/** Neighbours have the same edges and vertices: returns each item once. */
function onceEach<T>(
  shapes: readonly MultiPolygon[],
  of: (shape: MultiPolygon) => T[],
  keyOf: (item: T) => string,
): T[] {
  if (shapes.length === 1) return of(itemAt(shapes, 0))
  const found = new Map<string, T>()
  for (const shape of shapes)
    for (const item of of(shape)) if (!found.has(keyOf(item))) found.set(keyOf(item), item)
  return [...found.values()]
}

const borders = new WeakMap<MultiPolygon, BorderIndex>()

function borderOf(shape: MultiPolygon): BorderIndex {
  let border = borders.get(shape)
  if (border === undefined) borders.set(shape, (border = buildBorder(shape)))
  return border
}

function buildBorder(shape: MultiPolygon): BorderIndex {
  const byKey = new Map<string, BorderEdge>()
  const byPlace = new Map<string, Point>()
  for (const polygon of shape) {
    for (const ring of polygon) {
      ring.forEach((from, i) => {
        const to = itemAt(ring, (i + 1) % ring.length)
        byPlace.set(String(from), from)
        const key = toEdgeKey(from, to)
        if (!byKey.has(key))
          byKey.set(
            key,
            isLexicographicallySmaller(from, to) ? { key, a: from, b: to } : { key, a: to, b: from },
          )
      })
    }
  }
  return {
    edgesNear: createNearSearch([...byKey.values()], ({ a, b }) => [a, b]),
    verticesNear: createNearSearch([...byPlace.values()], (vertex) => [vertex, vertex]),
    isVertex: (point) => byPlace.has(String(point)),
    isEdge: (from, to) => byKey.has(toEdgeKey(from, to)),
  }
}
