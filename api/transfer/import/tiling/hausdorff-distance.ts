import Flatbush from 'flatbush'
import type { MultiPolygon, Point, Ring } from '#shared/geometry/lattice.ts'
import { projectOntoSegment } from '#shared/geometry/segments.ts'

/** Parts of an edge from whose ends the distance is taken: the middle of an edge may be farther away than both of its ends. */
const PARTS = 4

/**
 * How far apart two borders are where they are furthest: from points on each to the nearest edge of the other. Infinity
 * as soon as that is more than `most`.
 */
export function computeHausdorffDistance(
  one: MultiPolygon,
  other: MultiPolygon,
  stretchX: number,
  most = Infinity,
): number {
  const [a, b] = [one, other].map((shape) =>
    shape.map((polygon) => polygon.map((ring) => ring.map((point) => stretched(point, stretchX)))),
  )
  const there = furthestFrom(a!, b!, most)
  return there === Infinity ? there : Math.max(there, furthestFrom(b!, a!, most))
}

function furthestFrom(points: MultiPolygon, border: MultiPolygon, most: number): number {
  const edges = border
    .flat()
    .flatMap((ring) => ring.map((from, i): [Point, Point] => [from, ring[(i + 1) % ring.length]!]))
  const index = new Flatbush(edges.length)
  for (const [a, b] of edges)
    index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  index.finish()
  let furthest = 0
  for (const point of points.flat().flatMap(divideEdges)) {
    // the nearest box holds no nearer edge than itself: look at all boxes as near as the edge found first
    const first =
      index
        .neighbors(point[0], point[1], 1)
        .map((edge) => projectOntoSegment(point, ...edges[edge]!).squared)[0] ?? Infinity
    const reach = Math.sqrt(first)
    const squared = index
      .search(point[0] - reach, point[1] - reach, point[0] + reach, point[1] + reach)
      .reduce((least, edge) => Math.min(least, projectOntoSegment(point, ...edges[edge]!).squared), first)
    furthest = Math.max(furthest, Math.sqrt(squared))
    if (furthest > most) return Infinity
  }
  return furthest
}

const divideEdges = (ring: Ring): Point[] =>
  ring.flatMap(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length]!
    return Array.from({ length: PARTS }, (_, part): Point => [
      ax + ((bx - ax) * part) / PARTS,
      ay + ((by - ay) * part) / PARTS,
    ])
  })

const stretched = ([x, y]: Point, stretchX: number): Point => [x * stretchX, y]
