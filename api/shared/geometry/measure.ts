import type { Point, Polygon, Ring } from './lattice.ts'
import { UNITS_PER_DEGREE } from './lattice.ts'
import { computeTwiceSignedArea } from './signed-area.ts'

/**
 * Metres on the WGS 84 / CGCS2000 ellipsoid for shapes of the size of a city: a local plane whose scales are
 * the radii of curvature of the ellipsoid at the latitude of the shape. The error against geodesic results is
 * below 0.01 % for distances up to 50 km.
 */

const SEMI_MAJOR_M = 6378137
const FLATTENING = 1 / 298.257222101
const ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)
const RADIANS_PER_UNIT = Math.PI / 180 / UNITS_PER_DEGREE

export interface LatticeScale {
  /** Metres per lattice unit of longitude. */
  x: number
  /** Metres per lattice unit of latitude. */
  y: number
}

/** Returns the metres per lattice unit at a latitude, given in lattice units. */
export function computeScaleAt(latticeY: number): LatticeScale {
  const latitude = latticeY * RADIANS_PER_UNIT
  const sine = Math.sin(latitude)
  const w = 1 - ECCENTRICITY_SQUARED * sine * sine
  const primeVertical = SEMI_MAJOR_M / Math.sqrt(w)
  const meridian = (primeVertical * (1 - ECCENTRICITY_SQUARED)) / w
  return { x: primeVertical * Math.cos(latitude) * RADIANS_PER_UNIT, y: meridian * RADIANS_PER_UNIT }
}

/** Returns the metres between two points. */
export function computeDistanceM(a: Point, b: Point): number {
  const scale = computeScaleAt((a[1] + b[1]) / 2)
  return Math.hypot((a[0] - b[0]) * scale.x, (a[1] - b[1]) * scale.y)
}

/** Returns square metres; holes are subtracted, whatever their direction. */
export function computePolygonAreaM2(polygon: Polygon): number {
  return polygon.reduce((sum, ring, index) => sum + (index === 0 ? 1 : -1) * ringAreaM2(ring), 0)
}

function ringAreaM2(ring: Ring): number {
  let south = Infinity
  let north = -Infinity
  for (const [, y] of ring) {
    if (y < south) south = y
    if (y > north) north = y
  }
  const scale = computeScaleAt((south + north) / 2)
  return (Math.abs(computeTwiceSignedArea(ring)) / 2) * scale.x * scale.y
}
