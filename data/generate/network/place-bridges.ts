import type { RoadClass } from '#shared/contract/enums.ts'
import { hashToUnitInterval } from '../math/hash-to-unit-interval.ts'
import { isWaterBarrier } from './has-water.ts'
import type { UnitVector } from './join-strokes.ts'
import type { BorderNetwork } from './border-network.ts'

/** How likely a road crosses where it meets water on both sides: wide water, narrow water. */
const CHANCE: Record<RoadClass, readonly [wide: number, narrow: number]> = {
  motorway: [1, 1],
  trunk: [1, 1],
  primary: [1, 1],
  secondary: [0.8, 1],
  street: [0.35, 0.85],
  lane: [0.1, 0.5],
}

/** Adds the vertices where roads cross water by themselves: the more important the road and the narrower the water, the likelier. */
export function placeBridges(network: BorderNetwork): void {
  const { graph, uses, bridges, seed } = network
  for (const [vertex, arcs] of graph.at) {
    if (bridges.has(vertex)) continue
    const water = arcs.filter((arc) => isWaterBarrier(uses[arc]!))
    const roads = arcs.filter((arc) => uses[arc]!.kind === 'road')
    if (water.length === 0 || roads.length === 0) continue
    // where a canal ends at a road, the road passes its end
    if (water.length === 1 && uses[water[0]!]!.kind === 'water') {
      bridges.add(vertex)
      continue
    }
    const banks = groupRoadsByBank(network, vertex, arcs)
    if (banks.length < 2) continue
    // the least of the best roads of either bank carries the bridge
    const wide = water.some((arc) => {
      const use = uses[arc]!
      return use.kind === 'shore' || (use.kind === 'water' && use.wide)
    })
    const chances = banks
      .map((bank) => Math.max(...bank.map((arc) => chance(network, arc, wide))))
      .sort((a, b) => b - a)
    if (hashToUnitInterval(seed, vertex, 3) < chances[1]!) bridges.add(vertex)
  }
}

function chance({ uses }: BorderNetwork, arc: number, wide: boolean): number {
  const use = uses[arc]!
  return use.kind === 'road' ? CHANCE[use.road][wide ? 0 : 1] : 0
}

/** The roads at a vertex, by the bank they are on; banks without roads are left out. */
export function groupRoadsByBank(
  { uses, pieces }: BorderNetwork,
  vertex: number,
  arcs: readonly number[],
): number[][] {
  const around = arcs
    .flatMap((arc) => {
      const piece = pieces[arc]!
      const ends: { arc: number; turn: number }[] = []
      if (piece.from === vertex) ends.push({ arc, turn: turnOf(piece.start) })
      if (piece.to === vertex) ends.push({ arc, turn: turnOf(piece.end) })
      return ends
    })
    .sort((a, b) => a.turn - b.turn)
  const first = around.findIndex(({ arc }) => isWaterBarrier(uses[arc]!))
  const banks: number[][] = [[]]
  for (let k = 1; k <= around.length; k++) {
    const { arc } = around[(first + k) % around.length]!
    if (isWaterBarrier(uses[arc]!)) banks.push([])
    else if (uses[arc]!.kind === 'road') banks.at(-1)!.push(arc)
  }
  return banks.filter((bank) => bank.length > 0)
}

/** Grows with the angle of a direction, from -2 to 2, without trigonometry. */
function turnOf([east, north]: UnitVector): number {
  const along = east / (Math.abs(east) + Math.abs(north))
  return north >= 0 ? 1 - along : along - 1
}
