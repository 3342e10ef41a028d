import type { CitySettings } from '#shared/contract/city/city-settings.ts'

export interface BasemapTile {
  z: number
  x: number
  y: number
}

/** Where a tile of the city's basemap lies; null: it has chosen none, or Tianditu without the server's key for it. */
export function buildBasemapTileUrl(
  { kind, address }: CitySettings['basemap'],
  { z, x, y }: BasemapTile,
  tiandituKey: string | undefined,
): URL | null {
  if (kind === 'none') return null
  if (kind === 'xyz') {
    const filled =
      address?.replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y)) ?? ''
    return URL.canParse(filled) ? new URL(filled) : null
  }
  if (tiandituKey === undefined) return null
  const layer = kind === 'tianditu_image' ? 'img' : 'vec'
  // its eight names are one service; a tile is always asked for at the same one
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
