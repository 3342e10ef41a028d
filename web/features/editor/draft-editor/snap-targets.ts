import Flatbush from 'flatbush'
import type { SnapTargetData } from '#shared/contract/drafts/draft-base.ts'
import { decodeBase64 } from '#shared/geometry/base64.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { type TraceGraph, buildTraceGraph } from '#shared/geometry/topology/find-trace-path.ts'
import { readTwkbLines, readTwkbPolygons } from '#shared/geometry/twkb.ts'

/** Roads, banks and premises of a street, ready to be snapped to and counted. */
export interface SnapTargets {
  /** Stretches of roads and waterways whose box comes within `distance` (lattice units) of a point. */
  near(point: Point, distance: number): readonly (readonly [Point, Point])[]
  /** The same stretches, as they meet: along them a line is traced. */
  network: TraceGraph
  premises: readonly Point[]
}

export const NO_SNAP_TARGETS: SnapTargets = {
  near: () => [],
  network: buildTraceGraph([]),
  premises: [],
}

export function readSnapTargets({ roads, waterLines, waterAreas, premises }: SnapTargetData): SnapTargets {
  const stretches: [Point, Point][] = []
  const add = (xy: Int32Array, from: number, to: number, closed: boolean) => {
    const at = (i: number): Point => [xy[2 * i]!, xy[2 * i + 1]!]
    for (let i = from; i + 1 < to; i++) stretches.push([at(i), at(i + 1)])
    if (closed && to - from > 2) stretches.push([at(to - 1), at(from)])
  }
  for (const { shapes, class: classes } of [roads, waterLines]) {
    const { xy, lineStart } = readTwkbLines(decodeBase64(shapes), classes.length)
    for (let l = 0; l + 1 < lineStart.length; l++) add(xy, lineStart[l]!, lineStart[l + 1]!, false)
  }
  const { xy, ringStart } = readTwkbPolygons(decodeBase64(waterAreas.shapes), waterAreas.class.length)
  for (let r = 0; r + 1 < ringStart.length; r++) add(xy, ringStart[r]!, ringStart[r + 1]!, true)

  const index = stretches.length === 0 ? null : new Flatbush(stretches.length)
  for (const [a, b] of stretches)
    index?.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  index?.finish()
  return {
    near: ([x, y], distance) =>
      index?.search(x - distance, y - distance, x + distance, y + distance).map((i) => stretches[i]!) ?? [],
    network: buildTraceGraph(stretches),
    premises: premises.x.map((x, i): Point => [x, premises.y[i]!]),
  }
}
