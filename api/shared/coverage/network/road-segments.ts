import { int32At, uint32At, uint8At } from '../../geometry/at.ts'
import type { FlatLines } from '../../geometry/flat-lines.ts'
import { snapRoadEnds } from './snap-road-ends.ts'

/**
 * Segments of the walkable roads: their ends, whether they are bridges, whether they begin (1) or end (2) a
 * road.
 */
export interface RoadSegments {
  segments: Int32Array
  isBridge: Uint8Array
  isEnd: Uint8Array
  count: number
}

/** Splits the walkable roads into segments. */
export function buildRoadSegments({
  lines: { xy: drawn, lineStart },
  walkable,
  bridge,
}: {
  lines: FlatLines
  walkable: Uint8Array
  bridge: Uint8Array
}): RoadSegments {
  const xy = snapRoadEnds({ xy: drawn, lineStart }, walkable)
  const segments: number[] = []
  const isBridge: number[] = []
  const isEnd: number[] = []
  let count = 0
  walkable.forEach((can, road) => {
    if (can !== 1) return
    count++
    const [from, last] = [uint32At(lineStart, road), uint32At(lineStart, road + 1) - 1]
    for (let i = from; i < last; i++) {
      segments.push(
        int32At(xy, 2 * i),
        int32At(xy, 2 * i + 1),
        int32At(xy, 2 * i + 2),
        int32At(xy, 2 * i + 3),
      )
      isBridge.push(uint8At(bridge, road))
      isEnd.push((i === from ? 1 : 0) | (i + 1 === last ? 2 : 0))
    }
  })
  return {
    segments: Int32Array.from(segments),
    isBridge: Uint8Array.from(isBridge),
    isEnd: Uint8Array.from(isEnd),
    count,
  }
}
