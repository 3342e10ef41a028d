import { itemAt } from '../at.ts'
import type { Point, Polygon } from '../lattice.ts'
import { orient2d } from '../segments.ts'

/**
 * Returns a point strictly inside a polygon, as multiples of a quarter lattice unit, so that tests against it
 * stay exact. It lies in an ear of the outer ring, or on the line from the tip of the ear to the nearest
 * vertex inside it. After: J. O'Rourke, Computational Geometry in C, 1998, section 7.8.
 */
export function computeInteriorPoint(polygon: Polygon): [x: number, y: number] {
  const outer = itemAt(polygon, 0)
  const tip = lowestVertex(outer)
  const before = itemAt(outer, (tip + outer.length - 1) % outer.length)
  const [at, after] = [itemAt(outer, tip), itemAt(outer, (tip + 1) % outer.length)]
  let deepest: Point | undefined
  for (const ring of polygon) {
    for (const vertex of ring) {
      // most vertices lie beyond the base of the ear, or are its corners
      if (orient2d(after, before, vertex) < 0 || vertex === before || vertex === at || vertex === after)
        continue
      const inEar = orient2d(before, at, vertex) >= 0 && orient2d(at, after, vertex) >= 0
      if (
        inEar &&
        (deepest === undefined || orient2d(after, before, vertex) > orient2d(after, before, deepest))
      )
        deepest = vertex
    }
  }
  return deepest === undefined
    ? [(before[0] + 2 * at[0] + after[0]) / 4, (before[1] + 2 * at[1] + after[1]) / 4]
    : [(at[0] + deepest[0]) / 2, (at[1] + deepest[1]) / 2]
}

/**
 * Returns a vertex at which the ring turns left: the lowest one, of these the westernmost that is not
 * collinear.
 */
function lowestVertex(ring: readonly Point[]): number {
  let lowest = 0
  for (let i = 1; i < ring.length; i++) {
    const [point, best] = [itemAt(ring, i), itemAt(ring, lowest)]
    if (point[1] < best[1] || (point[1] === best[1] && point[0] < best[0])) lowest = i
  }
  return lowest
}
