import type { CurvilinearFrame } from '../curvilinear-frame.ts'
import type { SeparationOptions } from './separation-types.ts'

/** A place of the plane in a frame. */
export function toFrameCoordinates(
  { plane }: SeparationOptions,
  frame: CurvilinearFrame,
  east: number,
  north: number,
): [u: number, v: number] {
  const place = new Float64Array(2)
  frame.toFrame(plane.latticeX(east), plane.latticeY(north), place)
  return [place[0]!, place[1]!]
}
