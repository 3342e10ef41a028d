import { z } from 'zod'
import { GridKind } from '../../contract/enums.ts'
import { interpolateByZoom, type MapLayer } from '../base/map-layer.ts'
import { DETAIL_ZOOM, buildNamedPolygonLayers } from '../base/named-polygon-layers.ts'
import { buildTerritoryStyle } from '../base/territory-style.ts'
import { MAX_TILE_ZOOM } from '../../tiles/world-coordinates.ts'

export const gridsLayer: MapLayer = {
  id: 'grids',
  geometry: 'polygon',
  source: 'grids',
  minZoom: 5,
  maxZoom: MAX_TILE_ZOOM,
  fields: z.object({ code: z.string().optional(), name: z.string().optional(), kind: GridKind.optional() }),
  shown: null,
  tileLayers: ({ grids: table }, zoom) =>
    buildNamedPolygonLayers('grids', table, zoom, {
      labelsFrom: 13,
      rank: (row) => -table.households[row]!,
      more: zoom >= DETAIL_ZOOM ? [{ key: 'kind', value: (row) => table.kinds[row] }] : [],
    }),
  style: (context) =>
    buildTerritoryStyle(
      'grids',
      {
        level: 'grid',
        lineColor: context.theme.gridLine,
        lineWidth: interpolateByZoom([7, 0.2], [9, 0.35], [11, 0.6], [13, 0.9], [16, 1.4]),
        lineOpacity: interpolateByZoom([6, 0.35], [9, 0.5], [12, 0.75], [14, 0.9]),
        outlinedFrom: 11,
        labelSize: [
          [13, 11],
          [16, 14],
        ],
        labelColor: context.theme.textSoft,
        labelFromZoom: 14,
        labelStays: 0,
      },
      context,
    ),
  legend: (theme) => [{ text: 'layers.grids.border', symbol: 'line', color: theme.gridLine }],
  popup: [
    'kind',
    'households',
    'residents',
    'members',
    'fullTimeWorkers',
    'partTimeWorkers',
    'branchSince',
    'buildingGroups',
    'householdHubs',
    'premises',
    'areaM2',
  ],
}
