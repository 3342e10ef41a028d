import { CoverageOptions, CoverageQuery, Weighting } from './coverage-options.ts'
import { z } from 'zod'
import { DraftId } from '../ids.ts'
import { DegreeBox, Provenance } from '../city/city.ts'
import { DatedCityCode, Day, UnitCode } from '../city/codes.ts'
import { defineEndpoint } from '../endpoint.ts'
import { UnitLevel } from '../enums.ts'

const City = z.object({ city: DatedCityCode })
const numbers = z.array(z.number())
const known = z.array(z.number().nullable())
const texts = z.array(z.string())

const UnitColumns = z.object({
  ids: numbers,
  codes: texts,
  names: texts,
  namesEn: z.array(z.string().nullable()),
  /** Row of the legal parent and of the managing parent; -1: none. */
  parent: numbers,
  manager: numbers,
})

/**
 * Input of all coverage figures, as columns: row i of a table is element i of its columns. Tables refer to
 * each other by row, -1 is none. The page computes filters, sums and rankings with the same functions as the
 * server, so that a filter needs no request.
 */
export const CoverageColumns = z.object({
  options: CoverageOptions,
  units: z.object({ district: UnitColumns, street: UnitColumns, community: UnitColumns }),
  communities: z.object({ type: numbers, urban: numbers, rural: numbers }),
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
    /** Bit set in the order of `standardReasons`; 0: meets the standard. */
    failings: numbers,
    /** Interleaved lattice x, y. */
    xy: numbers,
    /** Row of the first of the premises on one point or near each other. */
    cluster: numbers,
  }),
  communityFailings: numbers,
  /**
   * Demand points in the order of their grids: those of grid g are `start[g]` to before `start[g + 1]`. The other columns
   * are numbers of 32 bits in base64: the lowest bytes of all numbers, then the next ones, and so on.
   */
  points: z.object({
    start: numbers,
    /** Part of the point in its grid: households of the building; 1 for the point of a grid. */
    weight: z.string(),
    /** Households of the grid at each point. */
    households: z.string(),
    /** Row of the nearest premises; -1: unreachable. */
    nearest: z.string(),
    /** Walked decimetres to them, to the nearest station and to the nearest centre; -1: unreachable. */
    decimetres: z.string(),
    stationDecimetres: z.string(),
    centerDecimetres: z.string(),
    /** 1: other premises within the limit have room for the households of the grid. */
    relieved: z.string(),
  }),
  reach: z.object({
    /**
     * Reachable capacity per household, mean of each grid: two-step floating catchment area, without and with distance decay.
     */
    twoStep: numbers,
    enhanced: numbers,
  }),
})
export type CoverageColumns = z.infer<typeof CoverageColumns>

/** Summary of the pedestrian network; shown with the results because the quality of road files varies. */
export const NetworkSummary = z.object({
  roads: z.number().int(),
  edges: z.number().int(),
  /** Crossings of two roads without a common vertex in the file. */
  crossings: z.number().int(),
  /** Segments omitted because they cross water without a bridge. */
  cutByWater: z.number().int(),
  /** Segments over water that are treated as bridges, because the file marks none. */
  assumedBridges: z.number().int(),
  /** Number of connected components, without those left out. */
  pieces: z.number().int(),
  /** Components too small to walk from or to, and their metres; nothing is attached to them. */
  leftOut: z.object({ parts: z.number().int(), metres: z.number().int() }),
})
export type NetworkSummary = z.infer<typeof NetworkSummary>

/** How grids and premises (rows of the columns) get onto the network. */
export const NetworkAccess = z.object({
  /** Straight metres to the road, times the detour factor: part of every distance. null: there is none. */
  toRoad: z.object({ grids: known, places: known }),
  /** Rows that lie nearest to a component that was left out. */
  attached: z.object({ grids: numbers, places: numbers }),
})
export type NetworkAccess = z.infer<typeof NetworkAccess>
export type MeasuredNetwork = NetworkSummary & NetworkAccess

export const getCoverage = defineEndpoint({
  id: 'getCoverage',
  queue: 'compute',
  method: 'get',
  path: '/cities/{city}/coverage',
  summary:
    'Returns the coverage of every grid as columns: nearest premises, walked metres, accessibility, standard',
  permission: 'coverage.read',
  params: City,
  query: CoverageQuery,
  /** `network` is null for straight-line distances. */
  answer: z.object({
    provenance: Provenance,
    coverage: CoverageColumns,
    network: NetworkSummary.extend(NetworkAccess.shape).nullable(),
  }),
})

export const getDraftCoverage = defineEndpoint({
  id: 'getDraftCoverage',
  queue: 'compute',
  method: 'get',
  path: '/cities/{city}/drafts/{draft}/coverage',
  summary: 'Returns the coverage with a draft applied, and the shapes that the draft changes',
  permission: 'draft.read',
  params: City.extend({ draft: DraftId }),
  query: CoverageQuery,
  answer: z.object({
    provenance: Provenance,
    coverage: CoverageColumns,
    /** Grids that differ from the published map: ids as in `coverage`, shapes as TWKB in base64. */
    changed: z.object({ ids: numbers, shapes: z.string() }),
  }),
})

const part = z.number().nullable()

export const CoverageSum = z.object({
  /** null: no value; if `unreached` is not 0, also that it is one of a grid without a way. */
  value: part,
  p50: part,
  /** Grids that reach nothing count as farthest. */
  p90: part,
  /** Number of grids that the sum is about. */
  total: z.number().int(),
  /** Number of grids that reach no premises. */
  unreached: z.number().int(),
  /** Number of grids that have a value or no way. */
  grids: z.number().int(),
  households: z.number().int(),
  /** The weight that was used: area, if the population is unknown. */
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
  /** Community types, separated by commas. */
  types: z.string().max(80).optional(),
  /** Gap classes, separated by commas. */
  gaps: z.string().max(80).optional(),
  scope: z.enum(['city', 'urban']).default('city'),
}

const metric = z.string().max(60)
/** Year of the community data form; default: the latest. Other metrics ignore it. */
const year = z.coerce.number().int().min(1949).max(2200).optional()

export const getCoverageFigures = defineEndpoint({
  id: 'getCoverageFigures',
  queue: 'compute',
  method: 'get',
  path: '/cities/{city}/coverage/{metric}',
  summary: 'Aggregates one metric: whole scope, each community type, each unit of a level, with P50 and P90',
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
  queue: 'compute',
  method: 'get',
  path: '/cities/{city}/coverage/{metric}/trend',
  summary:
    'Returns one metric as of past ends of years, quarters or months, or from the community data form of each year',
  permission: 'coverage.read',
  params: City.extend({ metric }),
  query: CoverageQuery.extend({ ...coverageFilter, weight: Weighting.optional() }),
  answer: z.object({
    provenance: Provenance,
    options: CoverageOptions,
    /** Each point equals the figures of the city as of its day; of an item of the form one per year. */
    points: z.array(
      z.object({
        day: Day,
        sum: CoverageSum,
        /** For class metrics: share of the weight in each class. */
        parts: z.array(z.number()).nullable(),
      }),
    ),
  }),
})

const Polygons = z.array(z.array(z.array(z.tuple([z.number(), z.number()]))))

export const getContours = defineEndpoint({
  id: 'getContours',
  queue: 'compute',
  method: 'get',
  path: '/cities/{city}/contours',
  summary: 'Returns isochrones of the nearest premises inside a box: polygons per band of walking minutes',
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
    /** Nearest band first; the last one includes everything farther and everything unreachable. */
    bands: z.array(z.object({ fromMinutes: part, toMinutes: part, polygons: Polygons })),
  }),
})
