import { z } from 'zod'
import { PremisesStatus } from '../../contract/enums.ts'
import { FONTS } from '../base/fonts.ts'
import { interpolateByZoom, type MapLayer } from '../base/map-layer.ts'
import {
  buildLabelOffset,
  buildPremisesTileLayers,
  buildMarkerCollisionLayer,
} from '../base/premises-layers.ts'
import { MAX_TILE_ZOOM } from '../../tiles/world-coordinates.ts'

export const stationsLayer: MapLayer = {
  id: 'stations',
  geometry: 'point',
  source: 'places',
  minZoom: 5,
  maxZoom: MAX_TILE_ZOOM,
  fields: z.object({ code: z.string(), name: z.string(), status: PremisesStatus }),
  shown: true,
  tileLayers: (city) => buildPremisesTileLayers(city, 'stations', 'station'),
  style: ({ theme }) => [
    {
      slot: 'marker',
      layer: {
        id: 'stations-dot',
        type: 'circle',
        paint: {
          'circle-radius': interpolateByZoom([7, 1.3], [9, 2.4], [11, 4], [14, 6.5], [17, 9]),
          'circle-color': ['case', ['==', ['get', 'status'], 'open'], theme.station, theme.stationClosed],
          'circle-stroke-color': [
            'case',
            ['boolean', ['feature-state', 'selected'], false],
            theme.selected,
            theme.markerRing,
          ],
          'circle-stroke-width': [
            'case',
            ['boolean', ['feature-state', 'selected'], false],
            3,
            ['boolean', ['feature-state', 'hover'], false],
            2.5,
            1.2,
          ],
        },
      },
    },
    buildMarkerCollisionLayer('stations', 13, interpolateByZoom([13, 11], [17, 20])),
    {
      slot: 'label',
      layer: {
        id: 'stations-label',
        type: 'symbol',
        minzoom: 13,
        layout: {
          'text-field': ['get', 'name'],
          'text-size': 11.5,
          'text-font': FONTS.regular,
          'text-offset': buildLabelOffset([13, 0.9], [17, 1.45]),
          'text-anchor': 'top',
          'text-optional': true,
        },
        paint: { 'text-color': theme.text, 'text-halo-color': theme.halo, 'text-halo-width': 1.4 },
      },
    },
  ],
  legend: (theme) => [
    { text: 'layers.stations.open', symbol: 'circle', color: theme.station, outline: theme.markerRing },
  ],
  popup: [
    'status',
    'grid',
    'openedOn',
    'areaM2',
    'tenure',
    'functions',
    'openingHours',
    'capacityHouseholds',
    'dutyPhone',
    'surveyedOn',
  ],
}
