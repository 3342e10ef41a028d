import { z } from 'zod'
import { CityCode } from './codes.ts'
import { defineEndpoint } from '../endpoint.ts'

/** Name of a file of map tiles in the folder of this server; no path. */
export const BasemapFileName = z
  .string()
  .max(120)
  .regex(/^[\p{L}\p{N}_][\p{L}\p{N} ._()-]*\.(pmtiles|mbtiles)$/u)

export const listBasemapFiles = defineEndpoint({
  id: 'listBasemapFiles',
  method: 'get',
  path: '/cities/{city}/basemap-files',
  summary: 'Lists the files of map tiles that this server has for basemaps: MBTiles and PMTiles',
  permission: 'settings.manage',
  params: z.object({ city: CityCode }),
  answer: z.object({
    files: z.array(
      z.object({
        name: z.string(),
        bytes: z.number().int(),
        /** Why the file cannot be a basemap: it cannot be read, or has vector tiles; null: it can. */
        fault: z.enum(['broken', 'vector']).nullable(),
        minZoom: z.number().int().nullable(),
        maxZoom: z.number().int().nullable(),
        attribution: z.string().nullable(),
      }),
    ),
  }),
})

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
