import type { SnapTargetData } from '#shared/contract/drafts/draft-base.ts'
import { decodeBase64 } from '#shared/geometry/base64.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { readTwkbLines, readTwkbPolygons } from '#shared/geometry/twkb.ts'

/** What lies under the grids, so that a picture can be recognised: lines, and rings of areas. */
export interface BackgroundLines {
  roads: Point[][]
  water: Point[][]
  lakes: Point[][]
}

export function readBackgroundLines({ roads, waterLines, waterAreas }: SnapTargetData): BackgroundLines {
  const linesOf = ({ shapes, class: classes }: SnapTargetData['roads'] | SnapTargetData['waterLines']) => {
    const { xy, lineStart } = readTwkbLines(decodeBase64(shapes), classes.length)
    return cutUp(xy, lineStart)
  }
  const { xy, ringStart } = readTwkbPolygons(decodeBase64(waterAreas.shapes), waterAreas.class.length)
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
