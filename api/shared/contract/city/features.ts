import { z } from 'zod'
import { DegreeBox, Provenance, UnitFigures } from './city.ts'
import { DatedCityCode, Day, GridCode, PlaceCode, UnitCode } from './codes.ts'
import { defineEndpoint } from '../endpoint.ts'
import { CommunityType, PremisesKind, territoryLevels, UnitKind, UnitLevel } from '../enums.ts'

/** Lists of units, grids and premises, single features, and the search. */

const count = z.number().int().min(0)

/** A unit around a feature; around a building also its grid. */
export const UnitPathItem = z.object({
  level: z.enum(territoryLevels),
  code: z.union([UnitCode, GridCode]),
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

/**
 * One feature of any layer with the fields of its side panel; units and grids include the path of their
 * parents.
 */
export const FeatureDetail = z.object({
  provenance: Provenance,
  layer: z.string(),
  id: z.number().int(),
  code: z.string().nullable(),
  name: z.string(),
  nameEn: z.string().nullable(),
  box: DegreeBox.nullable(),
  path: z.array(UnitPathItem),
  /** Values by field name; labels and measurement units are looked up by the name. */
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

/** A code with a day ('320900@2018-12-31') selects the state on that day. */
const City = z.object({ city: DatedCityCode })

export const listUnits = defineEndpoint({
  id: 'listUnits',
  method: 'get',
  path: '/cities/{city}/units',
  summary: 'Lists the units of a level, or inside a unit, with their figures',
  permission: 'city.read',
  params: City,
  query: z.object({
    level: UnitLevel.optional(),
    /** Only direct children of this unit. */
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
  summary: 'Lists the grids inside a unit',
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
  summary: 'Lists stations, centres, community premises and parks inside a unit',
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
  summary: 'Returns one feature by its id in the tiles or by its code (`code:320902001001`)',
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
  summary:
    'Searches units, grids, stations, centres and parks by code, name, pinyin or pinyin initials, and buildings by code, compound or address',
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
        /** Names of the parent units, largest first. */
        within: z.array(z.string()),
        box: DegreeBox.nullable(),
      }),
    ),
  }),
})
export type SearchHit = z.infer<NonNullable<typeof searchCity.answer>>['hits'][number]
