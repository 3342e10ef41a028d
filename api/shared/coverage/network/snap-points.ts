import { float64At, int32At } from '../../geometry/at.ts'
import { type Checkpoint, POINTS_PER_CHECK } from '../reach/distance-matrix.ts'
import type { NetworkEdges, PedestrianNetwork } from './pedestrian-network.ts'
import { findStraightSnap, MAX_METRES } from './snap-to-network.ts'

/** Positions of points on the network. */
export interface PointSnaps {
  /** -1: unreachable. */
  edge: Int32Array
  /** Fraction (0–1) from the first end of the edge. */
  along: Float64Array
  /** Metres from the point to the edge, times the detour factor. */
  metres: Float64Array
}

/** Straight snaps of one list of points. */
interface KnownSnaps {
  points: Int32Array
  snaps: PointSnaps
}

/** Lists of points that are kept for each network: those of a city's buildings, and of its premises. */
const MAX_LISTS = 4

const knownLists = new WeakMap<NetworkEdges, KnownSnaps[]>()

/**
 * Returns the position of each point on the network. The same points are asked for again with every setting of the
 * analysis, and with few changes after an edit: only what differs from a list of before is searched.
 */
export function snapPointsToNetwork(
  network: PedestrianNetwork,
  points: Int32Array,
  detour: number,
  checkpoint: Checkpoint = () => undefined,
): PointSnaps {
  const straight = snapStraight(network, points, checkpoint)
  const metres = straight.metres.map((each) => each * detour)
  return {
    edge: straight.edge.map((edge, i) => (float64At(metres, i) > MAX_METRES ? -1 : edge)),
    along: straight.along,
    metres,
  }
}

function snapStraight(network: PedestrianNetwork, points: Int32Array, checkpoint: Checkpoint): PointSnaps {
  const lists = knownLists.get(network.edges) ?? []
  knownLists.set(network.edges, lists)
  const count = points.length / 2
  const near = lists.find((list) => countDifferent(list.points, points) * 10 <= count)
  const snaps: PointSnaps = {
    edge: new Int32Array(count).fill(-1),
    along: new Float64Array(count),
    metres: new Float64Array(count),
  }
  for (let i = 0; i < count; i++) {
    if (i % POINTS_PER_CHECK === 0) checkpoint()
    const [x, y] = [int32At(points, 2 * i), int32At(points, 2 * i + 1)]
    if (near !== undefined && near.points[2 * i] === x && near.points[2 * i + 1] === y) {
      snaps.edge[i] = int32At(near.snaps.edge, i)
      snaps.along[i] = float64At(near.snaps.along, i)
      snaps.metres[i] = float64At(near.snaps.metres, i)
      continue
    }
    const snap = findStraightSnap(network, x, y)
    if (snap === null) continue
    snaps.edge[i] = snap.edge
    snaps.along[i] = snap.along
    snaps.metres[i] = snap.metres
  }
  if (near !== undefined) lists.splice(lists.indexOf(near), 1)
  lists.unshift({ points, snaps })
  lists.length = Math.min(lists.length, MAX_LISTS)
  return snaps
}

/** Returns the number of points that differ from those of the other list at the same place. */
function countDifferent(known: Int32Array, points: Int32Array): number {
  let different = Math.abs(known.length - points.length) / 2
  for (let i = 0; i < Math.min(known.length, points.length); i += 2)
    if (known[i] !== points[i] || known[i + 1] !== points[i + 1]) different++
  return different
}
