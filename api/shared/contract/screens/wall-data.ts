import { z } from 'zod'
import { Revision } from '../ids.ts'
import { DegreeBox, Provenance, UnitFigures } from '../city/city.ts'
import { CityCode } from '../city/codes.ts'
import { gapClasses, gapReasons, standardReasons } from '../coverage/coverage-enums.ts'
import { CoverageOptions } from '../coverage/coverage-options.ts'
import { defineEndpoint } from '../endpoint.ts'
import { CommunityType, ProjectStatus } from '../enums.ts'
import { LocalizedName } from '../localized-name.ts'

const count = z.number().int().min(0)
const share = z.number().nullable()
const City = z.object({ city: CityCode })

/** Metrics that a wall display shows as numbers, with their trend. */
export const wallMetrics = ['branch-share', 'work-share', 'service-share', 'standard-share'] as const
export type WallMetric = (typeof wallMetrics)[number]

export const WallGap = z.object({
  subject: z.string(),
  kind: z.enum(['community', 'park']),
  name: z.string(),
  nameEn: z.string().nullable(),
  street: LocalizedName.nullable(),
  type: CommunityType.nullable(),
  reasons: z.array(z.enum(gapReasons)),
  grids: count,
  households: count,
  employees: count,
  box: DegreeBox.nullable(),
})
export type WallGap = z.infer<typeof WallGap>

/** All figures of a wall display, of one revision. */
export const WallData = z.object({
  provenance: Provenance,
  /** Publication time of that revision. */
  at: z.string(),
  options: CoverageOptions,
  units: z.object({ district: count, street: count, community: count }),
  figures: UnitFigures,
  urban: UnitFigures.extend({ streets: count }),
  centers: z.object({ planned: count, building: count, open: count, closed: count }),
  coverage: z.array(
    z.object({
      metric: z.enum(wallMetrics),
      /** What the metric was planned for: `urban` leads with `urban`. */
      scope: z.enum(['city', 'urban']),
      value: share,
      urban: share,
    }),
  ),
  gaps: z.object({
    total: count,
    /** Closed by a published change or a person. */
    closed: count,
    classes: z.array(z.object({ class: z.enum(gapClasses), grids: count, households: count })),
    types: z.array(
      z.object({ type: CommunityType, gaps: count, households: count, classes: z.array(count) }),
    ),
    /** Most urgent first. */
    worst: z.array(WallGap),
  }),
  streets: z.array(
    z.object({
      id: count,
      code: z.string(),
      name: z.string(),
      nameEn: z.string().nullable(),
      urban: z.boolean(),
      households: count,
      values: z.record(z.enum(wallMetrics), share),
    }),
  ),
  standard: z.object({
    communities: count,
    met: count,
    reasons: z.array(z.object({ reason: z.enum(standardReasons), communities: count })),
  }),
  projects: z.object({
    total: count,
    costYuan: z.number(),
    beneficiaries: z.number(),
    statuses: z.array(z.object({ status: ProjectStatus, projects: count, costYuan: z.number() })),
  }),
  /** Latest published changes. */
  changes: z.array(
    z.object({
      revision: Revision,
      at: z.string(),
      kind: z.string(),
      /** Street of the draft. */
      street: LocalizedName.nullable(),
      /** Name of the draft, or of the community or park of a gap. */
      what: z.string().nullable(),
      /** Grids touched, as the history counts them. */
      grids: count,
    }),
  ),
})
export type WallData = z.infer<typeof WallData>

export const getWallData = defineEndpoint({
  id: 'getBoard',
  method: 'get',
  path: '/cities/{city}/board',
  summary: 'Returns all figures of a wall display at one revision',
  permission: 'city.read',
  params: City,
  answer: WallData,
})

export const WallTrends = z.object({
  provenance: Provenance,
  trends: z.array(
    z.object({
      metric: z.enum(wallMetrics),
      /** Of the scope that the metric leads with: the city as of past days and on the data date, oldest first. */
      points: z.array(z.object({ day: z.string(), value: share })),
    }),
  ),
})
export type WallTrends = z.infer<typeof WallTrends>

/** Apart from the figures, which need not wait for past days. */
export const getWallTrends = defineEndpoint({
  id: 'getBoardTrends',
  method: 'get',
  path: '/cities/{city}/board-trends',
  summary: 'Returns the metrics of a wall display as of past days',
  permission: 'city.read',
  params: City,
  answer: WallTrends,
})
