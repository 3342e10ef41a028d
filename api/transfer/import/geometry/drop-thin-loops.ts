import { computeIntersection, hasProperIntersection, isSamePoint } from '#shared/geometry/segments.ts'
import type { Point, Ring } from '#shared/geometry/lattice.ts'
import { computePolygonAreaM2, computeScaleAt } from '#shared/geometry/measure.ts'
import { computeTwiceSignedArea } from '#shared/geometry/signed-area.ts'

/** A loop that a ring made by crossing itself. */
export interface DroppedLoop {
  at: Point
  areaM2: number
}

/** More crossings than this are no slip of a hand. */
const MOST_CROSSINGS = 50

/**
 * Takes a ring apart where it crosses or touches itself, and drops the loops that lie within the tolerance of that place.
 * Returns the rings that are left, all turning the same way; null: a loop is larger, and the ring cannot be mended.
 */
export function dropThinLoops(
  ring: Ring,
  toleranceM: number,
): { rings: Ring[]; dropped: DroppedLoop[] } | null {
  const noded = cutCrossings(ring)
  if (noded === null) return null
  const kept: Point[][] = []
  const dropped: DroppedLoop[] = []
  const path: Point[] = []
  const places = new Map<string, number>()
  for (const point of noded) {
    const key = `${point[0]} ${point[1]}`
    const from = places.get(key)
    if (from === undefined) {
      places.set(key, path.length)
      path.push(point)
      continue
    }
    // everything since the ring was here before is a loop
    const loop = path.splice(from + 1)
    for (const [x, y] of loop) places.delete(`${x} ${y}`)
    loop.unshift(point)
    if (loop.length < 3) continue
    if (isWithin(loop, point, toleranceM)) dropped.push({ at: point, areaM2: computePolygonAreaM2([loop]) })
    else kept.push(loop)
  }
  if (path.length >= 3) {
    const [first] = path
    if (dropped.length === 0 && isWithin(path, first!, toleranceM))
      dropped.push({ at: first!, areaM2: computePolygonAreaM2([path]) })
    else kept.push(path)
  }
  const directions = new Set(kept.map((loop) => Math.sign(computeTwiceSignedArea(loop))))
  return kept.length > 0 && directions.size === 1 && !directions.has(0) ? { rings: kept, dropped } : null
}

/** The ring with a vertex at each of its crossings; null: there are too many, or rounding keeps making new ones. */
function cutCrossings(ring: Ring): Point[] | null {
  let points: Point[] = [...ring]
  for (let count = 0; count <= MOST_CROSSINGS; count++) {
    const crossing = findCrossing(points)
    if (crossing === null) return points
    const { i, j, at } = crossing
    points = [
      ...points.slice(0, i + 1),
      at,
      ...points.slice(i + 1, j + 1),
      at,
      ...points.slice(j + 1),
    ].filter((point, k, all) => !isSamePoint(point, all[(k + 1) % all.length]!))
  }
  return null
}

function findCrossing(points: readonly Point[]): { i: number; j: number; at: Point } | null {
  for (let i = 0; i < points.length; i++) {
    const [a, b] = [points[i]!, points[(i + 1) % points.length]!]
    for (let j = i + 2; j < points.length; j++) {
      const [c, d] = [points[j]!, points[(j + 1) % points.length]!]
      if (hasProperIntersection(a, b, c, d)) return { i, j, at: computeIntersection(a, b, c, d) }
    }
  }
  return null
}

function isWithin(loop: readonly Point[], [x, y]: Point, toleranceM: number): boolean {
  const scale = computeScaleAt(y)
  return loop.every(([px, py]) => Math.hypot((px - x) * scale.x, (py - y) * scale.y) <= toleranceM)
}
