import Flatbush from 'flatbush'
import type { MultiPolygon, Point } from './lattice.ts'
import { conflict } from './segments.ts'

/**
 * A place where the rings of a shape meet themselves or each other: null when every ring is simple. Rings of one shape
 * may touch in a vertex, as OGC allows. Exact.
 */
export function ringConflict(shape: MultiPolygon): Point | null {
  const edges: Edge[] = []
  shape.flat().forEach((ring, r) => ring.forEach((a, i) => edges.push({ a, b: ring[(i + 1) % ring.length], ring: r, place: i, of: ring.length })))
  if (edges.length === 0) return null
  const laterNear = edges.length <= FEW ? compareAll(edges) : searchIndex(edges)
  for (const [i, one] of edges.entries()) {
    const { a, b } = one
    if (a[0] === b[0] && a[1] === b[1]) return a
    for (const other of laterNear(i)) {
      if (conflict(a, b, other.a, other.b)) return a
      // conflict() lets segments share an end: within a ring only neighbours may, between rings a touch is allowed
      const neighbours = other.place === one.place + 1 || (one.place === 0 && other.place === one.of - 1)
      if (one.ring === other.ring && !neighbours && sharesEnd(one, other)) return a
      if (one.ring === other.ring && neighbours && one.of < 3) return a
    }
  }
  return null
}

interface Edge { a: Point; b: Point; ring: number; place: number; of: number }

/** Up to so many edges it is quicker to compare all of them than to build an index. */
const FEW = 60

/** Edges after the i-th whose boxes meet its own. */
function compareAll(edges: readonly Edge[]): (i: number) => Edge[] {
  return (i) => {
    const { a, b } = edges[i]
    const [west, south, east, north] = [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])]
    const near: Edge[] = []
    for (let j = i + 1; j < edges.length; j++) {
      const { a: c, b: d } = edges[j]
      const apart = (c[0] < west && d[0] < west) || (c[0] > east && d[0] > east) || (c[1] < south && d[1] < south) || (c[1] > north && d[1] > north)
      if (!apart) near.push(edges[j])
    }
    return near
  }
}

function searchIndex(edges: readonly Edge[]): (i: number) => Edge[] {
  const index = new Flatbush(edges.length)
  for (const { a, b } of edges) index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  index.finish()
  return (i) => {
    const { a, b } = edges[i]
    return index.search(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]), (j) => j > i).map((j) => edges[j])
  }
}

function sharesEnd(one: { a: Point; b: Point }, other: { a: Point; b: Point }): boolean {
  return [one.a, one.b].some((p) => [other.a, other.b].some((q) => p[0] === q[0] && p[1] === q[1]))
}
