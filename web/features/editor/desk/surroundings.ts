import Flatbush from 'flatbush'
import type { Surroundings } from '#shared/contract/ground.ts'
import { fromBase64 } from '#shared/drafts/base64.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { type LineNetwork, lineNetwork } from '#shared/geometry/trace-along.ts'
import { readLines, readPolygons } from '#shared/geometry/twkb.ts'

/** Roads, banks and premises of a street, ready to be snapped to and counted. */
export interface Guides {
  /** Stretches of roads and waterways whose box comes within `distance` (lattice units) of a point. */
  near(point: Point, distance: number): readonly (readonly [Point, Point])[]
  /** The same stretches, as they meet: along them a line is traced. */
  network: LineNetwork
  premises: readonly Point[]
}

export const noGuides: Guides = { near: () => [], network: lineNetwork([]), premises: [] }

export function readGuides({ roads, waterLines, waterAreas, premises }: Surroundings): Guides {
  const stretches: [Point, Point][] = []
  const add = (xy: Int32Array, from: number, to: number, closed: boolean) => {
    const at = (i: number): Point => [xy[2 * i]!, xy[2 * i + 1]!]
    for (let i = from; i + 1 < to; i++) stretches.push([at(i), at(i + 1)])
    if (closed && to - from > 2) stretches.push([at(to - 1), at(from)])
  }
  for (const { shapes, class: classes } of [roads, waterLines]) {
    const { xy, lineStart } = readLines(fromBase64(shapes), classes.length)
    for (let l = 0; l + 1 < lineStart.length; l++) add(xy, lineStart[l]!, lineStart[l + 1]!, false)
  }
  const { xy, ringStart } = readPolygons(fromBase64(waterAreas.shapes), waterAreas.class.length)
  for (let r = 0; r + 1 < ringStart.length; r++) add(xy, ringStart[r]!, ringStart[r + 1]!, true)

  const index = stretches.length === 0 ? null : new Flatbush(stretches.length)
  for (const [a, b] of stretches)
    index?.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  index?.finish()
  return {
    near: ([x, y], distance) =>
      index?.search(x - distance, y - distance, x + distance, y + distance).map((i) => stretches[i]!) ?? [],
    network: lineNetwork(stretches),
    premises: premises.x.map((x, i): Point => [x, premises.y[i]!]),
  }
}
