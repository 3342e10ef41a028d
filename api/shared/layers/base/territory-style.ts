import type { ExpressionSpecification } from '@maplibre/maplibre-gl-style-spec'
import { FONTS } from './fonts.ts'
import { interpolateByZoom, type StyleContext, type StyleLayer, type ZoomStops } from './map-layer.ts'
import type { TerritoryLevel } from '../../contract/enums.ts'
import {
  getBorderZoomRange,
  getFillZoomRange,
  getLabelZoomRange,
  MAX_VIEW_ZOOM,
  type ZoomRange,
} from './level-zooms.ts'
import { type Ramp, buildColorExpression, buildHeightExpression } from './ramp.ts'
import type { Theme } from './themes.ts'

export interface TerritoryStyleOptions {
  level: TerritoryLevel
  lineColor: string
  lineWidth: ExpressionSpecification
  lineOpacity?: ExpressionSpecification
  /** A wide blurred line under the border, so that it stands out from both sides. */
  glow?: { color: string; width: ExpressionSpecification }
  /**
   * Integer zoom from which on a selected area has an outline; below it is filled. An outline available for
   * each of 11,000 grids would cost more than everything else in the city view.
   */
  outlinedFrom: number
  /** Pixels by zoom, for Chinese text. */
  labelSize: ZoomStops
  labelColor: string
  labelFont?: keyof typeof FONTS
  labelFromZoom: number
  /** Number of zooms for which labels stay after the finer level has replaced this one. */
  labelStays: number
  labelPadding?: number
  letterSpacing?: number
}

/** Builds the common style of the four levels: filled where the level is in view, bordered from there on. */
export function buildTerritoryStyle(
  id: string,
  look: TerritoryStyleOptions,
  { theme, detail, ramp, language, depth }: StyleContext,
): StyleLayer[] {
  const layers: StyleLayer[] = []
  const filled = getFillZoomRange(look.level, detail)
  const bordered = getBorderZoomRange(look.level, detail)
  if (filled) {
    const color = ramp ? buildColorExpression(ramp) : theme.missing
    const fill = (name: string, range: ZoomRange, fillColor: typeof color): StyleLayer => ({
      slot: 'area',
      layer: {
        id: `${id}-${name}`,
        type: 'fill',
        ...range,
        paint: {
          'fill-color': fillColor,
          'fill-opacity': ramp
            ? interpolateByZoom([11.5, theme.fillOpacity], [14.5, theme.fillOpacity * 0.7])
            : 0.25,
          'fill-antialias': false,
        },
      },
    })
    const [far, near] = splitAt(filled, look.outlinedFrom)
    if (far) layers.push(fill('fill-far', far, markedColor(theme, color)))
    if (near) layers.push(fill('fill', near, color))
    if (ramp && theme.plate !== null && depth === 'extruded') layers.push(buildExtrusion(id, ramp, filled))
  }
  if (bordered) {
    if (look.glow) {
      layers.push({
        slot: 'border',
        layer: {
          id: `${id}-glow`,
          type: 'line',
          ...bordered,
          layout: { 'line-join': 'round' },
          paint: {
            'line-color': look.glow.color,
            'line-width': look.glow.width,
            'line-opacity': 0.8,
            'line-blur': 1.2,
          },
        },
      })
    }
    layers.push({
      slot: 'border',
      layer: {
        id: `${id}-line`,
        type: 'line',
        ...bordered,
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': look.lineColor,
          'line-width': look.lineWidth,
          'line-opacity': look.lineOpacity ?? 1,
        },
      },
    })
  }
  const outlined = splitAt(
    bordered ?? { minzoom: look.outlinedFrom, maxzoom: MAX_VIEW_ZOOM },
    look.outlinedFrom,
  )[1]
  if (outlined) layers.push(outline(id, theme, outlined))
  const labelled = getLabelZoomRange(look.level, detail)
  if (labelled) {
    const minzoom = Math.max(labelled.minzoom, look.labelFromZoom)
    const maxzoom = Math.min(labelled.maxzoom + look.labelStays, 24)
    if (minzoom < maxzoom) {
      layers.push({
        slot: 'label',
        from: 'labels',
        layer: {
          id: `${id}-label`,
          type: 'symbol',
          minzoom,
          maxzoom,
          layout: {
            'text-field':
              language === 'en' ? ['coalesce', ['get', 'name_en'], ['get', 'name']] : ['get', 'name'],
            'text-size': interpolateByZoom(
              ...(language === 'en' ? scaleForLatin(look.labelSize) : look.labelSize),
            ),
            'text-font': FONTS[look.labelFont ?? 'regular'],
            'text-letter-spacing': language === 'en' ? 0 : (look.letterSpacing ?? 0.04),
            'text-max-width': 8,
            'text-padding': look.labelPadding ?? 4,
            'symbol-sort-key': ['get', 'rank'],
          },
          paint: {
            'text-color': look.labelColor,
            'text-halo-color': theme.halo,
            'text-halo-width': 1.5,
            'text-halo-blur': 0.4,
          },
        },
      })
    }
  }
  return layers
}

const SELECTED: ExpressionSpecification = ['boolean', ['feature-state', 'selected'], false]
const HOVERED: ExpressionSpecification = ['boolean', ['feature-state', 'hover'], false]

/** Height of the top class in pixels, at any zoom. */
const HIGHEST = 56
/**
 * Metres per pixel at zoom 0 on the 34th parallel, with tiles of 512 pixels: 2π · 6,378,137 · cos 34° ÷ 512.
 */
const METRES = 64_900

/**
 * Builds the extrusion: above the borders, which are flat, and below markers and labels. The flat areas stay
 * for pointer events.
 */
function buildExtrusion(id: string, ramp: Ramp, range: ZoomRange): StyleLayer {
  const height = buildHeightExpression(ramp)
  const at = (zoom: number): ExpressionSpecification => ['*', (HIGHEST * METRES) / 2 ** zoom, height]
  return {
    slot: 'highlight',
    layer: {
      id: `${id}-raised`,
      type: 'fill-extrusion',
      ...range,
      paint: {
        'fill-extrusion-color': buildColorExpression(ramp),
        // halves with each zoom, like the metres per pixel
        'fill-extrusion-height': ['interpolate', ['exponential', 0.5], ['zoom'], 5, at(5), 17, at(17)],
        'fill-extrusion-opacity': 1,
      },
    },
  }
}

/**
 * Builds the outline from a single feature-state expression, because every state change evaluates all of
 * them.
 */
function outline(id: string, theme: Theme, range: ZoomRange): StyleLayer {
  return {
    slot: 'highlight',
    layer: {
      id: `${id}-highlight`,
      type: 'line',
      ...range,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': theme.selected, 'line-width': ['case', SELECTED, 4, HOVERED, 2.4, 0] },
    },
  }
}

function markedColor(theme: Theme, color: ExpressionSpecification | string): ExpressionSpecification {
  return ['case', SELECTED, theme.selected, HOVERED, theme.hover, color]
}

/** Latin names are longer and legible at a smaller size. */
function scaleForLatin([first, ...more]: ZoomStops): ZoomStops {
  const smaller = ([zoom, pixels]: [number, number]): [number, number] => [zoom, pixels * 0.86]
  return [smaller(first), ...more.map(smaller)]
}

/** Splits a range at a zoom; null: empty part. */
function splitAt({ minzoom, maxzoom }: ZoomRange, zoom: number): [ZoomRange | null, ZoomRange | null] {
  return [
    minzoom < zoom ? { minzoom, maxzoom: Math.min(maxzoom, zoom) } : null,
    maxzoom > zoom ? { minzoom: Math.max(minzoom, zoom), maxzoom } : null,
  ]
}
