import { z } from 'zod'
import { Revision } from '../ids.ts'
import { gapReasons, standardReasons } from './coverage-enums.ts'
import { Provenance } from '../city/city.ts'
import { DatedCityCode, CityCode, Day, GridCode, PlaceCode, UnitCode } from '../city/codes.ts'
import { CoverageOptions } from './coverage-options.ts'
import { defineEndpoint, MAX_LARGE_BODY_BYTES } from '../endpoint.ts'
import { CommunityType } from '../enums.ts'
import { LocalizedName } from '../localized-name.ts'

const count = z.number().int().min(0)

/** No action yet, planned, in progress, finished. */
export const gapStatuses = ['open', 'planned', 'working', 'closed'] as const
export const GapStatus = z.enum(gapStatuses)
export type GapStatus = z.infer<typeof GapStatus>

/** The handling of a gap. `version` 0: not handled yet. */
export const GapWork = z.object({
  status: GapStatus,
  /** The responsible office; never a person. */
  office: z.string().nullable(),
  due: Day.nullable(),
  remedy: z.string().nullable(),
  openedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  /** Revision of the published change that closed the gap. */
  closedBy: count.nullable(),
  version: count,
})
export type GapWork = z.infer<typeof GapWork>

export const GapItem = z.object({
  subject: z.string(),
  kind: z.enum(['community', 'park']),
  name: z.string(),
  nameEn: z.string().nullable(),
  community: z.object({ code: z.string(), name: z.string() }).nullable(),
  street: LocalizedName.nullable(),
  type: CommunityType.nullable(),
  /** Empty if the gap is covered by now. */
  reasons: z.array(z.enum(gapReasons)),
  failings: z.array(z.enum(standardReasons)),
  grids: z.array(GridCode),
  households: count,
  residents: count,
  /** Households of the whole community that no service reaches. */
  unreached: count,
  employees: count,
  nearest: z.object({ code: z.string(), name: z.string(), metres: z.number() }).nullable(),
  work: GapWork,
})
export type GapItem = z.infer<typeof GapItem>

/** Readers may request the state on a day. */
const City = z.object({ city: DatedCityCode })
/** Code of a community or a park. */
const Subject = City.extend({ subject: PlaceCode })

export const listGaps = defineEndpoint({
  id: 'listGaps',
  method: 'get',
  path: '/cities/{city}/gaps',
  summary:
    'Lists coverage gaps, most urgent first, with their handling; computed with the settings of the city',
  permission: 'coverage.read',
  params: City,
  query: z.object({
    /** Community types, separated by commas. */
    types: z.string().max(80).optional(),
    within: UnitCode.optional(),
    scope: z.enum(['city', 'urban']).default('city'),
    status: GapStatus.optional(),
    limit: z.coerce.number().int().min(1).max(5000).default(200),
    offset: z.coerce.number().int().min(0).default(0),
  }),
  answer: z.object({
    provenance: Provenance,
    options: CoverageOptions,
    total: count,
    households: count,
    overdue: count,
    gaps: z.array(GapItem),
  }),
})

export const GapEvent = z.object({
  at: z.string(),
  actor: z.string(),
  note: z.string(),
  revision: Revision,
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
})
export type GapEvent = z.infer<typeof GapEvent>

export const getGap = defineEndpoint({
  id: 'getGap',
  method: 'get',
  path: '/cities/{city}/gaps/{subject}',
  summary: 'Returns one gap with the log of its handling, latest first',
  permission: 'coverage.read',
  params: Subject,
  answer: z.object({ provenance: Provenance, gap: GapItem, events: z.array(GapEvent) }),
})

const text = (most: number) => z.string().trim().max(most).nullable()

export const putGap = defineEndpoint({
  id: 'putGap',
  method: 'put',
  path: '/cities/{city}/gaps/{subject}',
  summary: 'Updates the handling of a gap: assignment, remedy, status; stored as a revision of the city',
  permission: 'gap.manage',
  params: Subject.extend({ city: CityCode }),
  body: z
    .object({
      requestId: z.uuid(),
      note: z.string().trim().min(1).max(500),
      /** Version on which the change is based; 0 for the first one. */
      version: count,
      status: GapStatus,
      office: text(60),
      due: Day.nullable(),
      remedy: text(4000),
    })
    .strict(),
  answer: z.object({ provenance: Provenance, gap: GapItem }),
})

/** `at`: degrees. */
const Spot = z.object({
  code: z.string(),
  name: z.string(),
  households: count.nullable(),
  /** Households that the buildings hold, where they differ from the declared ones. */
  counted: count.optional(),
  at: z.tuple([z.number(), z.number()]),
  /** Of what lies elsewhere: the community that is stated, and the one that it lies in. */
  stated: LocalizedName.nullable().optional(),
  lies: LocalizedName.nullable().optional(),
})

export const getBlankSpots = defineEndpoint({
  id: 'getBlankSpots',
  queue: 'compute',
  method: 'get',
  path: '/cities/{city}/blank-spots',
  summary:
    'Lists parks, premises and buildings outside all grids, grids without a worker or of unusual size, and where declared and counted households differ',
  permission: 'coverage.read',
  params: City,
  answer: z.object({
    provenance: Provenance,
    lists: z.array(
      z.object({
        id: z.enum([
          'parks',
          'premises',
          'parksElsewhere',
          'premisesElsewhere',
          'withoutWorker',
          'tooFew',
          'tooMany',
          'buildings',
          'differing',
          'uncounted',
        ]),
        layer: z.enum(['parks', 'premises', 'grids', 'buildings', 'communities']),
        total: count,
        /** At most 1,000. */
        spots: z.array(Spot),
      }),
    ),
  }),
})

/** The limit of the request body allows about this number. */
export const MAX_BUILDINGS = 10_000

const Building = z.object({
  name: z.string().trim().min(1).max(60),
  lon: z.number().min(-180).max(180),
  lat: z.number().min(-85).max(85),
})
export type Building = z.infer<typeof Building>

export const checkBuildings = defineEndpoint({
  id: 'checkBuildings',
  maxBodyBytes: MAX_LARGE_BODY_BYTES,
  queue: 'compute',
  method: 'post',
  path: '/cities/{city}/blank-spots/buildings',
  summary: 'Returns the buildings of a list that lie in no grid; the list is not stored',
  permission: 'coverage.read',
  params: City,
  body: z.object({ buildings: z.array(Building).min(1).max(MAX_BUILDINGS) }).strict(),
  answer: z.object({ provenance: Provenance, total: count, outside: z.array(Building) }),
})
