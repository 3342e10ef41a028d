import { z } from 'zod'
import { byZoom, type MapLayer } from '../layer.ts'
import { namedShapes } from '../table-layers.ts'
import { territoryStyle } from '../territory.ts'
import { MAX_TILE_ZOOM } from '../../tiles/world.ts'

export const districts: MapLayer = {
  id: 'districts',
  geometry: 'polygon',
  source: 'areas',
  minZoom: 0,
  maxZoom: MAX_TILE_ZOOM,
  fields: z.object({ code: z.string(), name: z.string(), name_en: z.string().optional() }),
  shown: null,
  tileLayers: ({ units: { district } }, zoom) =>
    namedShapes('districts', district, zoom, { labelsFrom: 0, rank: (row) => -district.figures.residents[row]! }),
  style: (context) => [
    { slot: 'land', layer: { id: 'districts-land', type: 'fill', paint: { 'fill-color': context.theme.land, 'fill-antialias': false } } },
    ...territoryStyle('districts', {
      level: 'district',
      lineColor: context.theme.districtLine,
      lineWidth: byZoom([6, 1], [9, 1.5], [12, 2.2], [15, 3]),
      glow: { color: context.theme.districtGlow, width: byZoom([6, 2.4], [9, 4], [12, 6.5], [15, 9]) },
      outlinedFrom: 0,
      labelSize: [[6, 13], [8, 16], [10, 19]],
      labelColor: context.theme.text,
      labelFont: 'bold',
      labelPadding: 2,
      labelFromZoom: 0,
      labelStays: 2,
      letterSpacing: 0.14,
    }, context),
  ],
  legend: (theme) => [{ text: 'layers.districts.border', symbol: 'line', color: theme.districtLine }],
  popup: ['communities', 'grids', 'households', 'residents', 'workers', 'branches', 'stations', 'centers', 'parks', 'areaM2'],
}
