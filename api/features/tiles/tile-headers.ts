import type { TileRequest } from './parse-tile-path.ts'
import type { CachedTile } from './tile-cache.ts'

export const TILE_MEDIA_TYPE = 'application/vnd.mapbox-vector-tile'

/**
 * A tile requested under its own revision never changes, so browsers cache it forever. Under any other URL it may change:
 * browsers revalidate it, mostly with a 304. Tiles require a session, so shared caches must not store them.
 */
export function buildTileHeaders({ revision }: TileRequest, tile: CachedTile): Record<string, string> {
  return {
    'content-type': TILE_MEDIA_TYPE,
    'cache-control':
      revision === tile.revision ? 'private, max-age=31536000, immutable' : 'private, no-cache',
    etag: `"${tile.revision}"`,
    vary: 'accept-encoding, cookie, authorization, x-api-key',
    'x-content-type-options': 'nosniff',
  }
}
