import { z } from 'zod'
import { listOgcItems } from '#shared/contract/city/ogc-features.ts'
import { buildEndpointUrl, fetchResponse } from '../../../lib/request.ts'
import { computeBounds, containsCentroid } from './measured-shape.ts'

export interface GridCount {
  grids: number
  households: number
}

/** A larger answer would take seconds to send and to read. */
const MAX_GRIDS = 4000

const Ring = z.array(z.array(z.number()))
const GridItems = z.object({
  numberMatched: z.number(),
  features: z.array(
    z.object({
      geometry: z.discriminatedUnion('type', [
        z.object({ type: z.literal('Polygon'), coordinates: z.array(Ring) }),
        z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(Ring)) }),
      ]),
      properties: z.object({ households: z.number().nullish() }),
    }),
  ),
})

/**
 * Counts the grids whose centroid lies inside the polygon, and sums their households. An estimate at the border.
 * Returns null if more than 4,000 grids touch the bounding box.
 * @param city code of the city, with a day after an @ for the grids as of that day
 * @param polygon in degrees
 */
export async function countGrids(
  city: string,
  polygon: GeoJSON.Polygon,
  signal: AbortSignal,
): Promise<GridCount | null> {
  const query = {
    bbox: computeBounds(polygon)
      .map((degrees) => degrees.toFixed(7))
      .join(','),
    limit: MAX_GRIDS,
  }
  const url = buildEndpointUrl(listOgcItems, { city, collection: 'grids' }, query)
  const response = await fetchResponse(url, signal)
  const { numberMatched, features } = GridItems.parse(await response.json())
  if (numberMatched > MAX_GRIDS) return null
  const inside = features.filter(({ geometry }) => containsCentroid(polygon, geometry))
  return {
    grids: inside.length,
    households: inside.reduce((sum, { properties }) => sum + (properties.households ?? 0), 0),
  }
}
