import { uint32At } from '../../geometry/at.ts'
import type { PedestrianNetwork } from './pedestrian-network.ts'

/** Counts the connected components of a network. */
export function countConnectedComponents({ first, to }: Pick<PedestrianNetwork, 'first' | 'to'>): number {
  const nodes = first.length - 1
  const seen = new Uint8Array(nodes)
  const queue: number[] = []
  let pieces = 0
  for (let start = 0; start < nodes; start++) {
    if (seen[start] === 1) continue
    pieces++
    seen[start] = 1
    queue.push(start)
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      for (let i = uint32At(first, node); i < uint32At(first, node + 1); i++) {
        if (seen[uint32At(to, i)] === 1) continue
        seen[uint32At(to, i)] = 1
        queue.push(uint32At(to, i))
      }
    }
  }
  return pieces
}
