import type { TileRequest } from './parse-tile-path.ts'
import type { CachedTile } from './tile-cache.ts'

export const TILE_MEDIA_TYPE = 'application/vnd.mapbox-vector-tile'

/**
 * A tile asked for under its own revision never changes and is kept for good by the reader's browser. Under any other
 * address it may; the reader asks again and mostly hears 304. Tiles belong to a session, so shared caches keep out.
 */
export function buildTileHeaders({ revision }: TileRequest, tile: CachedTile): Record<string, string> {
  return {
    'content-type': TILE_MEDIA_TYPE,
    'cache-control':
      revision === tile.revision ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    etag: `"${tile.revision}"`,
    vary: 'accept-encoding, cookie',
    'x-content-type-options': 'nosniff',
  }
}
