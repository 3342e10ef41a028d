import { int32At, numberAt, uint32At } from '../../geometry/at.ts'
import { computeScaleAt } from '../../geometry/measure.ts'
import { createSightTest, type PedestrianNetwork } from './pedestrian-network.ts'

/**
 * A position on the network: an edge, the fraction (0–1) from its first end, and the metres from the point to
 * it.
 */
export interface NetworkSnap {
  edge: number
  along: number
  metres: number
}

/** Number of nearest edges to try first; then twice as many, until the nearest one is certain. */
const FIRST_EDGES = 8
/** Maximum metres from a point to the first road. */
export const MAX_METRES = 5000

type SnapTarget = Pick<PedestrianNetwork, 'xy' | 'edges' | 'water'>

/**
 * Returns the nearest position on the network whose straight connection does not meet water, with the straight metres to
 * it; null if there is none.
 */
export function findStraightSnap({ xy, edges, water }: SnapTarget, x: number, y: number): NetworkSnap | null {
  const scale = computeScaleAt(y)
  const stretch = scale.y / scale.x
  if (edges.a.length === 0) return null
  const blocked = createSightTest(water, x, y)
  let best: NetworkSnap | null = null
  let tried = 0
  // boxes arrive nearest first, in lattice units; a unit is never longer than one of latitude
  for (let wanted = FIRST_EDGES; ; wanted *= 2) {
    const near = edges.index.neighbors(x, y, wanted, MAX_METRES / scale.x)
    for (; tried < near.length; tried++) {
      const edge = numberAt(near, tried)
      const [ax, ay, bx, by] = ends(edge)
      const [vx, vy] = [bx - ax, (by - ay) * stretch]
      const [wx, wy] = [x - ax, (y - ay) * stretch]
      const squared = vx * vx + vy * vy
      const along = squared === 0 ? 0 : Math.max(0, Math.min(1, (wx * vx + wy * vy) / squared))
      const metres = Math.hypot(wx - along * vx, wy - along * vy) * scale.x
      if (metres > MAX_METRES || (best !== null && metres >= best.metres)) continue
      if (blocked(Math.round(ax + along * (bx - ax)), Math.round(ay + along * (by - ay)))) continue
      best = { edge, along, metres }
    }
    if (near.length < wanted) return best
    // the boxes of all other edges are at least as far as the last one
    const [ax, ay, bx, by] = ends(numberAt(near, near.length - 1))
    const dx = Math.max(Math.min(ax, bx) - x, 0, x - Math.max(ax, bx))
    const dy = Math.max(Math.min(ay, by) - y, 0, y - Math.max(ay, by))
    const atLeast = Math.hypot(dx, dy) * scale.x
    if (atLeast > MAX_METRES || (best !== null && atLeast >= best.metres)) return best
  }

  function ends(edge: number): [number, number, number, number] {
    const { a, b } = edges
    return [
      int32At(xy, 2 * uint32At(a, edge)),
      int32At(xy, 2 * uint32At(a, edge) + 1),
      int32At(xy, 2 * uint32At(b, edge)),
      int32At(xy, 2 * uint32At(b, edge) + 1),
    ]
  }
}
