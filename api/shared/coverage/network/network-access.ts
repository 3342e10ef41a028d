import { int32At } from '../../geometry/at.ts'
import type { NetworkAccess } from '../../contract/coverage/coverage.ts'
import type { PedestrianNetwork } from './pedestrian-network.ts'
import { type NetworkSnap, snapPointToNetwork } from './snap-to-network.ts'

/**
 * Measures how points get onto the network: the way to the road, which is part of every distance, and which of them lie
 * nearest to a part that was left out, and are attached to another one farther away. Points: interleaved lattice x, y.
 */
export function measureNetworkAccess(
  network: PedestrianNetwork,
  grids: Int32Array,
  places: Int32Array,
  detour: number,
): NetworkAccess {
  const ofGrids = findAccess(network, grids, detour)
  const ofPlaces = findAccess(network, places, detour)
  return {
    toRoad: { grids: ofGrids.metres, places: ofPlaces.metres },
    attached: { grids: ofGrids.attached, places: ofPlaces.attached },
  }
}

function findAccess(
  { xy, edges, leftOut, water }: PedestrianNetwork,
  points: Int32Array,
  detour: number,
): { metres: (number | null)[]; attached: number[] } {
  const metres: (number | null)[] = []
  const attached: number[] = []
  for (let i = 0; i < points.length / 2; i++) {
    const [x, y] = [int32At(points, 2 * i), int32At(points, 2 * i + 1)]
    const snap = snapPointToNetwork({ xy, edges, water }, x, y, detour)
    const small = snapPointToNetwork({ xy, edges: leftOut, water }, x, y, detour)
    metres.push(snap === null ? null : Math.round(snap.metres * 10) / 10)
    if (isNearer(small, snap)) attached.push(i)
  }
  return { metres, attached }
}

const isNearer = (one: NetworkSnap | null, other: NetworkSnap | null) =>
  one !== null && (other === null || one.metres < other.metres)
