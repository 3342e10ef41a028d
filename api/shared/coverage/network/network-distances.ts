import { float64At, int32At, uint32At } from '../../geometry/at.ts'
import {
  type Checkpoint,
  createWayCollector,
  type DistanceMatrix,
  type KeepWay,
  POINTS_PER_CHECK,
} from '../reach/distance-matrix.ts'
import { createNearestSites } from '../reach/site-index.ts'
import { createShortestPaths, type PathSource, runDijkstra } from './dijkstra.ts'
import type { PedestrianNetwork } from './pedestrian-network.ts'
import { type PointSnaps, snapPointsToNetwork } from './snap-points.ts'

/**
 * Distances along the network: straight from a point to the nearest road (times the detour factor), along
 * roads and over bridges, and from the road to the site. Points and sites: interleaved lattice x, y.
 */
export function createNetworkDistances(
  network: PedestrianNetwork,
  points: Int32Array,
  sites: Int32Array,
  detour: number,
  checkpoint: Checkpoint = () => undefined,
): DistanceMatrix {
  const pointSnaps = snapPointsToNetwork(network, points, detour, checkpoint)
  const siteSnaps = snapPointsToNetwork(network, sites, detour, checkpoint)
  return {
    nearest: (among = () => true, of = () => true) =>
      findNearest({ network, pointSnaps, siteSnaps, checkpoint }, among, of),
    within: (limits, keep = () => true) =>
      findWithin({ network, pointSnaps, siteSnaps, checkpoint }, limits, keep),
  }
}

interface SnappedPoints {
  network: PedestrianNetwork
  pointSnaps: PointSnaps
  siteSnaps: PointSnaps
  checkpoint: Checkpoint
}

/** Metres from a snapped point to the first end of its edge, along the edge. */
const toFirstEnd = ({ edges }: PedestrianNetwork, { edge, along, metres }: PointSnaps, i: number): number =>
  float64At(metres, i) + float64At(along, i) * float64At(edges.metres, int32At(edge, i))

/** The same to the second end. */
const toSecondEnd = ({ edges }: PedestrianNetwork, { edge, along, metres }: PointSnaps, i: number): number =>
  float64At(metres, i) + (1 - float64At(along, i)) * float64At(edges.metres, int32At(edge, i))

function listSources(network: PedestrianNetwork, snaps: PointSnaps, site: number): PathSource[] {
  const edge = int32At(snaps.edge, site)
  if (edge < 0) return []
  return [
    { node: uint32At(network.edges.a, edge), metres: toFirstEnd(network, snaps, site), site },
    { node: uint32At(network.edges.b, edge), metres: toSecondEnd(network, snaps, site), site },
  ]
}

/** Returns the metres between two positions on one edge. */
const alongEdge = (
  { edges }: PedestrianNetwork,
  one: PointSnaps,
  a: number,
  other: PointSnaps,
  b: number,
): number =>
  float64At(one.metres, a) +
  float64At(other.metres, b) +
  Math.abs(float64At(one.along, a) - float64At(other.along, b)) *
    float64At(edges.metres, int32At(one.edge, a))

function findNearest(
  { network, pointSnaps, siteSnaps, checkpoint }: SnappedPoints,
  among: (site: number) => boolean,
  of: (point: number) => boolean,
) {
  const count = pointSnaps.edge.length
  const found = createNearestSites(count)
  const sites = Array.from(siteSnaps.edge.keys()).filter(
    (site) => int32At(siteSnaps.edge, site) >= 0 && among(site),
  )
  const walked = createShortestPaths(network.xy.length / 2)
  runDijkstra(
    network,
    sites.flatMap((site) => listSources(network, siteSnaps, site)),
    Infinity,
    walked,
    checkpoint,
  )
  const onEdge = groupByEdge(siteSnaps, sites)
  const { edges } = network
  for (let point = 0; point < count; point++) {
    if (point % POINTS_PER_CHECK === 0) checkpoint()
    const edge = int32At(pointSnaps.edge, point)
    if (edge < 0 || !of(point)) continue
    let [best, bestSite] = [Infinity, -1]
    const offer = (metres: number, site: number) => {
      if (site >= 0 && (metres < best || (metres === best && site < bestSite))) {
        best = metres
        bestSite = site
      }
    }
    const [a, b] = [uint32At(edges.a, edge), uint32At(edges.b, edge)]
    offer(float64At(walked.metres, a) + toFirstEnd(network, pointSnaps, point), int32At(walked.site, a))
    offer(float64At(walked.metres, b) + toSecondEnd(network, pointSnaps, point), int32At(walked.site, b))
    for (const site of onEdge.get(edge) ?? [])
      offer(alongEdge(network, pointSnaps, point, siteSnaps, site), site)
    if (bestSite < 0 || best === Infinity) continue
    found.site[point] = bestSite
    found.metres[point] = best
  }
  return found
}

function findWithin(
  { network, pointSnaps, siteSnaps, checkpoint }: SnappedPoints,
  limits: Float64Array,
  keep: KeepWay,
) {
  const { edges } = network
  const farthest = limits.reduce((most, limit) => Math.max(most, limit), 0)
  const count = pointSnaps.edge.length
  const sites = siteSnaps.edge.length
  const collector = createWayCollector(sites, count)
  const byEdge = sortByEdge(pointSnaps, edges.a.length)
  const walked = createShortestPaths(network.xy.length / 2)
  /** Edges at each node. */
  const edgesAt = sortEdgesByNode(network)
  const seenBy = new Int32Array(edges.a.length).fill(-1)
  for (let site = 0; site < sites; site++) {
    const own = int32At(siteSnaps.edge, site)
    if (own < 0) continue
    const touched = runDijkstra(network, listSources(network, siteSnaps, site), farthest, walked, checkpoint)
    const tryEdge = (edge: number) => {
      if (seenBy[edge] === site) return
      seenBy[edge] = site
      const [toA, toB] = [
        float64At(walked.metres, uint32At(edges.a, edge)),
        float64At(walked.metres, uint32At(edges.b, edge)),
      ]
      for (let i = uint32At(byEdge.start, edge); i < uint32At(byEdge.start, edge + 1); i++) {
        const point = uint32At(byEdge.order, i)
        const metres = Math.min(
          toA + toFirstEnd(network, pointSnaps, point),
          toB + toSecondEnd(network, pointSnaps, point),
          edge === own ? alongEdge(network, siteSnaps, site, pointSnaps, point) : Infinity,
        )
        if (metres <= float64At(limits, point) && keep(point, site)) collector.add(site, point, metres)
      }
    }
    tryEdge(own)
    for (const node of touched)
      for (let i = uint32At(edgesAt.start, node); i < uint32At(edgesAt.start, node + 1); i++)
        tryEdge(uint32At(edgesAt.order, i))
    for (const node of touched) {
      walked.metres[node] = Infinity
      walked.site[node] = -1
    }
  }
  return collector.finish()
}

function groupByEdge({ edge }: PointSnaps, rows: readonly number[]): Map<number, number[]> {
  const lists = new Map<number, number[]>()
  for (const row of rows) {
    const list = lists.get(int32At(edge, row))
    if (list === undefined) lists.set(int32At(edge, row), [row])
    else list.push(row)
  }
  return lists
}

interface SortedRows {
  /** Rows of key k: `order[start[k]] … order[start[k + 1]]`. */
  start: Uint32Array
  order: Uint32Array
}

function sortByEdge({ edge }: PointSnaps, edges: number): SortedRows {
  return sortByKeys(edges, edge.length, (row, add) => {
    if (int32At(edge, row) >= 0) add(int32At(edge, row))
  })
}

function sortEdgesByNode({ edges, xy }: PedestrianNetwork): SortedRows {
  return sortByKeys(xy.length / 2, edges.a.length, (edge, add) => {
    add(uint32At(edges.a, edge))
    add(uint32At(edges.b, edge))
  })
}

/** Counting sort of rows by their keys. */
function sortByKeys(
  keys: number,
  rows: number,
  listKeys: (row: number, add: (key: number) => void) => void,
): SortedRows {
  const start = new Uint32Array(keys + 1)
  for (let row = 0; row < rows; row++)
    listKeys(row, (key) => {
      start[key + 1] = uint32At(start, key + 1) + 1
    })
  for (let key = 0; key < keys; key++) start[key + 1] = uint32At(start, key + 1) + uint32At(start, key)
  const next = start.slice()
  const order = new Uint32Array(uint32At(start, keys))
  for (let row = 0; row < rows; row++)
    listKeys(row, (key) => {
      order[uint32At(next, key)] = row
      next[key] = uint32At(next, key) + 1
    })
  return { start, order }
}
