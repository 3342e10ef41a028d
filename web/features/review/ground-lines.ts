import type { Surroundings } from '#shared/contract/ground.ts'
import { fromBase64 } from '#shared/drafts/base64.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { readLines, readPolygons } from '#shared/geometry/twkb.ts'

/** What lies under the grids, so that a picture can be recognised: lines, and rings of areas. */
export interface GroundLines {
  roads: Point[][]
  water: Point[][]
  lakes: Point[][]
}

export function readGroundLines({ roads, waterLines, waterAreas }: Surroundings): GroundLines {
  const linesOf = ({ shapes, class: classes }: Surroundings['roads'] | Surroundings['waterLines']) => {
    const { xy, lineStart } = readLines(fromBase64(shapes), classes.length)
    return cutUp(xy, lineStart)
  }
  const { xy, ringStart } = readPolygons(fromBase64(waterAreas.shapes), waterAreas.class.length)
  return { roads: linesOf(roads), water: linesOf(waterLines), lakes: cutUp(xy, ringStart) }
}

function cutUp(xy: Int32Array, starts: ArrayLike<number>): Point[][] {
  return Array.from({ length: Math.max(0, starts.length - 1) }, (_, line) =>
    Array.from({ length: starts[line + 1]! - starts[line]! }, (_each, i): Point => [
      xy[2 * (starts[line]! + i)]!,
      xy[2 * (starts[line]! + i) + 1]!,
    ]),
  )
}
