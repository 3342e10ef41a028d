import { z } from 'zod'
import { DatedCityCode, CityCode, Day, GridCode, PlaceCode, UnitCode } from './codes.ts'
import { defineEndpoint } from '../endpoint.ts'
import { CommunityType, PremisesKind, UnitKind, UnitLevel, territoryLevels } from '../enums.ts'

const count = z.number().int().min(0)

/** Where and when a number is from; every answer with figures carries it. */
export const Provenance = z.object({
  city: CityCode,
  revision: z.number().int().min(0),
  dataDate: Day,
  source: z.string(),
  demo: z.boolean(),
  /** The day as of which it is asked for; absent: as it is now. */
  asOf: Day.optional(),
})
export type Provenance = z.infer<typeof Provenance>

/** Sums over everything inside a unit. */
export const UnitFigures = z.object({
  communities: count,
  grids: count,
  households: count,
  residents: count,
  members: count,
  fullTimeWorkers: count,
  partTimeWorkers: count,
  /** Grids that have a branch. */
  branches: count,
  buildingGroups: count,
  householdHubs: count,
  /** Open ones. */
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
 * What a revision changed on the map: lattice box [west, south, east, north] and ids of layers; null: nothing.
 * A tile's own revision is the highest of those that touch it, or `base` when none does.
 */
export const MapChange = z.object({
  revision: z.number().int(),
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
  /** How the city wants to be called and marked; null: as the product is. */
  shown: z.object({
    title: z.string().nullable(),
    titleEn: z.string().nullable(),
    /** 审图号, at the lower left of every map. */
    approvalNumber: z.string().nullable(),
    /** Changes with the picture that `getLogo` answers. */
    logo: z.string().nullable(),
  }),
  /** Minutes at which its walking circles end: 5-10-15; shares from which a figure is good, fair, poor. */
  circles: z.string(),
  bands: z.object({ good: z.number(), fair: z.number(), poor: z.number() }),
  /** What lies under its map; `version` changes when something else does. */
  basemap: z
    .object({ version: z.string(), attribution: z.string().nullable(), opacity: z.number() })
    .nullable(),
  /** null while the city has nothing on the map. */
  box: DegreeBox.nullable(),
  units: z.object({ district: count, street: count, community: count }),
  figures: UnitFigures,
  /** The urban scope alone: 28 streets, 232 communities in the source. */
  urban: UnitFigures.extend({ streets: count }),
  changes: z.object({ base: z.number().int(), list: z.array(MapChange) }),
})
export type CitySummary = z.infer<typeof CitySummary>

export const UnitPathItem = z.object({
  level: UnitLevel,
  code: UnitCode,
  name: z.string(),
  nameEn: z.string().nullable(),
})
export type UnitPathItem = z.infer<typeof UnitPathItem>

export const UnitRow = z.object({
  id: z.number().int(),
  level: UnitLevel,
  code: UnitCode,
  name: z.string(),
  nameEn: z.string().nullable(),
  kind: UnitKind,
  type: CommunityType.nullable(),
  urbanScope: z.boolean(),
  figures: UnitFigures,
})
export type UnitRow = z.infer<typeof UnitRow>

/** A feature of any layer with what its side panel shows; units and grids bring the way down to them. */
export const FeatureDetail = z.object({
  provenance: Provenance,
  layer: z.string(),
  id: z.number().int(),
  code: z.string().nullable(),
  name: z.string(),
  nameEn: z.string().nullable(),
  box: DegreeBox.nullable(),
  path: z.array(UnitPathItem),
  /** Values by field name; texts and units are looked up by the name. */
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.null()])),
})
export type FeatureDetail = z.infer<typeof FeatureDetail>

export const GridRow = z.object({
  id: z.number().int(),
  code: GridCode,
  name: z.string(),
  kind: z.string(),
  households: count,
  residents: count,
  members: count,
  fullTimeWorkers: count,
  partTimeWorkers: count,
  branchSince: Day.nullable(),
  buildingGroups: count,
  householdHubs: count,
  areaM2: z.number(),
})
export type GridRow = z.infer<typeof GridRow>

export const PlaceRow = z.object({
  id: z.number().int(),
  layer: z.enum(['stations', 'centers', 'parks', 'premises']),
  code: PlaceCode,
  name: z.string(),
  status: z.string().nullable(),
})
export type PlaceRow = z.infer<typeof PlaceRow>

/** With a day after an @ everything is as of that day. */
const City = z.object({ city: DatedCityCode })

export const listCities = defineEndpoint({
  id: 'listCities',
  method: 'get',
  path: '/cities',
  summary: 'Cities on this server that the session may see',
  permission: 'session',
  answer: z.object({ cities: z.array(CityListItem) }),
})

export const getCity = defineEndpoint({
  id: 'getCity',
  method: 'get',
  path: '/cities/{city}',
  summary: 'Headline figures, extent, revision and recent changes of the map',
  permission: 'city.read',
  params: City,
  answer: CitySummary,
})

export const getLogo = defineEndpoint({
  id: 'getLogo',
  method: 'get',
  path: '/cities/{city}/logo',
  summary: 'The city’s own mark, as a picture',
  permission: 'city.read',
  params: City,
  query: z.object({
    /** `shown.logo` of the summary: the answer can then be kept. */
    v: z.string().max(64).optional(),
  }),
  mediaType: 'image/png',
})

export const listUnits = defineEndpoint({
  id: 'listUnits',
  method: 'get',
  path: '/cities/{city}/units',
  summary: 'Units of one level, or inside one unit, with their figures',
  permission: 'city.read',
  params: City,
  query: z.object({
    level: UnitLevel.optional(),
    /** Only units directly inside this one. */
    parent: UnitCode.optional(),
    limit: z.coerce.number().int().min(1).max(5000).default(500),
    offset: z.coerce.number().int().min(0).default(0),
  }),
  answer: z.object({ provenance: Provenance, total: count, units: z.array(UnitRow) }),
})

export const listGrids = defineEndpoint({
  id: 'listGrids',
  method: 'get',
  path: '/cities/{city}/grids',
  summary: 'Grids inside a unit',
  permission: 'city.read',
  params: City,
  query: z.object({
    parent: UnitCode.optional(),
    limit: z.coerce.number().int().min(1).max(5000).default(500),
    offset: z.coerce.number().int().min(0).default(0),
  }),
  answer: z.object({ provenance: Provenance, total: count, grids: z.array(GridRow) }),
})

export const listPlaces = defineEndpoint({
  id: 'listPlaces',
  method: 'get',
  path: '/cities/{city}/places',
  summary: 'Stations, centres, community premises and parks inside a unit',
  permission: 'city.read',
  params: City,
  query: z.object({
    kind: z.enum([...PremisesKind.options, 'park']).optional(),
    parent: UnitCode.optional(),
    limit: z.coerce.number().int().min(1).max(5000).default(500),
    offset: z.coerce.number().int().min(0).default(0),
  }),
  answer: z.object({ provenance: Provenance, total: count, places: z.array(PlaceRow) }),
})

export const getFeature = defineEndpoint({
  id: 'getFeature',
  method: 'get',
  path: '/cities/{city}/layers/{layer}/features/{feature}',
  summary: 'One feature by its number in the tiles or by its code (`code:320902001001`)',
  permission: 'city.read',
  params: City.extend({
    layer: z.string().regex(/^[a-z]{1,20}$/),
    feature: z.string().regex(/^([0-9]{1,15}|code:[0-9A-Za-z_-]{1,40})$/),
  }),
  answer: FeatureDetail,
})

export const searchCity = defineEndpoint({
  id: 'searchCity',
  method: 'get',
  path: '/cities/{city}/search',
  summary: 'Find units, grids, stations, centres and parks by code, name, pinyin or its initials',
  permission: 'city.read',
  params: City,
  query: z.object({
    q: z.string().trim().min(1).max(60),
    limit: z.coerce.number().int().min(1).max(50).default(12),
  }),
  answer: z.object({
    provenance: Provenance,
    hits: z.array(
      z.object({
        layer: z.string(),
        id: z.number().int(),
        code: z.string(),
        name: z.string(),
        nameEn: z.string().nullable(),
        /** Names of the units around it, the widest first. */
        within: z.array(z.string()),
        box: DegreeBox.nullable(),
      }),
    ),
  }),
})
export type SearchHit = z.infer<NonNullable<typeof searchCity.answer>>['hits'][number]

export const getMetric = defineEndpoint({
  id: 'getMetric',
  method: 'get',
  path: '/cities/{city}/metrics/{metric}/{level}',
  summary: 'One value for each feature of a level, as two parallel columns',
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
  summary: 'Server-sent events: each new revision with what it changed on the map',
  permission: 'city.read',
  params: City,
  mediaType: 'text/event-stream',
})
