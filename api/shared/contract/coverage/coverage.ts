import { z } from 'zod'
import { DegreeBox, Provenance } from '../city/city.ts'
import { DatedCityCode, Day, UnitCode } from '../city/codes.ts'
import { defineEndpoint } from '../endpoint.ts'
import { UnitLevel } from '../enums.ts'

/** `straight`: as the crow flies × detour factor, labelled 直线估算; `network`: along the roads, over bridges only. */
export const distanceModes = ['straight', 'network'] as const
export const DistanceMode = z.enum(distanceModes)
export type DistanceMode = z.infer<typeof DistanceMode>

/** Which open premises count as a service: stations and centres, or the communities' own rooms as well. */
export const servingSets = ['services', 'all'] as const
export const ServingSet = z.enum(servingSets)
export type ServingSet = z.infer<typeof ServingSet>

/** By what the grids of a unit are weighed when they are summed up. */
export const weightings = ['households', 'residents', 'area', 'grids'] as const
export const Weighting = z.enum(weightings)
export type Weighting = z.infer<typeof Weighting>

/** How coverage is measured; what a reader does not say, the city's settings say. */
/** Ends of the three walking circles in minutes, from the inside out: 5-10-15. */
export const Circles = z
  .string()
  .regex(/^[1-9][0-9]?-[1-9][0-9]?-[1-9][0-9]?$/)
  .refine(
    (text) => {
      const [first, second, third] = readCircleMinutes(text)
      return first < second && second < third && third <= 60
    },
    { message: 'each circle is wider than the one before, the last at most 60 minutes' },
  )

export function readCircleMinutes(circles: string): readonly [number, number, number] {
  const [first = NaN, second = NaN, third = NaN] = circles.split('-').map(Number)
  return [first, second, third]
}

export const CoverageOptions = z.object({
  mode: DistanceMode,
  /** Metres a minute on foot. */
  speed: z.coerce.number().min(20).max(200),
  /** Walked metres for each straight one; in network mode for the way between grid and road alone. */
  detour: z.coerce.number().min(1).max(3),
  /** Minutes within which a service counts as reached. */
  minutes: z.coerce.number().min(1).max(60),
  circles: Circles,
  serving: ServingSet,
  /** The day whose branches and open premises are looked at; null: as the city is. */
  on: Day.nullable(),
})
export type CoverageOptions = z.infer<typeof CoverageOptions>

export const CoverageQuery = CoverageOptions.partial()
export type CoverageQuery = z.infer<typeof CoverageQuery>

const City = z.object({ city: DatedCityCode })
const numbers = z.array(z.number())
const known = z.array(z.number().nullable())
const texts = z.array(z.string())

const UnitColumns = z.object({
  ids: numbers,
  codes: texts,
  names: texts,
  namesEn: z.array(z.string().nullable()),
  /** Row of the unit above by law, and by management; -1: none. */
  parent: numbers,
  manager: numbers,
})

/**
 * Everything the figures of coverage are computed from, as columns: row i of a table is element i of its columns, rows
 * name each other by number, -1 is none. The page computes filters, sums and rankings from this by the very functions
 * the server uses, so that a filter needs no request.
 */
export const CoverageColumns = z.object({
  options: CoverageOptions,
  units: z.object({ district: UnitColumns, street: UnitColumns, community: UnitColumns }),
  communities: z.object({ type: numbers, urban: numbers }),
  zones: numbers,
  grids: z.object({
    ids: numbers,
    codes: texts,
    names: texts,
    kind: numbers,
    community: numbers,
    households: numbers,
    residents: numbers,
    areaM2: numbers,
    workers: numbers,
    branch: numbers,
  }),
  places: z.object({
    ids: numbers,
    codes: texts,
    names: texts,
    kind: numbers,
    community: numbers,
    capacity: known,
    areaM2: known,
    /** Bits in the order of `standardReasons`; 0: up to standard. */
    failings: numbers,
    /** Lattice x, y one after the other. */
    xy: numbers,
  }),
  communityFailings: numbers,
  reach: z.object({
    /** Row of the nearest place; walked metres to it, to the nearest station and centre: null where none can be reached. */
    nearest: numbers,
    metres: known,
    stationMetres: known,
    centerMetres: known,
    /** Capacity within reach for each household: two-step floating catchment, plain and with decay. */
    twoStep: numbers,
    enhanced: numbers,
  }),
})
export type CoverageColumns = z.infer<typeof CoverageColumns>

/** What was made of the roads that people can walk: said beside the results, since files differ. */
export const NetworkSummary = z.object({
  roads: z.number().int(),
  edges: z.number().int(),
  /** Crossings of two roads that no vertex of the file marked. */
  crossings: z.number().int(),
  /** Stretches left out because they cross water without a bridge. */
  cutByWater: z.number().int(),
  /** Stretches over water that count as bridges, since the file marks none. */
  assumedBridges: z.number().int(),
  /** Parts between which no way leads. */
  pieces: z.number().int(),
})
export type NetworkSummary = z.infer<typeof NetworkSummary>

export const getCoverage = defineEndpoint({
  id: 'getCoverage',
  method: 'get',
  path: '/cities/{city}/coverage',
  summary: 'Coverage of every grid as columns: nearest premises, walked metres, accessibility, standard',
  permission: 'coverage.read',
  params: City,
  query: CoverageQuery,
  /** `network`: null in straight lines. */
  answer: z.object({ provenance: Provenance, coverage: CoverageColumns, network: NetworkSummary.nullable() }),
})

export const getDraftCoverage = defineEndpoint({
  id: 'getDraftCoverage',
  method: 'get',
  path: '/cities/{city}/drafts/{draft}/coverage',
  summary: 'Coverage as it would be with a draft, with the shapes that it changes',
  permission: 'draft.read',
  params: City.extend({ draft: z.uuid() }),
  query: CoverageQuery.omit({ on: true }),
  answer: z.object({
    provenance: Provenance,
    coverage: CoverageColumns,
    /** Grids that the published map does not have like this: numbers as in `coverage`, shapes as TWKB in base64. */
    changed: z.object({ ids: numbers, shapes: z.string() }),
  }),
})

const part = z.number().nullable()

export const CoverageSum = z.object({
  value: part,
  p50: part,
  p90: part,
  /** Grids that have a value. */
  grids: z.number().int(),
  households: z.number().int(),
  /** By what the sum is weighed; area stands in where nobody is known to live. */
  weighedBy: Weighting,
})
export type CoverageSum = z.infer<typeof CoverageSum>

export const CoverageRow = z.object({
  code: z.string(),
  name: z.string(),
  nameEn: z.string().nullable(),
  sum: CoverageSum,
})
export type CoverageRow = z.infer<typeof CoverageRow>

const coverageFilter = {
  /** Only grids inside this unit. */
  within: UnitCode.optional(),
  /** Types of communities, separated by commas. */
  types: z.string().max(80).optional(),
  /** Classes of coverage, separated by commas. */
  gaps: z.string().max(80).optional(),
  scope: z.enum(['city', 'urban']).default('city'),
}

const metric = z.string().max(60)
/** Of the community data form; the latest if not said. Other metrics have none. */
const year = z.coerce.number().int().min(1949).max(2200).optional()

export const getCoverageFigures = defineEndpoint({
  id: 'getCoverageFigures',
  method: 'get',
  path: '/cities/{city}/coverage/{metric}',
  summary:
    'One metric summed up: whole scope, each type of community, each unit of a level, with P50 and P90',
  permission: 'coverage.read',
  params: City.extend({ metric }),
  query: CoverageQuery.extend({
    ...coverageFilter,
    level: UnitLevel.default('district'),
    weight: Weighting.optional(),
    year,
  }),
  answer: z.object({
    provenance: Provenance,
    options: CoverageOptions,
    scope: z.enum(['city', 'urban']),
    total: CoverageSum,
    byType: z.array(z.object({ type: z.string(), sum: CoverageSum })),
    units: z.array(CoverageRow),
  }),
})

export const getCoverageTrend = defineEndpoint({
  id: 'getCoverageTrend',
  method: 'get',
  path: '/cities/{city}/coverage/{metric}/trend',
  summary:
    'One metric at the year ends up to now: by the days on which branches were founded and premises opened, or by the years of the community data form',
  permission: 'coverage.read',
  params: City.extend({ metric }),
  query: CoverageQuery.omit({ on: true }).extend({ ...coverageFilter, weight: Weighting.optional() }),
  answer: z.object({
    provenance: Provenance,
    options: CoverageOptions,
    /** Empty: nobody knows how it was before. */
    points: z.array(
      z.object({
        day: Day,
        sum: CoverageSum,
        /** Of a class: the part of the weight in each class. */
        parts: z.array(z.number()).nullable(),
      }),
    ),
  }),
})

const Polygons = z.array(z.array(z.array(z.tuple([z.number(), z.number()]))))

export const getContours = defineEndpoint({
  id: 'getContours',
  method: 'get',
  path: '/cities/{city}/contours',
  summary: 'The way to the nearest premises as a surface: bands of minutes on foot inside a box, as polygons',
  permission: 'coverage.read',
  params: City,
  query: CoverageQuery.extend({
    /** west,south,east,north in degrees. */
    box: z
      .string()
      .max(80)
      .transform((text, context) => {
        const box = DegreeBox.safeParse(text.split(',').map(Number))
        if (
          box.success &&
          box.data[0] < box.data[2] &&
          box.data[1] < box.data[3] &&
          Math.abs(box.data[0]) <= 180 &&
          Math.abs(box.data[2]) <= 180 &&
          Math.abs(box.data[1]) <= 85 &&
          Math.abs(box.data[3]) <= 85
        )
          return box.data
        context.addIssue({ code: 'custom', message: 'not a box of degrees' })
        return z.NEVER
      }),
  }),
  answer: z.object({
    provenance: Provenance,
    options: CoverageOptions,
    box: DegreeBox,
    /** From the nearest to the farthest; the last holds what is farther, and what no way leads from. */
    bands: z.array(z.object({ fromMinutes: part, toMinutes: part, polygons: Polygons })),
  }),
})
