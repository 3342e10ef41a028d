import type { TileZxy } from '#shared/tiles/encode-tile.ts'
import { computeHilbertIndex } from '../../coordinates/hilbert-index.ts'

/**
 * Number of a tile in a PMTiles archive: all tiles of the lower zooms, then its position on the Hilbert curve of its own
 * zoom, so that neighbouring tiles are stored near each other (PMTiles 3, §4.1).
 */
export function computeTileId({ z, x, y }: TileZxy): number {
  return (4 ** z - 1) / 3 + computeHilbertIndex(x, y, z)
}
