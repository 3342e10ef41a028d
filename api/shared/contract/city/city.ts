import { z } from 'zod'
import { Revision } from '../ids.ts'
import { CityCode, DatedCityCode, Day } from './codes.ts'
import { defineEndpoint } from '../endpoint.ts'
import { territoryLevels } from '../enums.ts'

const count = z.number().int().min(0)

/** Source and date of figures; every answer with figures contains it. */
export const Provenance = z.object({
  city: CityCode,
  revision: Revision,
  dataDate: Day,
  source: z.string(),
  demo: z.boolean(),
  /** Requested day of the past; absent: current state. */
  asOf: Day.optional(),
  /** Households and residents are those of the buildings where a community is counted by them; absent: declared ones. */
  figures: z.literal('counted').optional(),
  /** Versions of the computed metrics, `<id>@<version>` separated by commas; only with metric values. */
  metrics: z.string().optional(),
})
export type Provenance = z.infer<typeof Provenance>

/** Sums over all grids and premises of a unit. */
export const UnitFigures = z.object({
  communities: count,
  grids: count,
  households: count,
  residents: count,
  members: count,
  fullTimeWorkers: count,
  partTimeWorkers: count,
  /** Number of grids that have a branch. */
  branches: count,
  buildingGroups: count,
  householdHubs: count,
  /** Open stations. */
  stations: count,
  centers: count,
  parks: count,
  areaM2: z.number().min(0),
})
export type UnitFigures = z.infer<typeof UnitFigures>

/** [west, south, east, north] in degrees. */
export const DegreeBox = z.tuple([z.number(), z.number(), z.number(), z.number()])
export type DegreeBox = z.infer<typeof DegreeBox>

/**
 * Map changes of one revision: lattice box [west, south, east, north] and layer ids; null: no visible change.
 * The revision of a tile is the highest one that touches it, or `base`.
 */
export const MapChange = z.object({
  revision: Revision,
  box: z.tuple([z.number().int(), z.number().int(), z.number().int(), z.number().int()]).nullable(),
  layers: z.array(z.string()),
})
export type MapChange = z.infer<typeof MapChange>

export const CityListItem = z.object({
  code: CityCode,
  name: z.string(),
  nameEn: z.string(),
  demo: z.boolean(),
  state: z.enum(['loading', 'ready']),
})

export const CitySummary = z.object({
  provenance: Provenance,
  name: z.string(),
  nameEn: z.string(),
  /** Display name and logo of the city; null: the defaults of the product. */
  shown: z.object({
    title: z.string().nullable(),
    titleEn: z.string().nullable(),
    /** 审图号: map approval number, at the lower left of every map. */
    approvalNumber: z.string().nullable(),
    /** Version of the image of `getLogo`. */
    logo: z.string().nullable(),
  }),
  /** Preset speeds in metres per minute: on foot in town, and in the country. */
  speed: z.number(),
  ruralSpeed: z.number(),
  /**
   * Outer limits of the walking circles in minutes, e.g. 5-10-15; `bands` are the lower limits of the
   * ratings.
   */
  circles: z.string(),
  bands: z.object({ good: z.number(), fair: z.number(), poor: z.number() }),
  /** The basemap; `version` changes with its source. */
  basemap: z
    .object({
      version: z.string(),
      attribution: z.string().nullable(),
      opacity: z.number(),
      maxZoom: z.number().int(),
    })
    .nullable(),
  /** Of the IANA list: the days of the city are those of this zone. */
  timeZone: z.string(),
  /** null while the city has no features. */
  box: DegreeBox.nullable(),
  units: z.object({ district: count, street: count, community: count }),
  figures: UnitFigures,
  /** The urban scope: 28 streets and 232 communities in the source data. */
  urban: UnitFigures.extend({ streets: count }),
  changes: z.object({ base: z.number().int(), list: z.array(MapChange) }),
})
export type CitySummary = z.infer<typeof CitySummary>

/** A code with a day ('320900@2018-12-31') selects the state on that day. */
const City = z.object({ city: DatedCityCode })

export const listCities = defineEndpoint({
  id: 'listCities',
  method: 'get',
  path: '/cities',
  summary: 'Lists the cities that the session may see',
  permission: 'session',
  answer: z.object({ cities: z.array(CityListItem) }),
})

export const getCity = defineEndpoint({
  id: 'getCity',
  method: 'get',
  path: '/cities/{city}',
  summary: 'Returns key figures, extent, revision and recent map changes',
  permission: 'city.read',
  params: City,
  answer: CitySummary,
})

export const getLogo = defineEndpoint({
  id: 'getLogo',
  method: 'get',
  path: '/cities/{city}/logo',
  summary: 'Returns the logo of the city as an image',
  permission: 'city.read',
  params: City,
  query: z.object({
    /** `shown.logo` of the city summary; with it the answer is cacheable. */
    v: z.string().max(64).optional(),
  }),
  mediaType: 'image/png',
})

export const getMetric = defineEndpoint({
  id: 'getMetric',
  method: 'get',
  path: '/cities/{city}/metrics/{metric}/{level}',
  summary: 'Returns one value per feature of a level, as two parallel columns',
  permission: 'city.read',
  params: City.extend({
    metric: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/),
    level: z.enum(territoryLevels),
  }),
  answer: z.object({
    provenance: Provenance,
    ids: z.array(z.number().int()),
    values: z.array(z.number().nullable()),
  }),
})

export const streamCityEvents = defineEndpoint({
  id: 'followCity',
  method: 'get',
  path: '/cities/{city}/events',
  summary: 'Streams server-sent events: each new revision with its map changes',
  permission: 'city.read',
  params: City,
  mediaType: 'text/event-stream',
})
