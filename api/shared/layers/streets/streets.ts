import { z } from 'zod'
import { byZoom, type MapLayer } from '../layer.ts'
import { namedShapes } from '../table-layers.ts'
import { territoryStyle } from '../territory.ts'
import { MAX_TILE_ZOOM } from '../../tiles/world.ts'

export const streets: MapLayer = {
  id: 'streets',
  geometry: 'polygon',
  source: 'areas',
  minZoom: 0,
  maxZoom: MAX_TILE_ZOOM,
  fields: z.object({ code: z.string(), name: z.string(), name_en: z.string().optional() }),
  shown: null,
  tileLayers: ({ units: { street } }, zoom) =>
    namedShapes('streets', street, zoom, { labelsFrom: 6, rank: (row) => -street.figures.residents[row]! }),
  style: (context) =>
    territoryStyle(
      'streets',
      {
        level: 'street',
        lineColor: context.theme.streetLine,
        lineWidth: byZoom([7, 0.5], [9, 0.8], [12, 1.6], [15, 2.4]),
        lineOpacity: byZoom([6, 0.5], [9, 0.7], [12, 0.9]),
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
