import { int32At } from '#shared/geometry/at.ts'
import { toDegrees } from '#shared/geometry/lattice.ts'

/** Returns point i of a flat array of lattice points, in degrees. */
export const readLonLat = (points: Int32Array, i: number): { lon: number; lat: number } => ({
  lon: toDegrees(int32At(points, 2 * i)),
  lat: toDegrees(int32At(points, 2 * i + 1)),
})
