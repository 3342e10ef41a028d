import { UNITS_PER_DEGREE } from '#shared/geometry/lattice.ts'

/** A flat drawing board in metres around one place; good to about 1 % over a city, used for drawing only, never for figures. */
export interface LocalPlane {
  /** Metres east and north of the origin from lattice units, and back to the nearest lattice unit. */
  east(x: number): number
  north(y: number): number
  latticeX(east: number): number
  latticeY(north: number): number
  /** What an area on the board must be multiplied with to be true at a latitude. */
  areaScale(y: number): number
}

const METRES_PER_DEGREE = 111_195

export function createLocalPlane(originX: number, originY: number): LocalPlane {
  const perY = METRES_PER_DEGREE / UNITS_PER_DEGREE
  const perX = perY * cosine(originY / UNITS_PER_DEGREE)
  return {
    east: (x) => (x - originX) * perX,
    north: (y) => (y - originY) * perY,
    latticeX: (east) => originX + Math.round(east / perX),
    latticeY: (north) => originY + Math.round(north / perY),
    areaScale: (y) => (cosine(y / UNITS_PER_DEGREE) * perY) / perX,
  }
}

/** cos of degrees by its series: Math.cos may differ in the last bit between engines, and a bit can move a vertex. */
function cosine(degrees: number): number {
  const radians = degrees * 0.017453292519943295
  const squared = radians * radians
  let term = 1,
    sum = 1
  for (let k = 1; k <= 12; k++) {
    term *= -squared / ((2 * k - 1) * (2 * k))
    sum += term
  }
  return sum
}
