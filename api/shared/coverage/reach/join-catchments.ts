import { uint32At } from '../../geometry/at.ts'
import type { Catchments } from './distance-matrix.ts'

/** Returns the catchments of the first sites, then those of the second ones. */
export function joinCatchments(first: Catchments, second: Catchments): Catchments {
  const offset = uint32At(first.start, first.start.length - 1)
  const start = new Uint32Array(first.start.length + second.start.length - 1)
  start.set(first.start)
  start.set(
    second.start.subarray(1).map((each) => each + offset),
    first.start.length,
  )
  const point = new Uint32Array(first.point.length + second.point.length)
  point.set(first.point)
  point.set(second.point, first.point.length)
  const metres = new Float64Array(first.metres.length + second.metres.length)
  metres.set(first.metres)
  metres.set(second.metres, first.metres.length)
  return { start, point, metres }
}
