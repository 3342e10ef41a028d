import type { CellSet } from '#shared/geometry/cell-set.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { type LineNetwork, lineNetwork, traceAlong } from '#shared/geometry/trace-along.ts'
import type { Snapped } from './snap-to.ts'
import type { Guides } from './surroundings.ts'

const known = new WeakMap<CellSet, LineNetwork>()

/** Vertices between two places along borders, roads and waterways; none where these do not lead from one to the other. */
export function trailTo(
  set: CellSet,
  guides: Guides,
  from: Snapped,
  to: Snapped,
  stretch: number,
): readonly Point[] {
  if (from.ends.length === 0 || to.ends.length === 0) return []
  return traceAlong([bordersOf(set), guides.network], from, to, { stretch }) ?? []
}

function bordersOf(set: CellSet): LineNetwork {
  let network = known.get(set)
  if (network === undefined) known.set(set, (network = lineNetwork(stretchesOf(set))))
  return network
}

function* stretchesOf({ cells }: CellSet): Generator<readonly [Point, Point]> {
  // a border that two grids share leads the same way twice, which does no harm
  for (const { shape } of cells.values())
    for (const ring of shape.flat())
      for (const [i, point] of ring.entries()) yield [point, ring[(i + 1) % ring.length]!]
}
