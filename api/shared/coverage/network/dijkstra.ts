import { float64At, int32At, uint32At } from '../../geometry/at.ts'
import FlatQueue from 'flatqueue'
import type { Checkpoint } from '../reach/distance-matrix.ts'
import type { PedestrianNetwork } from './pedestrian-network.ts'

/** Start of a shortest path: a node, and the metres walked before it. */
export interface PathSource {
  node: number
  metres: number
  site: number
}

/** Metres to every node and the nearest site; unvisited nodes have Infinity and -1. */
export interface ShortestPaths {
  metres: Float64Array
  site: Int32Array
}

/** Nodes that are visited between two checkpoints: about a millisecond. */
const NODES_PER_CHECK = 4096

/**
 * Multi-source Dijkstra: computes the nearest site of every node within `limit` metres. Returns the visited
 * nodes, so that `walked` can be reset and reused without a full fill.
 */
export function runDijkstra(
  { first, to, metres: lengths }: PedestrianNetwork,
  starts: readonly PathSource[],
  limit: number,
  walked: ShortestPaths,
  checkpoint: Checkpoint = () => undefined,
): number[] {
  const { metres, site } = walked
  const queue = new FlatQueue<number>()
  const touched: number[] = []
  const offer = (node: number, distance: number, from: number) => {
    if (distance > limit || distance >= float64At(metres, node)) return
    if (metres[node] === Infinity) touched.push(node)
    metres[node] = distance
    site[node] = from
    queue.push(node, distance)
  }
  for (const start of starts) offer(start.node, start.metres, start.site)
  let visits = 0
  for (let distance = queue.peekValue(); distance !== undefined; distance = queue.peekValue()) {
    if (visits++ % NODES_PER_CHECK === 0) checkpoint()
    const node = queue.pop()
    if (node === undefined || distance > float64At(metres, node)) continue
    for (let i = uint32At(first, node); i < uint32At(first, node + 1); i++)
      offer(uint32At(to, i), distance + float64At(lengths, i), int32At(site, node))
  }
  return touched
}

/** Creates the result arrays for a number of nodes, all unvisited. */
export function createShortestPaths(nodes: number): ShortestPaths {
  return { metres: new Float64Array(nodes).fill(Infinity), site: new Int32Array(nodes).fill(-1) }
}
