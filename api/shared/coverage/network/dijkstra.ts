import FlatQueue from 'flatqueue'
import type { PedestrianNetwork } from './pedestrian-network.ts'

/** Where a walk begins: a node, and the metres that have been walked before it. */
export interface PathSource {
  node: number
  metres: number
  site: number
}

/** Walked metres to every node, and the site from which; untouched nodes have Infinity and -1. */
export interface ShortestPaths {
  metres: Float64Array
  site: Int32Array
}

/**
 * Dijkstra from many starts at once: every node learns its nearest site. Nodes beyond `limit` stay untouched; the
 * answer lists those that were touched, so that `walked` can be used again without being filled.
 */
export function runDijkstra(
  { first, to, metres: lengths }: PedestrianNetwork,
  starts: readonly PathSource[],
  limit: number,
  walked: ShortestPaths,
): number[] {
  const { metres, site } = walked
  const queue = new FlatQueue<number>()
  const touched: number[] = []
  const offer = (node: number, distance: number, from: number) => {
    if (distance > limit || distance >= metres[node]) return
    if (metres[node] === Infinity) touched.push(node)
    metres[node] = distance
    site[node] = from
    queue.push(node, distance)
  }
  for (const start of starts) offer(start.node, start.metres, start.site)
  for (let distance = queue.peekValue(); distance !== undefined; distance = queue.peekValue()) {
    const node = queue.pop()
    if (node === undefined || distance > metres[node]) continue
    for (let i = first[node]; i < first[node + 1]; i++) offer(to[i], distance + lengths[i], site[node])
  }
  return touched
}

export function createShortestPaths(nodes: number): ShortestPaths {
  return { metres: new Float64Array(nodes).fill(Infinity), site: new Int32Array(nodes).fill(-1) }
}
