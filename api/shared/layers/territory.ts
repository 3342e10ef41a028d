import type { ExpressionSpecification } from '@maplibre/maplibre-gl-style-spec'
import type { Level, StyleContext, StyleLayer } from './layer.ts'
import { borderRange, filledRange } from './level-zooms.ts'
import { rampExpression } from './ramp.ts'

export interface TerritoryLook {
  level: Level
  lineColor: string
  lineWidth: ExpressionSpecification
  lineOpacity?: ExpressionSpecification
  /** A wide soft line under the border, so that it stands out from the areas on both sides. */
  glow?: { color: string; width: ExpressionSpecification }
  labelSize: ExpressionSpecification
  labelColor: string
  labelFromZoom: number
  /** Labels stay this many zooms after the finer level has taken over. */
  labelStays: number
  letterSpacing?: number
}

/** What the four levels of territory have in common: filled where they are the level in view, bordered from there on. */
export function territoryStyle(id: string, look: TerritoryLook, { theme, detail, ramp, language }: StyleContext): StyleLayer[] {
  const layers: StyleLayer[] = []
  const filled = filledRange(look.level, detail)
  const bordered = borderRange(look.level, detail)
  if (filled) {
    layers.push({
      slot: 'area',
      layer: {
        id: `${id}-fill`,
        type: 'fill',
        ...filled,
        paint: {
          'fill-color': ramp ? rampExpression(ramp) : theme.missing,
          'fill-opacity': ramp ? theme.fillOpacity : 0.25,
          'fill-antialias': false,
        },
      },
    })
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
          paint: { 'line-color': look.glow.color, 'line-width': look.glow.width, 'line-opacity': 0.75, 'line-blur': 1 },
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
        paint: { 'line-color': look.lineColor, 'line-width': look.lineWidth, 'line-opacity': look.lineOpacity ?? 1 },
      },
    })
  }
  layers.push({
    slot: 'highlight',
    layer: {
      id: `${id}-highlight`,
      type: 'line',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': ['case', ['boolean', ['feature-state', 'selected'], false], theme.selected, theme.hover],
        'line-width': ['case', ['boolean', ['feature-state', 'selected'], false], 4, 2.5],
        'line-opacity': [
          'case',
          ['boolean', ['feature-state', 'selected'], false], 1,
          ['boolean', ['feature-state', 'hover'], false], 0.9,
          0,
        ],
      },
    },
  })
  if (filled) {
    const minzoom = Math.max(filled.minzoom, look.labelFromZoom)
    const maxzoom = Math.min(filled.maxzoom + look.labelStays, 24)
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
            'text-field': language === 'en' ? ['coalesce', ['get', 'name_en'], ['get', 'name']] : ['get', 'name'],
            'text-size': look.labelSize,
            'text-font': ['Noto Sans CJK SC Regular'],
            'text-letter-spacing': look.letterSpacing ?? 0.02,
            'text-max-width': 8,
            'text-padding': 4,
            'symbol-sort-key': ['get', 'rank'],
          },
          paint: { 'text-color': look.labelColor, 'text-halo-color': theme.halo, 'text-halo-width': 1.4 },
        },
      })
    }
  }
  return layers
}
