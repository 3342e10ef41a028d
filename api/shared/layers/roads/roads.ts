import { z } from 'zod'
import { RoadClass } from '../../contract/enums.ts'
import { FONTS } from '../base/fonts.ts'
import {
  interpolateExponentiallyByZoom,
  interpolateByZoom,
  type MapLayer,
  type StyleLayer,
  type ZoomStops,
} from '../base/map-layer.ts'
import type { Theme } from '../base/themes.ts'
import { MAX_TILE_ZOOM } from '../../tiles/world-coordinates.ts'

interface RoadAppearance {
  roadClass: RoadClass
  /** Integer zoom from which on the class is in the tiles, and drawn. */
  from: number
  width: ZoomStops
  color: (theme: Theme) => string
}

/**
 * From minor to major, which is drawn on top. One style layer per class with constant colour and width:
 * data-driven styles need shaders of their own, which cost more at start than a few more layers.
 */
const APPEARANCES: readonly RoadAppearance[] = [
  {
    roadClass: 'lane',
    from: 13,
    width: [
      [13, 0.7],
      [15, 2],
      [17, 6],
    ],
    color: (theme) => theme.road,
  },
  {
    roadClass: 'street',
    from: 12,
    width: [
      [12, 0.8],
      [14, 2],
      [17, 9],
    ],
    color: (theme) => theme.road,
  },
  {
    roadClass: 'secondary',
    from: 10,
    width: [
      [10, 0.7],
      [14, 3.2],
      [17, 13],
    ],
    color: (theme) => theme.road,
  },
  {
    roadClass: 'primary',
    from: 8,
    width: [
      [8, 0.5],
      [11, 1.6],
      [14, 4.6],
      [17, 17],
    ],
    color: (theme) => theme.road,
  },
  {
    roadClass: 'trunk',
    from: 6,
    width: [
      [7, 0.8],
      [11, 2.2],
      [14, 5.6],
      [17, 19],
    ],
    color: (theme) => theme.trunk,
  },
  {
    roadClass: 'motorway',
    from: 5,
    width: [
      [7, 1],
      [11, 2.6],
      [14, 6.2],
      [17, 21],
    ],
    color: (theme) => theme.motorway,
  },
]

const fromZoom = Object.fromEntries(APPEARANCES.map(({ roadClass, from }) => [roadClass, from])) as Record<
  RoadClass,
  number
>

const CASING = 1.6

export const roadsLayer: MapLayer = {
  id: 'roads',
  geometry: 'line',
  source: 'base',
  minZoom: 5,
  maxZoom: MAX_TILE_ZOOM,
  fields: z.object({ class: RoadClass, name: z.string().optional(), bridge: z.boolean().optional() }),
  shown: true,
  tileLayers: ({ roads: table }, zoom) => [
    {
      name: 'roads',
      mesh: table.mesh,
      ids: table.ids,
      accepts: (row) => zoom >= fromZoom[table.classes[row]!],
      tags: [
        { key: 'class', value: (row) => table.classes[row] },
        { key: 'name', value: (row) => (zoom >= 11 ? (table.names[row] ?? undefined) : undefined) },
        { key: 'bridge', value: (row) => (zoom >= 12 && table.bridge[row] === 1 ? true : undefined) },
      ],
    },
  ],
  style: ({ theme }) => [
    ...APPEARANCES.map(({ roadClass, from, width: [first, ...more] }): StyleLayer => ({
      slot: 'line',
      layer: {
        id: `roads-${roadClass}-casing`,
        type: 'line',
        minzoom: Math.max(from, 11),
        filter: ['==', ['get', 'class'], roadClass],
        layout: { 'line-join': 'round', 'line-cap': 'round' },
        paint: {
          'line-color': theme.roadCasing,
          'line-width': interpolateExponentiallyByZoom(
            [first[0], first[1] + CASING],
            ...more.map(([zoom, pixels]): [number, number] => [zoom, pixels + CASING]),
          ),
          'line-opacity': interpolateByZoom([11, 0], [12.5, 0.8]),
        },
      },
    })),
    ...APPEARANCES.map(({ roadClass, from, width, color }): StyleLayer => ({
      slot: 'line',
      layer: {
        id: `roads-${roadClass}`,
        type: 'line',
        minzoom: from,
        filter: ['==', ['get', 'class'], roadClass],
        layout: { 'line-join': 'round', 'line-cap': 'round' },
        paint: {
          'line-color': color(theme),
          'line-width': interpolateExponentiallyByZoom(...width),
          'line-opacity': interpolateByZoom([6, 0.7], [10, 1]),
        },
      },
    })),
    {
      slot: 'label',
      layer: {
        id: 'roads-label',
        type: 'symbol',
        minzoom: 13,
        filter: ['has', 'name'],
        layout: {
          'symbol-placement': 'line',
          'symbol-spacing': 360,
          'text-field': ['get', 'name'],
          'text-size': interpolateByZoom([12, 10.5], [16, 13]),
          'text-font': FONTS.regular,
        },
        paint: { 'text-color': theme.textSoft, 'text-halo-color': theme.halo, 'text-halo-width': 1.4 },
      },
    },
  ],
  legend: (theme) => [{ text: 'layers.roads.trunk', symbol: 'line', color: theme.trunk }],
  popup: ['class', 'name', 'bridge'],
}
