import type { BorderUse } from './border-use.ts'
import type { BorderNetwork } from './border-network.ts'

/** Does water that a walker cannot wade run along this border? */
export function isWaterBarrier(use: BorderUse): boolean {
  return use.kind === 'shore' || (use.kind === 'water' && use.water !== 'ditch')
}

/** Does such water touch this vertex? */
export function hasWater({ graph, uses }: BorderNetwork, vertex: number): boolean {
  return graph.at.get(vertex)!.some((arc) => isWaterBarrier(uses[arc]!))
}
