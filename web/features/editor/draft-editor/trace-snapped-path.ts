import type { CellSet } from '#shared/geometry/cell-set.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { type TraceGraph, buildTraceGraph, findTracePath } from '#shared/geometry/topology/find-trace-path.ts'
import type { SnappedPoint } from './snap-to-targets.ts'
import type { SnapTargets } from './snap-targets.ts'

const known = new WeakMap<CellSet, TraceGraph>()

/** Vertices between two places along borders, roads and waterways; none where these do not lead from one to the other. */
export function traceSnappedPath(
  set: CellSet,
  guides: SnapTargets,
  from: SnappedPoint,
  to: SnappedPoint,
  stretch: number,
): readonly Point[] {
  if (from.ends.length === 0 || to.ends.length === 0) return []
  return findTracePath([bordersOf(set), guides.network], from, to, { stretch }) ?? []
}

function bordersOf(set: CellSet): TraceGraph {
  let network = known.get(set)
  if (network === undefined) known.set(set, (network = buildTraceGraph(stretchesOf(set))))
  return network
}

function* stretchesOf({ cells }: CellSet): Generator<readonly [Point, Point]> {
  // a border that two grids share leads the same way twice, which does no harm
  for (const { shape } of cells.values())
    for (const ring of shape.flat())
      for (const [i, point] of ring.entries()) yield [point, ring[(i + 1) % ring.length]!]
}
