import type { TileZxy } from '#shared/tiles/encode-tile.ts'

/**
 * Number of a tile in a PMTiles archive: all tiles of the zooms above, then its place on the Hilbert curve of its own
 * zoom, so that neighbours on the ground lie near each other in the file (PMTiles 3, §4.1).
 */
export function computeTileId({ z, x, y }: TileZxy): number {
  let [px, py] = [x, y]
  let id = (4 ** z - 1) / 3
  for (let side = 2 ** (z - 1); side >= 1; side /= 2) {
    const east = (px & side) > 0 ? 1 : 0
    const south = (py & side) > 0 ? 1 : 0
    id += side * side * ((3 * east) ^ south)
    if (south === 0) {
      if (east === 1) [px, py] = [side - 1 - px, side - 1 - py]
      ;[px, py] = [py, px]
    }
  }
  return id
}
