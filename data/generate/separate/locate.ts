import type { Frame } from '../create-frame.ts'
import type { SeparateOptions } from './seat.ts'

/** A place of the plane in a frame. */
export function locate(
  { plane }: SeparateOptions,
  frame: Frame,
  east: number,
  north: number,
): [u: number, v: number] {
  const place = new Float64Array(2)
  frame.toFrame(plane.latticeX(east), plane.latticeY(north), place)
  return [place[0]!, place[1]!]
}
