import { UNITS_PER_DEGREE } from '../geometry/lattice.ts'

/**
 * Web Mercator as integers: the world is a square of 2^31 units (1.9 cm at the equator), x east, y SOUTH, as
 * in tiles. A tile of zoom z with an extent of 4096 has 2^(19 − z) world units per tile unit.
 */
export const WORLD_SIZE = 2 ** 31

export const TILE_EXTENT = 4096

/** Deepest zoom of tiles; closer views overzoom them. */
export const MAX_TILE_ZOOM = 15

const WORLD_UNITS_PER_UNIT = WORLD_SIZE / (360 * UNITS_PER_DEGREE)

/** Converts a lattice x to world x. */
export function toWorldX(latticeX: number): number {
  return Math.round(latticeX * WORLD_UNITS_PER_UNIT + WORLD_SIZE / 2)
}

/** Converts a lattice y to world y (south). */
export function toWorldY(latticeY: number): number {
  return Math.round(exactWorldY(latticeY))
}

function exactWorldY(latticeY: number): number {
  const sine = Math.sin((latticeY / UNITS_PER_DEGREE) * (Math.PI / 180))
  return (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * WORLD_SIZE
}

/**
 * Lattice units (45 m) within which the projection is interpolated linearly: the error is below 1/200 of a
 * world unit.
 */
const BAND_BITS = 12
const BAND = 1 << BAND_BITS

/**
 * Converts interleaved lattice x, y to interleaved world x, y. Equal inputs give equal outputs, so shared
 * vertices stay shared.
 */
export function toWorld(latticeXY: Int32Array): Int32Array {
  let south = Infinity
  let north = -Infinity
  for (let i = 1; i < latticeXY.length; i += 2) {
    const y = latticeXY[i] ?? 0
    if (y < south) south = y
    if (y > north) north = y
  }
  const world = new Int32Array(latticeXY.length)
  if (south > north) return world
  const first = south >> BAND_BITS
  const edges = new Float64Array((north >> BAND_BITS) - first + 2)
  for (let band = 0; band < edges.length; band++) edges[band] = exactWorldY((first + band) * BAND)
  for (let i = 0; i < latticeXY.length; i += 2) {
    world[i] = toWorldX(latticeXY[i] ?? 0)
    const y = latticeXY[i + 1] ?? 0
    const band = (y >> BAND_BITS) - first
    const edge = edges[band] ?? 0
    world[i + 1] = Math.round(edge + ((edges[band + 1] ?? 0) - edge) * ((y & (BAND - 1)) / BAND))
  }
  return world
}
