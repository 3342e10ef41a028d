import type { ExpressionSpecification } from '@maplibre/maplibre-gl-style-spec'
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

const isOpen: ExpressionSpecification = ['==', ['get', 'status'], 'open']

export const centersLayer: MapLayer = {
  id: 'centers',
  geometry: 'point',
  source: 'places',
  minZoom: 5,
  maxZoom: MAX_TILE_ZOOM,
  fields: z.object({ code: z.string(), name: z.string(), status: PremisesStatus }),
  shown: true,
  tileLayers: (city) => buildPremisesTileLayers(city, 'centers', 'center'),
  // a disc if open, a ring if planned or under construction; with a centre mark when close
  style: ({ theme }) => [
    {
      slot: 'marker',
      layer: {
        id: 'centers-disc',
        type: 'circle',
        paint: {
          'circle-radius': interpolateByZoom([6, 2.2], [8, 3.8], [10, 5.6], [13, 8.5], [16, 12]),
          'circle-color': ['case', isOpen, theme.center, theme.markerRing],
          'circle-stroke-color': [
            'case',
            ['boolean', ['feature-state', 'selected'], false],
            theme.selected,
            isOpen,
            theme.markerRing,
            ['==', ['get', 'status'], 'building'],
            theme.center,
            theme.centerPlanned,
          ],
          'circle-stroke-width': [
            'case',
            ['boolean', ['feature-state', 'selected'], false],
            3.5,
            ['boolean', ['feature-state', 'hover'], false],
            3,
            1.5,
          ],
        },
      },
    },
    {
      slot: 'marker',
      layer: {
        id: 'centers-heart',
        type: 'circle',
        minzoom: 10,
        paint: {
          'circle-radius': interpolateByZoom([10, 1.6], [13, 3.2], [16, 4.6]),
          'circle-color': [
            'case',
            isOpen,
            theme.markerRing,
            ['==', ['get', 'status'], 'building'],
            theme.center,
            theme.centerPlanned,
          ],
        },
      },
    },
    buildMarkerCollisionLayer('centers', 11, interpolateByZoom([11, 12], [13, 18], [16, 26])),
    {
      slot: 'label',
      layer: {
        id: 'centers-label',
        type: 'symbol',
        minzoom: 11,
        layout: {
          'text-field': ['get', 'name'],
          'text-size': interpolateByZoom([10, 11.5], [14, 14]),
          'text-font': FONTS.medium,
          'text-offset': buildLabelOffset([11, 0.95], [13, 1.1], [16, 1.45]),
          'text-anchor': 'top',
          'text-max-width': 9,
          'text-optional': true,
        },
        paint: { 'text-color': theme.center, 'text-halo-color': theme.halo, 'text-halo-width': 1.6 },
      },
    },
  ],
  legend: (theme) => [
    { text: 'layers.centers.open', symbol: 'circle', color: theme.center, outline: theme.markerRing },
    { text: 'layers.centers.building', symbol: 'circle', color: theme.markerRing, outline: theme.center },
    {
      text: 'layers.centers.planned',
      symbol: 'circle',
      color: theme.markerRing,
      outline: theme.centerPlanned,
    },
  ],
  popup: [
    'status',
    'grid',
    'level',
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
