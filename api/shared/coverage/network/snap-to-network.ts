import { computeScaleAt } from '../../geometry/measure.ts'
import { intersectsWater, type PedestrianNetwork } from './pedestrian-network.ts'

/** Where a point meets the network: an edge, the part of it (0–1) from its first end, and the metres to there. */
export interface NetworkSnap {
  edge: number
  along: number
  metres: number
}

/** How many edges are looked at, nearest first, before a point is given up as cut off by water. */
const MOST_EDGES = 64
/** Nobody walks farther across the fields to the first road, metres. */
const MOST_METRES = 5000

/**
 * The nearest place on the network that a straight way reaches without meeting water; null where there is none. The way
 * to it counts with the detour factor.
 */
export function snapPointToNetwork(
  { xy, edges, water }: PedestrianNetwork,
  x: number,
  y: number,
  detour: number,
): NetworkSnap | null {
  const scale = computeScaleAt(y)
  const stretch = scale.y / scale.x
  let best: NetworkSnap | null = null
  if (edges.a.length === 0) return null
  // boxes come nearest first, in lattice units; a unit is never longer than one of latitude
  for (let wanted = 8; wanted <= MOST_EDGES; wanted *= 2) {
    const near = edges.index.neighbors(x, y, wanted, MOST_METRES / scale.x)
    best = null
    for (const edge of near) {
      const [ax, ay, bx, by] = ends(edge)
      const [vx, vy] = [bx - ax, (by - ay) * stretch]
      const [wx, wy] = [x - ax, (y - ay) * stretch]
      const squared = vx * vx + vy * vy
      const along = squared === 0 ? 0 : Math.max(0, Math.min(1, (wx * vx + wy * vy) / squared))
      const metres = Math.hypot(wx - along * vx, wy - along * vy) * scale.x * detour
      if (metres > MOST_METRES || (best !== null && metres >= best.metres)) continue
      if (
        intersectsWater(water, x, y, Math.round(ax + along * (bx - ax)), Math.round(ay + along * (by - ay)))
      )
        continue
      best = { edge, along, metres }
    }
    if (near.length < wanted) return best
    // an edge that has not been looked at has a box at least as far as the last one's
    const [ax, ay, bx, by] = ends(near[near.length - 1])
    const dx = Math.max(Math.min(ax, bx) - x, 0, x - Math.max(ax, bx))
    const dy = Math.max(Math.min(ay, by) - y, 0, y - Math.max(ay, by))
    if (best !== null && Math.hypot(dx, dy) * scale.x * detour >= best.metres) return best
  }
  return best

  function ends(edge: number): [number, number, number, number] {
    const { a, b } = edges
    return [xy[2 * a[edge]], xy[2 * a[edge] + 1], xy[2 * b[edge]], xy[2 * b[edge] + 1]]
  }
}
