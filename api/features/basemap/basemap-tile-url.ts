import type { CitySettings } from '#shared/contract/city/city-settings.ts'
import type { TileZxy } from '#shared/tiles/encode-tile.ts'

/** Returns the URL of a basemap tile; null: the city has no basemap, or chose Tianditu and the server has no key. */
export function buildBasemapTileUrl(
  { kind, address }: CitySettings['basemap'],
  { z, x, y }: TileZxy,
  tiandituKey: string | undefined,
): URL | null {
  if (kind === 'none' || kind === 'file') return null
  if (kind === 'xyz') {
    const filled =
      address?.replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y)) ?? ''
    return URL.canParse(filled) ? new URL(filled) : null
  }
  if (tiandituKey === undefined) return null
  const layer = kind === 'tianditu_image' ? 'img' : 'vec'
  // eight host names serve the same tiles; a tile always uses the same host, so that caches work
  const url = new URL(`https://t${(x + y) % 8}.tianditu.gov.cn/${layer}_w/wmts`)
  url.search = new URLSearchParams({
    SERVICE: 'WMTS',
    REQUEST: 'GetTile',
    VERSION: '1.0.0',
    LAYER: layer,
    STYLE: 'default',
    TILEMATRIXSET: 'w',
    FORMAT: 'tiles',
    TILEMATRIX: String(z),
    TILEROW: String(y),
    TILECOL: String(x),
    tk: tiandituKey,
  }).toString()
  return url
}
