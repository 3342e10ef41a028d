import type { TileRequest } from './parse-tile-path.ts'
import type { ReadyTile } from './tile-cache.ts'

export const TILE_TYPE = 'application/vnd.mapbox-vector-tile'

/**
 * A tile asked for under its own revision never changes and is kept for good by the reader's browser. Under any other
 * address it may; the reader asks again and mostly hears 304. Tiles belong to a session, so shared caches keep out.
 */
export function tileHeaders({ revision }: TileRequest, tile: ReadyTile): Record<string, string> {
  return {
    'content-type': TILE_TYPE,
    'cache-control':
      revision === tile.revision ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    etag: `"${tile.revision}"`,
    vary: 'accept-encoding, cookie',
    'x-content-type-options': 'nosniff',
  }
}
