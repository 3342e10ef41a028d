import type { RasterLayerSpecification, RasterSourceSpecification } from '@maplibre/maplibre-gl-style-spec'
import type { Theme } from './base/themes.ts'

/** Pictures of somebody else under the city's areas and lines. */
export interface Basemap {
  /** With `{z}/{x}/{y}` left open. */
  tiles: string
  /** 0–1. */
  opacity: number
  attribution: string | null
}

/** Providers have tiles down to here; closer ones are enlarged. */
const MOST_ZOOM = 18

export function buildBasemapSource({ tiles, attribution }: Basemap): RasterSourceSpecification {
  return {
    type: 'raster',
    tiles: [tiles],
    tileSize: 256,
    maxzoom: MOST_ZOOM,
    ...(attribution === null ? {} : { attribution }),
  }
}

/** Paler than it comes, and darker at night: it is the ground, the city's own layers are the figure. */
export function buildBasemapLayer(
  { opacity }: Basemap,
  { saturation, brightness }: NonNullable<Theme['basemap']>,
): RasterLayerSpecification {
  return {
    id: 'basemap',
    type: 'raster',
    source: 'basemap',
    paint: {
      'raster-opacity': opacity,
      'raster-saturation': saturation,
      'raster-brightness-max': brightness,
      'raster-fade-duration': 0,
    },
  }
}
