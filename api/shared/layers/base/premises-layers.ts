import type { CitySnapshot } from '../../snapshot/city-snapshot.ts'
import type { ExpressionSpecification } from '@maplibre/maplibre-gl-style-spec'
import type { PremisesKind } from '../../contract/enums.ts'
import type { TileLayer } from '../../tiles/encode-tile.ts'
import { FONTS } from './fonts.ts'
import type { StyleLayer, ZoomStops } from './map-layer.ts'

/** Builds the point layer of premises of one kind. */
export function buildPremisesTileLayers(
  { premises }: CitySnapshot,
  id: string,
  kind: PremisesKind,
): TileLayer[] {
  return [
    {
      name: id,
      mesh: premises.mesh,
      ids: premises.ids,
      accepts: (row) => premises.kinds[row] === kind && premises.statuses[row] !== 'closed',
      tags: [
        { key: 'code', value: (row) => premises.codes[row] },
        { key: 'name', value: (row) => premises.names[row] },
        { key: 'status', value: (row) => premises.statuses[row] },
      ],
    },
  ]
}

/**
 * Returns the offset of the name below a marker, in ems by zoom: it must clear the collision symbol of the
 * marker, or it would never be placed.
 */
export function buildLabelOffset(...[first, ...more]: ZoomStops): ExpressionSpecification {
  const offset = (ems: number): ExpressionSpecification => ['literal', [0, ems]]
  return [
    'interpolate',
    ['linear'],
    ['zoom'],
    first[0],
    offset(first[1]),
    ...more.flatMap(([zoom, ems]) => [zoom, offset(ems)]),
  ]
}

/** Circles do not take part in label collision; an invisible symbol of their size does. */
export function buildMarkerCollisionLayer(
  id: string,
  minzoom: number,
  size: ExpressionSpecification,
): StyleLayer {
  return {
    slot: 'room',
    layer: {
      id: `${id}-room`,
      type: 'symbol',
      minzoom,
      layout: {
        'text-field': '■',
        'text-font': FONTS.regular,
        'text-size': size,
        'text-allow-overlap': true,
        'text-padding': 0,
      },
      paint: { 'text-opacity': 0 },
    },
  }
}
