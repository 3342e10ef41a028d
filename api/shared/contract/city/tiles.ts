import { z } from 'zod'
import { themeIds } from '../enums.ts'
import { DatedCityCode } from './codes.ts'
import { defineEndpoint } from '../endpoint.ts'

/** The map for QGIS and other MapLibre pages. */

const City = z.object({ city: DatedCityCode })

export const getTileJson = defineEndpoint({
  id: 'getTileJson',
  method: 'get',
  path: '/cities/{city}/layers/{layer}/tilejson',
  summary: 'TileJSON 3.0.0 of a layer',
  permission: 'city.read',
  params: City.extend({ layer: z.string().regex(/^[a-z]{1,20}$/) }),
  mediaType: 'application/json',
})

export const getTile = defineEndpoint({
  id: 'getTile',
  method: 'get',
  path: '/cities/{city}/tiles/{revision}/{layers}/{z}/{x}/{y}',
  summary: 'Vector tile (MVT 2.1) of one or several layers; immutable unless the revision is `current`',
  permission: 'city.read',
  params: City.extend({
    revision: z.string().regex(/^(current|[0-9]{1,15})$/),
    layers: z.string().regex(/^[a-z]{1,20}(,[a-z]{1,20}){0,9}$/),
    z: z.coerce.number().int().min(0).max(24),
    x: z.coerce.number().int().min(0),
    y: z.string().regex(/^[0-9]{1,8}(\.mvt|\.pbf)?$/),
  }),
  mediaType: 'application/vnd.mapbox-vector-tile',
})

export const getStyle = defineEndpoint({
  id: 'getStyle',
  method: 'get',
  path: '/cities/{city}/styles/{theme}',
  summary: 'MapLibre style of the whole map for QGIS and other MapLibre pages',
  permission: 'city.read',
  params: City.extend({ theme: z.enum(themeIds) }),
  mediaType: 'application/json',
})
