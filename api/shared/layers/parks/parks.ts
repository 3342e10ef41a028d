import { z } from 'zod'
import { Organisation, ParkKind } from '../../contract/enums.ts'
import { FONTS } from '../base/fonts.ts'
import { interpolateByZoom, type MapLayer } from '../base/map-layer.ts'
import { buildNamedPolygonLayers } from '../base/named-polygon-layers.ts'
import { MAX_TILE_ZOOM } from '../../tiles/world-coordinates.ts'

export const parksLayer: MapLayer = {
  id: 'parks',
  geometry: 'polygon',
  source: 'areas',
  minZoom: 5,
  maxZoom: MAX_TILE_ZOOM,
  fields: z.object({ code: z.string(), name: z.string(), kind: ParkKind, organisation: Organisation }),
  shown: true,
  tileLayers: ({ parks: table }, zoom) =>
    buildNamedPolygonLayers('parks', table, zoom, {
      labelsFrom: 8,
      rank: (row) => -table.employees[row]!,
      more: [
        { key: 'kind', value: (row) => table.kinds[row] },
        { key: 'organisation', value: (row) => table.organisations[row] },
      ],
    }),
  style: ({ theme }) => [
    {
      slot: 'pattern',
      layer: {
        id: 'parks-fill',
        type: 'fill',
        paint: {
          'fill-color': theme.park,
          'fill-opacity': interpolateByZoom([7, 0.55], [9, 0.32], [12, 0.16]),
          'fill-antialias': false,
        },
      },
    },
    {
      slot: 'highlight',
      layer: {
        id: 'parks-line',
        type: 'line',
        minzoom: 9,
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': theme.park,
          'line-width': [
            'case',
            ['boolean', ['feature-state', 'selected'], false],
            4,
            ['boolean', ['feature-state', 'hover'], false],
            3,
            1.6,
          ],
          'line-dasharray': [3, 1.6],
        },
      },
    },
    {
      slot: 'label',
      from: 'labels',
      layer: {
        id: 'parks-label',
        type: 'symbol',
        minzoom: 10,
        layout: {
          'text-field': ['get', 'name'],
          'text-size': interpolateByZoom([10, 11], [14, 14]),
          'text-font': FONTS.regular,
          'text-max-width': 7,
          'symbol-sort-key': ['get', 'rank'],
        },
        paint: { 'text-color': theme.park, 'text-halo-color': theme.halo, 'text-halo-width': 1.5 },
      },
    },
  ],
  legend: (theme) => [{ text: 'layers.parks.area', symbol: 'hatch', color: theme.park }],
  popup: [
    'kind',
    'level',
    'organisation',
    'organisationSince',
    'liaisonSince',
    'enterprises',
    'employees',
    'members',
    'areaM2',
  ],
}
