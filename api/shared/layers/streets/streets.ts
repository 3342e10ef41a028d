import { z } from 'zod'
import { interpolateByZoom, type MapLayer } from '../base/map-layer.ts'
import { buildNamedPolygonLayers } from '../base/named-polygon-layers.ts'
import { buildTerritoryStyle } from '../base/territory-style.ts'
import { MAX_TILE_ZOOM } from '../../tiles/world-coordinates.ts'

export const streetsLayer: MapLayer = {
  id: 'streets',
  geometry: 'polygon',
  source: 'areas',
  minZoom: 0,
  maxZoom: MAX_TILE_ZOOM,
  fields: z.object({ code: z.string(), name: z.string(), name_en: z.string().optional() }),
  shown: null,
  tileLayers: ({ units: { street } }, zoom) =>
    buildNamedPolygonLayers('streets', street, zoom, {
      labelsFrom: 6,
      rank: (row) => -street.figures.residents[row]!,
    }),
  style: (context) =>
    buildTerritoryStyle(
      'streets',
      {
        level: 'street',
        lineColor: context.theme.streetLine,
        lineWidth: interpolateByZoom([7, 0.5], [9, 0.8], [12, 1.6], [15, 2.4]),
        lineOpacity: interpolateByZoom([6, 0.5], [9, 0.7], [12, 0.9]),
        outlinedFrom: 0,
        labelSize: [
          [7, 11],
          [9, 13],
          [12, 16],
        ],
        labelColor: context.theme.text,
        labelFromZoom: 7,
        labelStays: 1,
        labelFont: 'medium',
        labelPadding: 6,
      },
      context,
    ),
  legend: (theme) => [{ text: 'layers.streets.border', symbol: 'line', color: theme.streetLine }],
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
