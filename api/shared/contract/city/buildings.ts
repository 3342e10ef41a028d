import { z } from 'zod'
import { Provenance } from './city.ts'
import { DatedCityCode, Day, GridCode, UnitCode } from './codes.ts'
import { defineEndpoint } from '../endpoint.ts'
import { BuildingUse, PremisesKind } from '../enums.ts'

/** Buildings of a grid: the level below it. Counts only, never persons. */

const count = z.number().int().min(0)

export const BuildingRow = z.object({
  id: z.number().int(),
  code: z.string(),
  name: z.string().nullable(),
  address: z.string().nullable(),
  compound: z.string().nullable(),
  use: BuildingUse,
  floors: count.nullable(),
  households: count,
  residents: count,
  members: count,
  buildingGroups: count,
  householdHubs: count,
  completedOn: Day.nullable(),
  /** Position in degrees, WGS 84. */
  lon: z.number(),
  lat: z.number(),
  /** The nearest open premises in a straight line; null: there are none. */
  nearest: z.object({ kind: PremisesKind, name: z.string(), metres: z.number() }).nullable(),
})
export type BuildingRow = z.infer<typeof BuildingRow>

/** How households in buildings compare with what is declared. */
export const HouseholdsCompared = z.object({
  declared: count,
  counted: count,
  /** Whether figures of the community are counted by buildings; else area stands in. */
  isCounted: z.boolean(),
})

/** What the buildings of a grid hold together, beside what is declared of it. */
export const BuildingSums = z.object({
  households: HouseholdsCompared.omit({ isCounted: true }),
  residents: count,
  members: count,
  buildingGroups: count,
  householdHubs: count,
})
export type BuildingSums = z.infer<typeof BuildingSums>

/** Orders of a list of buildings: most first, of distances the farthest. */
export const buildingOrders = ['households', 'buildingGroups', 'householdHubs', 'distance'] as const
export type BuildingOrder = (typeof buildingOrders)[number]

export const listGridBuildings = defineEndpoint({
  id: 'listGridBuildings',
  method: 'get',
  path: '/cities/{city}/grids/{grid}/buildings',
  summary: 'Lists the buildings of a grid with their households and the distance to the nearest premises',
  permission: 'city.read',
  params: z.object({ city: DatedCityCode, grid: GridCode }),
  query: z.object({
    order: z.enum(buildingOrders).default('households'),
    limit: z.coerce.number().int().min(1).max(2000).default(500),
    offset: z.coerce.number().int().min(0).default(0),
  }),
  answer: z.object({
    provenance: Provenance,
    total: count,
    /** Of the grid, and of its whole community. */
    households: HouseholdsCompared,
    community: HouseholdsCompared,
    sums: BuildingSums,
    buildings: z.array(BuildingRow),
  }),
})

/** Buildings that a list of a unit contains: those with building groups or household hubs, or all. */
export const buildingSelections = ['chain', 'all'] as const

export const listUnitBuildings = defineEndpoint({
  id: 'listUnitBuildings',
  method: 'get',
  path: '/cities/{city}/units/{unit}/buildings',
  summary:
    'Lists the buildings of a street or community that have building groups or household hubs, and the sums of its grids',
  permission: 'city.read',
  params: z.object({ city: DatedCityCode, unit: UnitCode }),
  query: z.object({
    select: z.enum(buildingSelections).default('chain'),
    limit: z.coerce.number().int().min(0).max(2000).default(500),
    offset: z.coerce.number().int().min(0).default(0),
  }),
  answer: z.object({
    provenance: Provenance,
    /** All grids of the unit, by code. */
    grids: z.array(BuildingSums.extend({ code: GridCode, name: z.string(), buildings: count })),
    total: count,
    /** By grid, those with most households first. */
    buildings: z.array(BuildingRow.extend({ grid: GridCode })),
  }),
})
