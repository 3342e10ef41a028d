import { z } from 'zod'
import { WaterClass } from '../../contract/enums.ts'
import { FONTS } from '../base/fonts.ts'
import {
  interpolateExponentiallyByZoom,
  interpolateByZoom,
  type MapLayer,
  type StyleLayer,
  type ZoomStops,
} from '../base/map-layer.ts'
import { MAX_TILE_ZOOM } from '../../tiles/world-coordinates.ts'

/** Zoom from which on a class of water is drawn. */
const FROM_ZOOM: Record<WaterClass, number> = { sea: 0, lake: 0, river: 5, canal: 8, ditch: 11 }

/** From minor to major, which is drawn on top; one style layer each, as for roads. */
const APPEARANCES: readonly { waterClass: WaterClass; width: ZoomStops }[] = [
  {
    waterClass: 'ditch',
    width: [
      [11, 0.4],
      [14, 1.4],
      [17, 5],
    ],
  },
  {
    waterClass: 'canal',
    width: [
      [8, 0.5],
      [10, 0.9],
      [14, 3.4],
      [17, 14],
    ],
  },
  {
    waterClass: 'river',
    width: [
      [6, 0.8],
      [10, 2.4],
      [14, 9],
      [17, 34],
    ],
  },
]

export const waterLayer: MapLayer = {
  id: 'water',
  geometry: 'polygon',
  source: 'base',
  minZoom: 0,
  maxZoom: MAX_TILE_ZOOM,
  fields: z.object({ class: WaterClass, name: z.string().optional() }),
  shown: true,
  tileLayers: ({ waterAreas, waterLines }, zoom) => [
    {
      name: 'water',
      mesh: waterAreas.mesh,
      ids: waterAreas.ids,
      tags: [
        { key: 'class', value: (row) => waterAreas.classes[row] },
        { key: 'name', value: (row) => waterAreas.names[row] ?? undefined },
      ],
    },
    {
      name: 'waterways',
      mesh: waterLines.mesh,
      ids: waterLines.ids,
      accepts: (row) => zoom >= FROM_ZOOM[waterLines.classes[row]!],
      tags: [
        { key: 'class', value: (row) => waterLines.classes[row] },
        { key: 'name', value: (row) => waterLines.names[row] ?? undefined },
      ],
    },
  ],
  style: ({ theme }) => [
    {
      slot: 'ground',
      layer: {
        id: 'water-area',
        type: 'fill',
        paint: {
          'fill-color': ['match', ['get', 'class'], 'sea', theme.sea, theme.lake],
          'fill-antialias': false,
        },
      },
    },
    {
      slot: 'ground',
      layer: {
        id: 'water-shore',
        type: 'line',
        filter: ['==', ['get', 'class'], 'lake'],
        paint: { 'line-color': theme.lake, 'line-width': 1.2 },
      },
    },
    ...APPEARANCES.map(({ waterClass, width }): StyleLayer => ({
      slot: 'line',
      layer: {
        id: `waterways-${waterClass}`,
        type: 'line',
        'source-layer': 'waterways',
        minzoom: FROM_ZOOM[waterClass],
        filter: ['==', ['get', 'class'], waterClass],
        layout: { 'line-join': 'round', 'line-cap': 'round' },
        paint: { 'line-color': theme.river, 'line-width': interpolateExponentiallyByZoom(...width) },
      },
    })),
    {
      slot: 'label',
      layer: {
        id: 'waterways-label',
        type: 'symbol',
        'source-layer': 'waterways',
        minzoom: 9,
        filter: ['has', 'name'],
        layout: {
          'symbol-placement': 'line',
          'symbol-spacing': 420,
          'text-field': ['get', 'name'],
          'text-size': interpolateByZoom([8, 10.5], [14, 14]),
          'text-font': FONTS.regular,
          'text-letter-spacing': 0.25,
          'text-max-angle': 35,
        },
        paint: {
          'text-color': theme.id === 'day' ? '#2f6d94' : '#79b4dd',
          'text-halo-color': theme.halo,
          'text-halo-width': 1.2,
        },
      },
    },
  ],
  legend: (theme) => [{ text: 'layers.water.line', symbol: 'line', color: theme.river }],
  popup: ['class', 'name'],
}
