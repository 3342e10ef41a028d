import { getShapeBox } from './shape-box.ts'
import type { PointLocation } from './point-in-polygon.ts'
import type { MultiPolygon } from '../lattice.ts'

/** Edges to a band of latitude, about; fewer make the index larger, more make a search longer. */
const EDGES_PER_BAND = 4
const MAX_BANDS = 4096

/**
 * Returns a search like `locatePointInPolygon` for many points in one shape: only the edges of the point's band of
 * latitude are looked at. Exact for lattice points, because products stay below 2^53. The polygons of the shape must not
 * overlap.
 */
export function createPointLocator(shape: MultiPolygon): (x: number, y: number) => PointLocation {
  if (shape.length === 0) return () => 'outside'
  const [west, south, east, north] = getShapeBox(shape)
  const edges = listEdges(shape)
  const bands = Math.min(MAX_BANDS, Math.max(1, Math.ceil(edges.length / 4 / EDGES_PER_BAND)))
  const height = (north - south) / bands || 1
  const bandOf = (y: number): number => Math.min(bands - 1, Math.floor((y - south) / height))
  const edgesOfBand: number[][] = Array.from({ length: bands }, () => [])
  for (let edge = 0; edge < edges.length; edge += 4) {
    const ay = edges[edge + 1]!
    const by = edges[edge + 3]!
    for (let band = bandOf(Math.min(ay, by)); band <= bandOf(Math.max(ay, by)); band++)
      edgesOfBand[band]!.push(edge)
  }
  return (x, y) => {
    if (x < west || x > east || y < south || y > north) return 'outside'
    let isInside = false
    for (const edge of edgesOfBand[bandOf(y)]!) {
      const ax = edges[edge]!
      const ay = edges[edge + 1]!
      const bx = edges[edge + 2]!
      const by = edges[edge + 3]!
      if (y < Math.min(ay, by) || y > Math.max(ay, by)) continue
      const turn = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
      if (turn === 0 && Math.min(ax, bx) <= x && x <= Math.max(ax, bx)) return 'on'
      if (ay > y !== by > y && (by > ay ? turn > 0 : turn < 0)) isInside = !isInside
    }
    return isInside ? 'inside' : 'outside'
  }
}

/** The edges of all rings: x and y of the start, x and y of the end. */
function listEdges(shape: MultiPolygon): Float64Array {
  const edges: number[] = []
  for (const ring of shape.flat())
    ring.forEach((from, i) => edges.push(...from, ...ring[(i + 1) % ring.length]!))
  return Float64Array.from(edges)
}
