import type { MultiPolygon } from '#shared/geometry/lattice.ts'
import { createMemorySource } from '../../../data/formats/io/file-source.ts'

/** Returns a GeoJSON file with one feature, in degrees. */
export function createGeoJsonSource(name: string, properties: object, shape: MultiPolygon) {
  const coordinates = shape.map((polygon) =>
    polygon.map((ring) => [...ring, ring[0]!].map(([x, y]) => [x / 1e7, y / 1e7])),
  )
  return createMemorySource(
    `${name}.geojson`,
    new TextEncoder().encode(
      JSON.stringify({
        type: 'FeatureCollection',
        features: [{ type: 'Feature', properties, geometry: { type: 'MultiPolygon', coordinates } }],
      }),
    ),
  )
}
