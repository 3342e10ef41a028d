import type { DegreeBox } from '#shared/contract/city/city.ts'
import type { Camera } from '../../../state/map.store.ts'

/** Pixels of the whole world at zoom 0. */
const WORLD = 512

/** What a north-up window of so many pixels shows, and `around` of its size more on every side. Degrees. */
export function computeViewBox(
  { lon, lat, zoom }: Camera,
  width: number,
  height: number,
  around: number,
): DegreeBox {
  const world = WORLD * 2 ** zoom
  const x = (lon + 180) / 360
  const y = (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2
  const [dx, dy] = [(width * (0.5 + around)) / world, (height * (0.5 + around)) / world]
  const latitude = (at: number) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * at))) * 180) / Math.PI
  return [
    (x - dx) * 360 - 180,
    latitude(Math.min(0.99, y + dy)),
    (x + dx) * 360 - 180,
    latitude(Math.max(0.01, y - dy)),
  ]
}
