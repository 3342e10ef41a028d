import { itemAt } from '../at.ts'
import type { Polygon, Ring } from '../lattice.ts'

export type PointLocation = 'inside' | 'outside' | 'on'

/** Locates a point relative to a ring; exact for lattice points and for points halfway between them. */
export function locatePointInRing(ring: Ring, x: number, y: number): PointLocation {
  let inside = false
  let [ax, ay] = itemAt(ring, ring.length - 1)
  for (const [bx, by] of ring) {
    // twice the area of a, b and the point; its sign is the side of the edge
    const turn = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
    if (
      turn === 0 &&
      Math.min(ax, bx) <= x &&
      x <= Math.max(ax, bx) &&
      Math.min(ay, by) <= y &&
      y <= Math.max(ay, by)
    )
      return 'on'
    if (ay > y !== by > y && (by > ay ? turn > 0 : turn < 0)) inside = !inside
    ax = bx
    ay = by
  }
  return inside ? 'inside' : 'outside'
}

/** Locates a point relative to a polygon with holes; exact like `locatePointInRing`. */
export function locatePointInPolygon(polygon: Polygon, x: number, y: number): PointLocation {
  const side = locatePointInRing(itemAt(polygon, 0), x, y)
  if (side !== 'inside') return side
  for (const hole of polygon.slice(1)) {
    const sideOfHole = locatePointInRing(hole, x, y)
    if (sideOfHole === 'on') return 'on'
    if (sideOfHole === 'inside') return 'outside'
  }
  return 'inside'
}
