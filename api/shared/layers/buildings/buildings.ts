import { z } from 'zod'
import type { ExpressionSpecification } from '@maplibre/maplibre-gl-style-spec'
import { BuildingUse, buildingUses } from '../../contract/enums.ts'
import { type FlatPolygons, getPointRange } from '../../geometry/flat-polygons.ts'
import type { BuildingTable } from '../../snapshot/city-snapshot.ts'
import type { TileLayer } from '../../tiles/encode-tile.ts'
import { MAX_TILE_ZOOM } from '../../tiles/world-coordinates.ts'
import { FONTS } from '../base/fonts.ts'
import { interpolateByZoom, type MapLayer } from '../base/map-layer.ts'
import type { Theme } from '../base/themes.ts'

/** Buildings are drawn from this zoom on: farther away they are smaller than a pixel. */
export const BUILDING_ZOOM = 14

/** Bytes of a tile before compression. Only tens of thousands of footprints on one square kilometre reach it. */
const MAX_TILE_BYTES = 200_000

function buildTileLayers(buildings: BuildingTable): TileLayer[] {
  const { polygons, world } = buildings.mesh
  const { featureStart } = polygons
  const hasFootprint = (row: number) => featureStart[row] !== featureStart[row + 1]
  const households: TileLayer['tags'][number] = {
    key: 'households',
    value: (row) => buildings.households[row],
  }
  return [
    {
      name: 'buildings',
      mesh: buildings.mesh,
      ids: buildings.ids,
      tags: [{ key: 'use', value: (row) => buildingUses[buildings.uses[row] ?? 0] }, households],
      limit: { bytes: MAX_TILE_BYTES, importanceOf: (row) => measureFootprint(polygons, world, row) },
    },
    {
      name: 'buildings_label',
      mesh: buildings.points,
      ids: buildings.ids,
      accepts: (row) => !hasFootprint(row) || (buildings.households[row] ?? 0) > 0,
      tags: [households, { key: 'bare', value: (row) => (hasFootprint(row) ? undefined : true) }],
      limit: { bytes: MAX_TILE_BYTES, importanceOf: (row) => buildings.households[row] ?? 0 },
    },
  ]
}

/** Returns the half circumference of the box of a footprint, in world units. */
function measureFootprint(polygons: FlatPolygons, world: Int32Array, row: number): number {
  const [from, to] = getPointRange(polygons, row)
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = from; i < to; i++) {
    west = Math.min(west, world[2 * i] ?? 0)
    east = Math.max(east, world[2 * i] ?? 0)
    north = Math.min(north, world[2 * i + 1] ?? 0)
    south = Math.max(south, world[2 * i + 1] ?? 0)
  }
  return to > from ? east - west + south - north : 0
}

const fillOf = (theme: Theme): ExpressionSpecification => [
  'case',
  ['>', ['get', 'households'], 0],
  theme.dwelling,
  theme.otherBuilding,
]

export const buildingsLayer: MapLayer = {
  id: 'buildings',
  geometry: 'polygon',
  source: 'buildings',
  minZoom: BUILDING_ZOOM,
  maxZoom: MAX_TILE_ZOOM,
  fields: z.object({ use: BuildingUse, households: z.number().int() }),
  shown: true,
  tileLayers: ({ buildings }) => buildTileLayers(buildings),
  style: ({ theme }) => [
    {
      slot: 'pattern',
      layer: {
        id: 'buildings-fill',
        type: 'fill',
        minzoom: BUILDING_ZOOM,
        paint: { 'fill-color': fillOf(theme), 'fill-opacity': interpolateByZoom([14, 0.55], [16, 0.85]) },
      },
    },
    {
      slot: 'line',
      layer: {
        id: 'buildings-line',
        type: 'line',
        minzoom: 15,
        paint: {
          'line-color': [
            'case',
            ['boolean', ['feature-state', 'selected'], false],
            theme.selected,
            theme.halo,
          ],
          'line-width': ['case', ['boolean', ['feature-state', 'selected'], false], 3, 0.8],
        },
      },
    },
    {
      slot: 'marker',
      from: 'labels',
      layer: {
        id: 'buildings-point',
        type: 'circle',
        minzoom: BUILDING_ZOOM,
        filter: ['has', 'bare'],
        paint: {
          'circle-color': fillOf(theme),
          'circle-radius': interpolateByZoom([14, 2.5], [16, 5.5]),
          'circle-stroke-color': theme.markerRing,
          'circle-stroke-width': 1,
        },
      },
    },
    {
      slot: 'label',
      from: 'labels',
      layer: {
        id: 'buildings-label',
        type: 'symbol',
        minzoom: 15.5,
        filter: ['>', ['get', 'households'], 0],
        layout: {
          'text-field': ['to-string', ['get', 'households']],
          'text-font': FONTS.regular,
          'text-size': 11,
          'text-padding': 1,
          // beside the circle of a building without a footprint, in the middle of one that has it
          'text-offset': ['case', ['has', 'bare'], ['literal', [0, 1]], ['literal', [0, 0]]],
        },
        paint: { 'text-color': theme.text, 'text-halo-color': theme.halo, 'text-halo-width': 1.2 },
      },
    },
  ],
  legend: (theme) => [{ text: 'layers.buildings.dwelling', symbol: 'area', color: theme.dwelling }],
  popup: [
    'address',
    'compound',
    'use',
    'floors',
    'households',
    'residents',
    'members',
    'buildingGroups',
    'householdHubs',
    'completedOn',
    'source',
    'surveyedOn',
  ],
}
