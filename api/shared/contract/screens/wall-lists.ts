import { z } from 'zod'
import { layerIds } from '../enums.ts'
import { Provenance } from '../city/city.ts'
import { CityCode, UnitCode } from '../city/codes.ts'
import { defineEndpoint } from '../endpoint.ts'
import { LocalizedName } from '../localized-name.ts'

/**
 * The list behind each figure of a wall display, of the same revision and length. `metric` and `detail`: the
 * map beside the list; absent: unchanged. `unit`: unit of the value of a row.
 */
export const WALL_LISTS = {
  grids: { unit: 'households' },
  workers: { unit: 'workers', metric: 'workers-per-grid', detail: 'grid' },
  branches: { unit: 'households', metric: 'branch-share', detail: 'grid' },
  'no-branch': { unit: 'households', metric: 'branch-share', detail: 'grid' },
  'no-worker': { unit: 'households', metric: 'work-share', detail: 'grid' },
  'out-of-reach': { unit: 'households', metric: 'service-share', detail: 'grid' },
  streets: { unit: 'grids', detail: 'street' },
  communities: { unit: 'grids', detail: 'community' },
  households: { unit: 'households', metric: 'households-per-grid', detail: 'community' },
  buildingGroups: { unit: 'groups', detail: 'community' },
  householdHubs: { unit: 'hubs', detail: 'community' },
  stations: { unit: null },
  'centers-open': { unit: null },
  'centers-building': { unit: null },
  'centers-planned': { unit: null },
  'standard-met': { unit: null, metric: 'standard-share', detail: 'community' },
  'standard-failing': { unit: null, metric: 'standard-share', detail: 'community' },
  gaps: { unit: 'households', metric: 'gap-class', detail: 'grid' },
  'gaps-new': { unit: 'households', metric: 'gap-class', detail: 'grid' },
  'gaps-converted': { unit: 'households', metric: 'gap-class', detail: 'grid' },
  'gaps-park': { unit: 'households', metric: 'gap-class', detail: 'grid' },
  'gaps-ordinary': { unit: 'households', metric: 'gap-class', detail: 'grid' },
  'gaps-village': { unit: 'households', metric: 'gap-class', detail: 'grid' },
  'gaps-closed': { unit: null, metric: 'gap-class', detail: 'grid' },
  projects: { unit: 'yuan' },
} as const satisfies Record<
  string,
  {
    unit: 'households' | 'workers' | 'grids' | 'groups' | 'hubs' | 'yuan' | null
    metric?: string
    detail?: 'grid' | 'community' | 'street'
  }
>

export type WallList = keyof typeof WALL_LISTS
const names = Object.keys(WALL_LISTS) as [WallList, ...WallList[]]
export const WallList = z.enum(names)

export const WallListRow = z.object({
  code: z.string(),
  /** Layer of the row on the map; null: none. */
  layer: z.enum(layerIds).nullable(),
  name: z.string(),
  nameEn: z.string().nullable(),
  /** Parent unit. */
  place: LocalizedName.nullable(),
  value: z.number().nullable(),
  /** For parks in a list of gaps: the value counts employees. */
  unit: z.literal('employees').optional(),
  /** Codes of reasons and statuses. */
  words: z.array(z.string()),
})
export type WallListRow = z.infer<typeof WallListRow>

export const getWallList = defineEndpoint({
  id: 'getWallList',
  method: 'get',
  path: '/cities/{city}/board/{list}',
  summary: 'Returns the list behind a figure of a wall display, of the same revision',
  permission: 'city.read',
  params: z.object({ city: CityCode, list: WallList }),
  query: z.object({
    /** Only rows inside this unit; not for gaps and projects. */
    within: UnitCode.optional(),
    limit: z.coerce.number().int().min(1).max(500).default(20),
    offset: z.coerce.number().int().min(0).default(0),
  }),
  answer: z.object({ provenance: Provenance, total: z.number().int().min(0), rows: z.array(WallListRow) }),
})
