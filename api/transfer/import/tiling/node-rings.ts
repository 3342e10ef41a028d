import Flatbush from 'flatbush'
import type { Point } from '#shared/geometry/lattice.ts'
import {
  computeIntersection,
  hasProperIntersection,
  isSamePoint,
  projectOntoSegment,
} from '#shared/geometry/segments.ts'
import type { NodedRing } from './noded-ring.ts'
import { createPointKey } from './point-key.ts'

/** More rounds than this mean that rounding keeps making new crossings. */
const MOST_ROUNDS = 12

/**
 * Gives rings that meet the same vertices: a vertex within the tolerance of an edge is put into it, edges that cross are
 * cut where they do. A fixed ring is not bent: what comes close to it is moved onto it. Returns the
 * indices of rings whose edges still cross others; none when all is done.
 */
export function nodeRings(
  rings: readonly NodedRing[],
  tolerance: number,
  stretchX: number,
  rounds = MOST_ROUNDS,
): ReadonlySet<number> {
  let open: ReadonlySet<number> = new Set()
  for (let round = 0; round < rounds; round++) {
    // every crossing must be found in the end; the tolerance is for the first rounds, exactness for the last
    open = insertInto(rings, round < 4 ? tolerance : 0, stretchX)
    if (open.size === 0) break
  }
  return open
}

/** Lattice units off an edge at which a vertex on it can seem to be, since the plane is stretched. */
const ROUNDING = 1e-4

interface Edge {
  a: Point
  b: Point
  ring: number
  place: number
}

/** Returns the indices of the rings that were given vertices. */
function insertInto(rings: readonly NodedRing[], tolerance: number, stretchX: number): ReadonlySet<number> {
  const edges: Edge[] = []
  const keyOf = createPointKey(rings.map(({ points }) => points))
  // the rings that have a vertex
  const ringsAt = new Map<number | string, number[]>()
  rings.forEach(({ points }, ring) => {
    for (const point of points) {
      const key = keyOf(point)
      const here = ringsAt.get(key)
      if (!here) ringsAt.set(key, [ring])
      else if (!here.includes(ring)) here.push(ring)
    }
  })
  rings.forEach(({ points }, ring) =>
    points.forEach((a, place) => edges.push({ a, b: points[(place + 1) % points.length]!, ring, place })),
  )
  if (edges.length === 0) return new Set()
  const index = new Flatbush(edges.length)
  for (const { a, b } of edges)
    index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  index.finish()

  const newPoints = new Map<number, { point: Point; along: number }[]>()
  const moved = new Map<number | string, Point>()
  let inserted = 0
  const insert = (at: number, point: Point) => {
    const { a, b } = edges[at]!
    if (isSamePoint(point, a) || isSamePoint(point, b)) return
    const list = newPoints.get(at) ?? []
    if (list.some((each) => isSamePoint(each.point, point))) return
    list.push({ point, along: projectOntoSegment(point, a, b).along })
    newPoints.set(at, list)
    inserted++
  }

  const near = Math.max(tolerance, ROUNDING)
  const reachX = Math.ceil(tolerance / stretchX)
  const reachY = Math.ceil(tolerance)
  const seen = new Set<number | string>()
  for (const { a: vertex, ring: own } of edges) {
    const key = keyOf(vertex)
    if (seen.has(key)) continue
    seen.add(key)
    const having = ringsAt.get(key)!
    const isFixed = rings[own]!.fixed
    for (const at of index.search(
      vertex[0] - reachX,
      vertex[1] - reachY,
      vertex[0] + reachX,
      vertex[1] + reachY,
    )) {
      const { a, b, ring } = edges[at]!
      // a ring that has the vertex already would be made to touch itself
      if (isSamePoint(a, vertex) || isSamePoint(b, vertex) || having.includes(ring)) continue
      const { squared, along } = projectOntoSegment(
        stretched(vertex, stretchX),
        stretched(a, stretchX),
        stretched(b, stretchX),
      )
      if (squared > near * near || along <= 0 || along >= 1) continue
      const onto: Point = [Math.round(a[0] + along * (b[0] - a[0])), Math.round(a[1] + along * (b[1] - a[1]))]
      if (isSamePoint(onto, a) || isSamePoint(onto, b)) continue
      if (!rings[ring]!.fixed || isSamePoint(onto, vertex)) insert(at, vertex)
      else if (!isFixed && !moved.has(key)) {
        moved.set(key, onto)
        insert(at, onto)
      }
    }
  }
  // crossings only between edges that stay as they are in this round
  edges.forEach((one, i) => {
    if (newPoints.has(i) || moved.has(keyOf(one.a)) || moved.has(keyOf(one.b))) return
    for (const j of index.search(
      Math.min(one.a[0], one.b[0]),
      Math.min(one.a[1], one.b[1]),
      Math.max(one.a[0], one.b[0]),
      Math.max(one.a[1], one.b[1]),
    )) {
      if (j <= i || newPoints.has(j)) continue
      const other = edges[j]!
      if (
        moved.has(keyOf(other.a)) ||
        moved.has(keyOf(other.b)) ||
        !hasProperIntersection(one.a, one.b, other.a, other.b)
      )
        continue
      const at = computeIntersection(one.a, one.b, other.a, other.b)
      const before = inserted
      insert(i, at)
      insert(j, at)
      if (inserted > before) return
    }
  })
  if (inserted === 0) return new Set()

  const byRing = new Map<number, Map<number, Point[]>>()
  for (const [at, list] of newPoints) {
    const { ring, place } = edges[at]!
    const places = byRing.get(ring) ?? new Map<number, Point[]>()
    places.set(
      place,
      list.sort((p, q) => p.along - q.along).map(({ point }) => point),
    )
    byRing.set(ring, places)
  }
  rings.forEach((ring, r) => {
    const places = byRing.get(r)
    if (!places && moved.size === 0) return
    const points = ring.points.flatMap((point, place) => [
      moved.get(keyOf(point)) ?? point,
      ...(places?.get(place) ?? []),
    ])
    ring.points = points.filter((point, i) => !isSamePoint(point, points[(i + 1) % points.length]!))
  })
  return new Set(byRing.keys())
}

const stretched = ([x, y]: Point, stretchX: number): Point => [x * stretchX, y]
