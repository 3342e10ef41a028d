import type { TileZxy } from '#shared/tiles/encode-tile.ts'

/** An open file of map tiles. */
export interface TileArchive {
  /** `vector`: tiles that have to be drawn, which this program does not do with those of others. */
  tiles: 'raster' | 'vector'
  minZoom: number
  maxZoom: number
  /** Whose map it is, as the file says; null: it does not. */
  attribution: string | null
  /** The bytes of a tile, y from the north; null: the file has none there. */
  getTile(at: TileZxy): Promise<Uint8Array | null>
  close(): Promise<void>
}

/** A tile of more bytes is not read. */
export const MAX_TILE_BYTES = 1_000_000
/** What is shown of a file's own words. */
const MAX_ATTRIBUTION = 80

/** Text of an attribution, which files often have as HTML. */
export function readAttribution(value: unknown): string | null {
  if (typeof value !== 'string') return null
  const text = value
    .slice(0, 2000)
    .replace(/<[^>]*>/g, '')
    .replace(/&copy;/g, '©')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim()
  return text === '' ? null : text.slice(0, MAX_ATTRIBUTION)
}

/** A zoom as a file states it; what is none is the other number. */
export function readZoom(value: unknown, otherwise: number): number {
  const zoom = value === null || value === undefined || value === '' ? NaN : Number(value)
  return Number.isInteger(zoom) && zoom >= 0 && zoom <= 30 ? zoom : otherwise
}
