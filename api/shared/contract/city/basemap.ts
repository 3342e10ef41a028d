import { z } from 'zod'
import { CityCode } from './codes.ts'
import { defineEndpoint } from '../endpoint.ts'

export const getBasemapTile = defineEndpoint({
  id: 'getBasemapTile',
  method: 'get',
  path: '/cities/{city}/basemap/{z}/{x}/{y}',
  summary:
    'Picture of the basemap that the city has chosen, fetched and kept by this server; Web Mercator, y from the north',
  permission: 'city.read',
  params: z.object({
    city: CityCode,
    z: z.coerce.number().int().min(0).max(20),
    x: z.coerce.number().int().min(0),
    y: z.coerce.number().int().min(0),
  }),
  query: z.object({
    /** `basemap.version` of the summary: the answer can then be kept for a week. */
    v: z.string().max(20).optional(),
  }),
  mediaType: 'image/png',
})
