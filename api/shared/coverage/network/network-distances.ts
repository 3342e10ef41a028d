import { float64At, int32At, itemAt, uint32At } from '../../geometry/at.ts'
import {
  type Catchments,
  type Checkpoint,
  type DistanceMatrix,
  type NearestSites,
  POINTS_PER_CHECK,
  toCatchments,
} from '../reach/distance-matrix.ts'
import { type NetworkSnap, snapPointToNetwork } from './snap-to-network.ts'
import { createShortestPaths, type PathSource, runDijkstra } from './dijkstra.ts'
import type { PedestrianNetwork } from './pedestrian-network.ts'

/**
 * Distances along the network: straight from a grid to the nearest road (times the detour factor), along
 * roads and over bridges, and from the road to the site. Points: interleaved lattice x, y.
 */
export function createNetworkDistances(
  network: PedestrianNetwork,
  grids: Int32Array,
  sites: Int32Array,
  detour: number,
  checkpoint: Checkpoint = () => undefined,
): DistanceMatrix {
  const gridFeet = snapPointsToNetwork(network, grids, detour, checkpoint)
  const siteFeet = snapPointsToNetwork(network, sites, detour, checkpoint)
  return {
    nearest: (among = () => true) =>
      nearest(
        network,
        gridFeet,
        siteFeet.map((foot, site) => (among(site) ? foot : null)),
        checkpoint,
      ),
    within: (metres) => within(network, gridFeet, siteFeet, metres, checkpoint),
  }
}

/** Returns the position of each point on the network; null: unreachable. */
export function snapPointsToNetwork(
  network: PedestrianNetwork,
  points: Int32Array,
  detour: number,
  checkpoint: Checkpoint = () => undefined,
): (NetworkSnap | null)[] {
  return Array.from({ length: points.length / 2 }, (_, i) => {
    if (i % POINTS_PER_CHECK === 0) checkpoint()
    return snapPointToNetwork(network, int32At(points, 2 * i), int32At(points, 2 * i + 1), detour)
  })
}

function startsOf({ edges }: PedestrianNetwork, foot: NetworkSnap, site: number): PathSource[] {
  const length = float64At(edges.metres, foot.edge)
  return [
    { node: uint32At(edges.a, foot.edge), metres: foot.metres + foot.along * length, site },
    { node: uint32At(edges.b, foot.edge), metres: foot.metres + (1 - foot.along) * length, site },
  ]
}

function nearest(
  network: PedestrianNetwork,
  gridFeet: readonly (NetworkSnap | null)[],
  siteFeet: readonly (NetworkSnap | null)[],
  checkpoint: Checkpoint,
): NearestSites {
  const found = {
    site: new Int32Array(gridFeet.length).fill(-1),
    metres: new Float64Array(gridFeet.length).fill(NaN),
  }
  const walked = createShortestPaths(network.xy.length / 2)
  runDijkstra(
    network,
    siteFeet.flatMap((foot, site) => (foot === null ? [] : startsOf(network, foot, site))),
    Infinity,
    walked,
    checkpoint,
  )
  const onEdge = byEdge(siteFeet)
  gridFeet.forEach((foot, grid) => {
    if (foot === null) return
    let metres = Infinity
    let site = -1
    const offer = (distance: number, from: number) => {
      if (distance < metres || (distance === metres && from < site)) {
        metres = distance
        site = from
      }
    }
    for (const { node, metres: before } of startsOf(network, foot, grid))
      offer(float64At(walked.metres, node) + before, int32At(walked.site, node))
    for (const other of onEdge.get(foot.edge) ?? [])
      offer(alongEdge(network, foot, itemAt(siteFeet, other)), other)
    if (site < 0 || metres === Infinity) return
    found.site[grid] = site
    found.metres[grid] = metres
  })
  return found
}

function within(
  network: PedestrianNetwork,
  gridFeet: readonly (NetworkSnap | null)[],
  siteFeet: readonly (NetworkSnap | null)[],
  limit: number,
  checkpoint: Checkpoint,
): Catchments {
  const gridsOnEdge = byEdge(gridFeet)
  const gridsAtNode = new Map<number, { grid: number; before: number }[]>()
  gridFeet.forEach((foot, grid) => {
    if (foot === null) return
    for (const { node, metres } of startsOf(network, foot, grid)) {
      const list = gridsAtNode.get(node)
      if (list === undefined) gridsAtNode.set(node, [{ grid, before: metres }])
      else list.push({ grid, before: metres })
    }
  })
  const walked = createShortestPaths(network.xy.length / 2)
  return toCatchments(
    siteFeet.map((foot, site) => {
      if (foot === null) return []
      const best = new Map<number, number>()
      const offer = (grid: number, metres: number) => {
        if (metres <= limit && metres < (best.get(grid) ?? Infinity)) best.set(grid, metres)
      }
      const touched = runDijkstra(network, startsOf(network, foot, site), limit, walked, checkpoint)
      for (const node of touched) {
        for (const { grid, before } of gridsAtNode.get(node) ?? [])
          offer(grid, float64At(walked.metres, node) + before)
      }
      for (const grid of gridsOnEdge.get(foot.edge) ?? [])
        offer(grid, alongEdge(network, foot, itemAt(gridFeet, grid)))
      for (const node of touched) {
        walked.metres[node] = Infinity
        walked.site[node] = -1
      }
      return [...best].map(([grid, metres]) => ({ grid, metres }))
    }),
  )
}

/** Returns the metres between two positions on one edge; Infinity if they are on different edges. */
function alongEdge({ edges }: PedestrianNetwork, one: NetworkSnap, other: NetworkSnap | null): number {
  return other === null
    ? Infinity
    : one.metres + other.metres + Math.abs(one.along - other.along) * float64At(edges.metres, one.edge)
}

function byEdge(feet: readonly (NetworkSnap | null)[]): Map<number, number[]> {
  const lists = new Map<number, number[]>()
  feet.forEach((foot, i) => {
    if (foot === null) return
    const list = lists.get(foot.edge)
    if (list === undefined) lists.set(foot.edge, [i])
    else list.push(i)
  })
  return lists
}
