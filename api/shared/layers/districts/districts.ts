import { z } from 'zod'
import { interpolateByZoom, type MapLayer, type StyleContext, type StyleLayer } from '../base/map-layer.ts'
import { buildNamedPolygonLayers } from '../base/named-polygon-layers.ts'
import { buildTerritoryStyle } from '../base/territory-style.ts'
import { MAX_TILE_ZOOM } from '../../tiles/world-coordinates.ts'

export const districtsLayer: MapLayer = {
  id: 'districts',
  geometry: 'polygon',
  source: 'areas',
  minZoom: 0,
  maxZoom: MAX_TILE_ZOOM,
  fields: z.object({ code: z.string(), name: z.string(), name_en: z.string().optional() }),
  shown: null,
  tileLayers: ({ units: { district } }, zoom) =>
    buildNamedPolygonLayers('districts', district, zoom, {
      labelsFrom: 0,
      rank: (row) => -district.figures.residents[row]!,
    }),
  style: (context) => [
    ...plateStyle(context),
    {
      slot: 'land',
      layer: {
        id: 'districts-land',
        type: 'fill',
        paint: { 'fill-color': context.theme.land, 'fill-antialias': false },
      },
    },
    ...buildTerritoryStyle(
      'districts',
      {
        level: 'district',
        lineColor: context.theme.districtLine,
        lineWidth: interpolateByZoom([6, 1], [9, 1.5], [12, 2.2], [15, 3]),
        glow: {
          color: context.theme.districtGlow,
          width: interpolateByZoom([6, 2.4], [9, 4], [12, 6.5], [15, 9]),
        },
        outlinedFrom: 0,
        labelSize: [
          [6, 13],
          [8, 16],
          [10, 19],
        ],
        labelColor: context.theme.text,
        labelFont: 'bold',
        labelPadding: 2,
        labelFromZoom: 0,
        labelStays: 2,
        letterSpacing: 0.14,
      },
      context,
    ),
  ],
  legend: (theme) => [{ text: 'layers.districts.border', symbol: 'line', color: theme.districtLine }],
  popup: [
    'communities',
    'grids',
    'households',
    'residents',
    'workers',
    'branches',
    'stations',
    'centers',
    'parks',
    'areaM2',
  ],
}

/** Pixels between the lines of the side of the plate. */
const STEP = 3

/**
 * Below the land: a wide blurred light along all borders, of which only the outermost is visible, and the
 * side of the plate, shifted copies of the land.
 */
function plateStyle({ theme: { plate }, depth }: StyleContext): StyleLayer[] {
  if (plate === null || depth === 'flat') return []
  return [
    ...[
      [26, 0.3],
      [13, 0.75],
    ].map(([width = 0, opacity = 0], at): StyleLayer => ({
      slot: 'land',
      layer: {
        id: `districts-light-${at}`,
        type: 'line',
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': plate.light,
          'line-width': width,
          'line-blur': width,
          'line-opacity': opacity,
        },
      },
    })),
    ...plate.side
      .map((color, at): StyleLayer => ({
        slot: 'land',
        layer: {
          id: `districts-side-${at}`,
          type: 'fill',
          paint: {
            'fill-color': color,
            'fill-translate': [0, STEP * (at + 1)],
            'fill-translate-anchor': 'viewport',
            'fill-antialias': false,
          },
        },
      }))
      .reverse(),
  ]
}
