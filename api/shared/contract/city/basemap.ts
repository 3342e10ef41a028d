import { z } from 'zod'
import { CityCode } from './codes.ts'
import { defineEndpoint } from '../endpoint.ts'

export const getBasemapTile = defineEndpoint({
  id: 'getBasemapTile',
  method: 'get',
  path: '/cities/{city}/basemap/{z}/{x}/{y}',
  summary: 'Returns one tile of the basemap, cached by this server; Web Mercator, y from the north',
  permission: 'city.read',
  params: z.object({
    city: CityCode,
    z: z.coerce.number().int().min(0).max(20),
    x: z.coerce.number().int().min(0),
    y: z.coerce.number().int().min(0),
  }),
  query: z.object({
    /** `basemap.version` of the city summary; with it the answer is cacheable for a week. */
    v: z.string().max(20).optional(),
  }),
  mediaType: 'image/png',
})
