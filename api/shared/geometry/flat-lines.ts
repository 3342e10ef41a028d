import { uint32At } from './at.ts'
import type { Line } from './lattice.ts'

/**
 * Lines in two flat arrays: line l has the points `lineStart[l] … lineStart[l + 1]` of the interleaved
 * lattice x, y.
 */
export interface FlatLines {
  xy: Int32Array
  lineStart: Uint32Array
}

/** Converts lines to flat arrays. */
export function toFlatLines(lines: readonly Line[]): FlatLines {
  const lineStart = new Uint32Array(lines.length + 1)
  lines.forEach((line, index) => {
    lineStart[index + 1] = uint32At(lineStart, index) + line.length
  })
  const xy = new Int32Array(uint32At(lineStart, lines.length) * 2)
  let at = 0
  for (const line of lines) {
    for (const [x, y] of line) {
      xy[at++] = x
      xy[at++] = y
    }
  }
  return { xy, lineStart }
}
