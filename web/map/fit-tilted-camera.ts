import type { DegreeBox } from '#shared/contract/city/city.ts'

export interface ViewSize {
  width: number
  height: number
}
export interface ViewPadding {
  top: number
  right: number
  bottom: number
  left: number
}
export interface FittedCamera {
  center: [lon: number, lat: number]
  zoom: number
}

/** Vertical field of view of the map's camera, in degrees. */
export const FIELD_OF_VIEW = 36.87
/** Share of the room above that areas may rise into. */
const RISE = 0.1
const TILE = 512

/**
 * Where a camera that looks `pitch` degrees away from straight down, to the north, has to stand so that a box of ground
 * fills the room of the window and no more. What is near is wide and what is far is flat, so the box is not where a view
 * from above would put it.
 *
 * @param size of the window, in pixels
 * @param room pixels at the edges of the window that are to stay free
 */
export function fitTiltedCamera({
  box: [west, south, east, north],
  size,
  room,
  pitch,
  maxZoom,
}: {
  box: DegreeBox
  size: ViewSize
  room: ViewPadding
  pitch: number
  maxZoom: number
}): FittedCamera {
  const tilt = (pitch * Math.PI) / 180
  const [sin, cos] = [Math.sin(tilt), Math.cos(tilt)]
  const distance = size.height / 2 / Math.tan((FIELD_OF_VIEW * Math.PI) / 360)
  // pixels of the window from its middle up to the top of the room, and down to its bottom
  const free = Math.max(1, size.height - room.top - room.bottom)
  const up = Math.max(-0.45 * size.height, size.height / 2 - room.top - RISE * free * sin)
  const down = size.height / 2 - room.bottom
  // the same on the ground, in pixels of a map seen from above
  const far = (up * distance) / (distance * cos - up * sin)
  const near = (down * distance) / (distance * cos + down * sin)
  const [left, right] = [mercatorX(west), mercatorX(east)]
  const [top, bottom] = [mercatorY(north), mercatorY(south)]
  const [width, height] = [Math.max(right - left, 1e-12), Math.max(bottom - top, 1e-12)]
  const across = Math.max(1, size.width - room.left - room.right)
  // its near edge must not be wider than the room; how near that is depends on the scale
  const lean = ((height * near) / (far + near)) * (sin / distance)
  const scale = Math.min((far + near) / height, across / (width + across * lean), TILE * 2 ** maxZoom)
  const middle = bottom - (height * near) / (far + near)
  const depth = 1 + ((height / 2 - (bottom - middle)) * scale * sin) / distance
  const aside = ((room.right - room.left) / 2 / scale) * depth
  return { center: [degreesX((left + right) / 2 + aside), degreesY(middle)], zoom: Math.log2(scale / TILE) }
}

/** Web Mercator, 0–1 from west to east and from north to south. */
const mercatorX = (lon: number) => (lon + 180) / 360
const mercatorY = (lat: number) => (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2
const degreesX = (x: number) => x * 360 - 180
const degreesY = (y: number) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI
