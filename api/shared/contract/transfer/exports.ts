import { z } from 'zod'
import { CityCode, Day } from '../city/codes.ts'
import { defineEndpoint } from '../endpoint.ts'
import { type TargetId, targetIds } from './targets.ts'

/** Files that go out. */

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
  method: 'get',
  path: '/cities/{city}/exports/{target}',
  summary: 'A layer as a file, or `all` of them in formats that hold several',
  permission: 'city.export',
  audit: 'city.export',
  params: City.extend({
    target: z.enum(['all', ...targetIds] as readonly [TargetId | 'all', ...(TargetId | 'all')[]]),
  }),
  query: z.object({
    format: z.enum(exportFormats).default('geopackage'),
    crs: z.enum(exportCrsNames).default('EPSG:4490'),
    /** Only what lies in this unit. */
    unit: z
      .string()
      .regex(/^([0-9]{6}|[0-9]{9}|[0-9]{12})$/)
      .optional(),
    /** What was valid on this day; today's state by default. */
    date: Day.optional(),
    /** CQL2 text over the field keys, e.g. households > 500 AND kind = 'comprehensive'; figures in longitude and latitude. */
    filter: z.string().trim().min(1).max(20_000).optional(),
    headings: z.enum(['keys', 'zh']).default('keys'),
    encoding: z.enum(['utf-8', 'gbk']).default('utf-8'),
    /** A zip with the file and metadata.json beside it. */
    zip: z.enum(['0', '1']).default('0'),
    /** A number of the asker's own, to ask with how far it is. */
    ticket: z.uuid().optional(),
  }),
  mediaType: 'application/octet-stream',
})

export const getExportProgress = defineEndpoint({
  id: 'getExportProgress',
  method: 'get',
  path: '/cities/{city}/exports-under-way/{ticket}',
  summary:
    'How many features of an export are written, while it is being written; null: this server writes no such export, not yet or not any more',
  permission: 'city.export',
  params: City.extend({ ticket: z.uuid() }),
  answer: z.object({ features: z.number().int().min(0).nullable() }),
})
