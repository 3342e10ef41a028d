import type { Box } from '#shared/geometry/lattice.ts'

/** The box around both. */
export function mergeBoxes(box: Box | null, [west, south, east, north]: Box): Box {
  return box === null
    ? [west, south, east, north]
    : [Math.min(box[0], west), Math.min(box[1], south), Math.max(box[2], east), Math.max(box[3], north)]
}
