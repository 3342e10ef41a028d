import type { ExpressionSpecification } from '@maplibre/maplibre-gl-style-spec'
import { z } from 'zod'
import { RoadClass } from '../../contract/words.ts'
import { FONTS } from '../fonts.ts'
import { byZoom, type MapLayer } from '../layer.ts'
import { MAX_TILE_ZOOM } from '../../tiles/world.ts'

/** Zoom from which on a class of road is drawn. */
const FROM_ZOOM: Record<RoadClass, number> = { motorway: 5, trunk: 6, primary: 8, secondary: 10, street: 12, lane: 13 }

const widths = (extra: number): ExpressionSpecification => [
  'interpolate', ['exponential', 1.5], ['zoom'],
  7, ['match', ['get', 'class'], ['motorway', 'trunk'], 0.8 + extra / 2, 0.4 + extra / 2],
  11, ['match', ['get', 'class'], ['motorway', 'trunk'], 2.4 + extra, 'primary', 1.6 + extra, 0.8 + extra],
  14, ['match', ['get', 'class'], ['motorway', 'trunk'], 6 + extra, 'primary', 4.5 + extra, 'secondary', 3 + extra, 1.8 + extra],
  17, ['match', ['get', 'class'], ['motorway', 'trunk'], 20 + extra, 'primary', 16 + extra, 'secondary', 12 + extra, 7 + extra],
]

export const roads: MapLayer = {
  id: 'roads',
  geometry: 'line',
  source: 'base',
  minZoom: 5,
  maxZoom: MAX_TILE_ZOOM,
  fields: z.object({ class: RoadClass, name: z.string().optional(), bridge: z.boolean().optional() }),
  shown: true,
  tileLayers: ({ roads: table }, zoom) => [{
    name: 'roads',
    mesh: table.mesh,
    ids: table.ids,
    accepts: (row) => zoom >= FROM_ZOOM[table.classes[row]!],
    tags: [
      { key: 'class', value: (row) => table.classes[row] },
      { key: 'name', value: (row) => (zoom >= 11 ? table.names[row] ?? undefined : undefined) },
      { key: 'bridge', value: (row) => (zoom >= 12 && table.bridge[row] === 1 ? true : undefined) },
    ],
  }],
  style: ({ theme }) => [
    {
      slot: 'line',
      layer: {
        id: 'roads-casing',
        type: 'line',
        minzoom: 10,
        layout: { 'line-join': 'round', 'line-cap': 'round' },
        paint: { 'line-color': theme.roadCasing, 'line-width': widths(1.4), 'line-opacity': byZoom([10, 0], [12, 0.8]) },
      },
    },
    {
      slot: 'line',
      layer: {
        id: 'roads-line',
        type: 'line',
        layout: { 'line-join': 'round', 'line-cap': 'round' },
        paint: {
          'line-color': ['match', ['get', 'class'], 'motorway', theme.motorway, 'trunk', theme.trunk, theme.road],
          'line-width': widths(0),
          'line-opacity': byZoom([6, 0.7], [10, 1]),
        },
      },
    },
    {
      slot: 'label',
      layer: {
        id: 'roads-label',
        type: 'symbol',
        minzoom: 12.5,
        filter: ['has', 'name'],
        layout: {
          'symbol-placement': 'line',
          'symbol-spacing': 360,
          'text-field': ['get', 'name'],
          'text-size': byZoom([12, 10.5], [16, 13]),
          'text-font': FONTS.regular,
        },
        paint: { 'text-color': theme.textSoft, 'text-halo-color': theme.halo, 'text-halo-width': 1.4 },
      },
    },
  ],
  legend: (theme) => [{ text: 'layers.roads.trunk', symbol: 'line', color: theme.trunk }],
  popup: ['class', 'name', 'bridge'],
}
