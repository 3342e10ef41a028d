import { uint32At } from '../../geometry/at.ts'
import type { Catchments } from './distance-matrix.ts'

/** Returns the catchments of the first sites, then those of the second ones. */
export function joinCatchments(first: Catchments, second: Catchments): Catchments {
  const offset = uint32At(first.start, first.start.length - 1)
  return {
    start: Uint32Array.from([...first.start, ...second.start.subarray(1).map((each) => each + offset)]),
    grid: Uint32Array.from([...first.grid, ...second.grid]),
    metres: Float64Array.from([...first.metres, ...second.metres]),
  }
}
