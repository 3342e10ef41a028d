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
      lineWidth: byZoom([6, 1.3], [10, 2.2], [14, 3.2]),
      glow: { color: context.theme.districtGlow, width: byZoom([6, 3], [10, 6], [14, 9]) },
      labelSize: byZoom([6, 13], [9, 17]),
      labelColor: context.theme.text,
      labelFromZoom: 0,
      labelStays: 1.2,
      letterSpacing: 0.12,
    }, context),
  ],
  legend: (theme) => [{ text: 'layers.districts.border', symbol: 'line', color: theme.districtLine }],
  popup: ['communities', 'grids', 'households', 'residents', 'workers', 'branches', 'stations', 'centers', 'parks', 'areaM2'],
}
