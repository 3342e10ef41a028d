import { z } from 'zod'
import { interpolateByZoom, type MapLayer } from '../base/map-layer.ts'
import { buildNamedPolygonLayers } from '../base/named-polygon-layers.ts'
import { buildTerritoryStyle } from '../base/territory-style.ts'
import { MAX_TILE_ZOOM } from '../../tiles/world-coordinates.ts'

export const communitiesLayer: MapLayer = {
  id: 'communities',
  geometry: 'polygon',
  source: 'areas',
  minZoom: 5,
  maxZoom: MAX_TILE_ZOOM,
  fields: z.object({ code: z.string(), name: z.string(), name_en: z.string().optional() }),
  shown: null,
  tileLayers: ({ units: { community } }, zoom) =>
    buildNamedPolygonLayers('communities', community, zoom, {
      labelsFrom: 9,
      rank: (row) => -community.figures.residents[row]!,
    }),
  style: (context) =>
    buildTerritoryStyle(
      'communities',
      {
        level: 'community',
        lineColor: context.theme.communityLine,
        lineWidth: interpolateByZoom([8, 0.35], [11, 0.9], [15, 1.8]),
        lineOpacity: interpolateByZoom([6, 0.3], [9, 0.5], [12, 0.85]),
        outlinedFrom: 9,
        labelSize: [
          [10, 11.5],
          [13, 14],
          [16, 17],
        ],
        labelColor: context.theme.text,
        labelFromZoom: 10,
        labelStays: 2,
        labelPadding: 6,
      },
      context,
    ),
  legend: (theme) => [{ text: 'layers.communities.border', symbol: 'line', color: theme.communityLine }],
  popup: [
    'type',
    'grids',
    'households',
    'residents',
    'workers',
    'branches',
    'householdHubs',
    'stations',
    'areaM2',
  ],
}
