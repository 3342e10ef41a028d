import { z } from 'zod'
import { WaterClass } from '../../contract/words.ts'
import { FONTS } from '../fonts.ts'
import { byZoom, type MapLayer } from '../layer.ts'
import { MAX_TILE_ZOOM } from '../../tiles/world.ts'

/** Zoom from which on a class of water is drawn. */
const FROM_ZOOM: Record<WaterClass, number> = { sea: 0, lake: 0, river: 5, canal: 8, ditch: 11 }

export const water: MapLayer = {
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
        paint: { 'fill-color': ['match', ['get', 'class'], 'sea', theme.sea, theme.lake] },
      },
    },
    {
      slot: 'line',
      layer: {
        id: 'waterways-line',
        type: 'line',
        'source-layer': 'waterways',
        layout: { 'line-join': 'round', 'line-cap': 'round' },
        paint: {
          'line-color': theme.river,
          'line-width': [
            'interpolate', ['exponential', 1.5], ['zoom'],
            6, ['match', ['get', 'class'], 'river', 0.9, 0.3],
            10, ['match', ['get', 'class'], 'river', 2.6, 'canal', 1, 0.5],
            14, ['match', ['get', 'class'], 'river', 9, 'canal', 3.5, 1.5],
            17, ['match', ['get', 'class'], 'river', 34, 'canal', 14, 5],
          ],
        },
      },
    },
    {
      slot: 'label',
      layer: {
        id: 'waterways-label',
        type: 'symbol',
        'source-layer': 'waterways',
        minzoom: 8.5,
        filter: ['has', 'name'],
        layout: {
          'symbol-placement': 'line',
          'symbol-spacing': 420,
          'text-field': ['get', 'name'],
          'text-size': byZoom([8, 10.5], [14, 14]),
          'text-font': FONTS.regular,
          'text-letter-spacing': 0.25,
          'text-max-angle': 35,
        },
        paint: { 'text-color': theme.id === 'day' ? '#2f6d94' : '#79b4dd', 'text-halo-color': theme.halo, 'text-halo-width': 1.2 },
      },
    },
  ],
  legend: (theme) => [{ text: 'layers.water.line', symbol: 'line', color: theme.river }],
  popup: ['class', 'name'],
}
