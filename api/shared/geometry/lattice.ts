/**
 * The lattice: every stored coordinate is an integer multiple of 1e-7 degree (about 1 cm), so that neighbours
 * share exactly the same vertices and every predicate is exact.
 *
 * A city spans less than 6°, so differences are below 6e7 and their products below 2^53: orientation and area
 * are exact in doubles if they are computed from differences.
 */

/** Lattice units per degree. */
export const UNITS_PER_DEGREE = 1e7

/** [x, y] = [longitude, latitude] (east, north) in lattice units; WGS 84 / CGCS2000. */
export type Point = readonly [x: number, y: number]

/** Open ring: the first point is not repeated. Outer rings run counter-clockwise, holes clockwise. */
export type Ring = readonly Point[]

/** Outer ring first, then its holes. */
export type Polygon = readonly Ring[]

export type MultiPolygon = readonly Polygon[]

/** Open or closed chain of points, as drawn. */
export type Line = readonly Point[]

/** [west, south, east, north] in lattice units. */
export type Box = readonly [west: number, south: number, east: number, north: number]

/** Rounds degrees to the nearest lattice unit: the only rounding rule, applied wherever coordinates enter. */
export function toLatticeUnits(degrees: number): number {
  return Math.round(degrees * UNITS_PER_DEGREE)
}

/** Rounds [longitude, latitude] in degrees to the nearest lattice point. */
export function snapToLattice(longitude: number, latitude: number): Point {
  return [toLatticeUnits(longitude), toLatticeUnits(latitude)]
}

/** Converts lattice units to degrees; `toLatticeUnits(toDegrees(n)) === n` for every n on the globe. */
export function toDegrees(units: number): number {
  return units / UNITS_PER_DEGREE
}
