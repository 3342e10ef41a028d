import type { RasterLayerSpecification, RasterSourceSpecification } from '@maplibre/maplibre-gl-style-spec'
import type { Theme } from './base/themes.ts'

/** A raster basemap under the areas and lines of the city. */
export interface Basemap {
  /** URL template with `{z}/{x}/{y}`. */
  tiles: string
  /** 0–1. */
  opacity: number
  attribution: string | null
  /** Closest zoom that has tiles; closer views enlarge them. */
  maxZoom: number
}

/** Builds the raster source of a basemap. */
export function buildBasemapSource({ tiles, attribution, maxZoom }: Basemap): RasterSourceSpecification {
  return {
    type: 'raster',
    tiles: [tiles],
    tileSize: 256,
    maxzoom: maxZoom,
    ...(attribution === null ? {} : { attribution }),
  }
}

/** Builds the raster layer: pale, and darker at night, so that the layers of the city stand out. */
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
