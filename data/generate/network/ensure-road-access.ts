import type { BorderUse } from './border-use.ts'
import type { BorderNetwork } from './border-network.ts'

/** Every grid gets a road on its border: where none runs, its longest border without water becomes a lane, or a small ditch gives way. */
export function ensureRoadAccess({ graph, uses, lines }: BorderNetwork, gridCount: number): void {
  const borders: number[][] = Array.from({ length: gridCount }, () => [])
  for (const [index, { left, right }] of graph.arcs.entries()) {
    if (left >= 0) borders[left]!.push(index)
    if (right >= 0) borders[right]!.push(index)
  }
  const walkable = (use: BorderUse) => use.kind === 'road' && use.road !== 'motorway'
  for (const arcs of borders) {
    if (arcs.some((arc) => walkable(uses[arc]!))) continue
    const rank = (arc: number) => {
      const use = uses[arc]!
      // a road around an enclave would lead nowhere
      if (lines.all[graph.arcs[arc]!.line]!.kind === 'enclave') return 0
      const free =
        use.kind === 'plain'
          ? 3
          : use.kind === 'water' && use.name === null
            ? use.water === 'ditch'
              ? 2
              : 1
            : 0
      return free * 1e6 + graph.arcs[arc]!.length
    }
    const best = arcs.filter((arc) => rank(arc) > 1e6).sort((a, b) => rank(b) - rank(a))[0]
    if (best !== undefined) uses[best] = { kind: 'road', road: 'lane', name: null }
  }
}
