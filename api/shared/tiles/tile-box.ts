import { type Box, UNITS_PER_DEGREE } from '../geometry/lattice.ts'
import type { TileZxy } from './encode-tile.ts'

/** Buffer of neighbouring tiles as a fraction of the side of a tile: 64 of 4096 units. */
const BUFFER_PART = 64 / 4096

/** Returns the lattice box of everything that a tile may contain, including its buffer. */
export function computeTileBox({ z, x, y }: TileZxy): Box {
  return [
    Math.floor(longitude(x - BUFFER_PART, z) * UNITS_PER_DEGREE),
    Math.floor(latitude(y + 1 + BUFFER_PART, z) * UNITS_PER_DEGREE),
    Math.ceil(longitude(x + 1 + BUFFER_PART, z) * UNITS_PER_DEGREE),
    Math.ceil(latitude(y - BUFFER_PART, z) * UNITS_PER_DEGREE),
  ]
}

function longitude(x: number, z: number): number {
  return (x / 2 ** z) * 360 - 180
}

function latitude(y: number, z: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** z))) * 180) / Math.PI
}
