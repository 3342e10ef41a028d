import { z } from 'zod'
import { CityCode, Day } from '../city/codes.ts'
import { defineEndpoint } from '../endpoint.ts'
import { type TargetId, targetIds } from './target.ts'

/** Exports of layers as files. */

const City = z.object({ city: CityCode })

export const exportFormats = [
  'geopackage',
  'shapefile',
  'geojson',
  'geojsonseq',
  'csv',
  'xlsx',
  'kml',
  'flatgeobuf',
  'pmtiles',
] as const
export const exportCrsNames = [
  'EPSG:4490',
  'EPSG:4326',
  'EPSG:4549',
  'EPSG:4528',
  'EPSG:3857',
  'GCJ-02',
  'BD-09',
] as const

export const exportLayer = defineEndpoint({
  id: 'exportLayer',
  queue: 'transfer',
  method: 'get',
  path: '/cities/{city}/exports/{target}',
  summary: 'Exports a layer as a file, or `all` layers in formats that support several',
  permission: 'city.export',
  audit: 'city.export',
  params: City.extend({
    target: z.enum(['all', ...targetIds] as readonly [TargetId | 'all', ...(TargetId | 'all')[]]),
  }),
  query: z.object({
    format: z.enum(exportFormats).default('geopackage'),
    crs: z.enum(exportCrsNames).default('EPSG:4490'),
    /** Only features inside this unit. */
    unit: z
      .string()
      .regex(/^([0-9]{6}|[0-9]{9}|[0-9]{12})$/)
      .optional(),
    /** State on this day; default: current state. */
    date: Day.optional(),
    /**
     * CQL2 text over the field keys, e.g. households > 500 AND kind = 'comprehensive'; geometry in longitude
     * and latitude.
     */
    filter: z.string().trim().min(1).max(20_000).optional(),
    headings: z.enum(['keys', 'zh']).default('keys'),
    encoding: z.enum(['utf-8', 'gbk']).default('utf-8'),
    /** A zip archive with the file and metadata.json. */
    zip: z.enum(['0', '1']).default('0'),
    /** Chosen by the client, to query the progress. */
    ticket: z.uuid().optional(),
  }),
  mediaType: 'application/octet-stream',
})

export const getExportProgress = defineEndpoint({
  id: 'getExportProgress',
  method: 'get',
  path: '/cities/{city}/exports-under-way/{ticket}',
  summary:
    'Returns the number of features written so far by a running export; null: no such export is running here',
  permission: 'city.export',
  params: City.extend({ ticket: z.uuid() }),
  answer: z.object({ features: z.number().int().min(0).nullable() }),
})
