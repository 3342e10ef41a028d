import { z } from 'zod'
import { Revision } from '../ids.ts'
import { Provenance } from '../city/city.ts'
import { CityCode, UnitCode } from '../city/codes.ts'
import { CoverageOptions, CoverageQuery } from './coverage-options.ts'
import { defineEndpoint, MAX_LARGE_BODY_BYTES } from '../endpoint.ts'
import { CommunityType } from '../enums.ts'

const count = z.number().int().min(0)

/** Most households reached (MCLP), fewest sites for a share (LSCP), least total distance (p-median). */
export const sitingObjectives = ['reach', 'share', 'distance'] as const
export const SitingObjective = z.enum(sitingObjectives)
export type SitingObjective = z.infer<typeof SitingObjective>

export const MAX_SITES = 60
export const MAX_CANDIDATES = 2000

/** A candidate site from a list of the user. */
const CandidatePoint = z
  .object({
    name: z.string().trim().min(1).max(60),
    lon: z.number().min(-180).max(180),
    lat: z.number().min(-85).max(85),
  })
  .strict()

export const SitingQuestion = z
  .object({
    objective: SitingObjective,
    /** For `reach` and `distance`: number of new sites. For `share`: the maximum. */
    sites: z.number().int().min(1).max(MAX_SITES),
    /** For `share`: the target share of the households in scope, including those reached today. */
    share: z.number().min(0.01).max(1).default(0.9),
    measure: CoverageQuery.default({}),
    /** Only households inside this unit and of these community types; empty: all. */
    within: UnitCode.nullable().default(null),
    types: z.array(CommunityType).max(5).default([]),
    /**
     * Candidate sites: these points, or the points of an imported list; by default the centres of all grids
     * that are not reached.
     */
    points: z.array(CandidatePoint).min(1).max(MAX_CANDIDATES).nullable().default(null),
    list: z.string().max(200).nullable().default(null),
    /**
     * Households that a new site can serve, unless its list has a value; null: unlimited. With a number,
     * existing premises are limited too, and a household whose premises are full is not reached.
     */
    capacity: z.number().int().min(1).max(1_000_000).nullable().default(null),
  })
  .strict()
export type SitingQuestion = z.infer<typeof SitingQuestion>

export const SitingSite = z.object({
  /** Code of a grid or of a listed site; own points are numbered P-1, P-2, … */
  code: z.string(),
  name: z.string(),
  lon: z.number(),
  lat: z.number(),
  /** Households that this site adds to the previous ones (for `distance`: metres saved). */
  gain: z.number(),
  /** Upper bound for any choice of this number of sites, if known. */
  most: z.number().nullable().default(null),
  /** Newly reached households by community type. */
  byType: z.partialRecord(CommunityType, count),
  /**
   * The newly reached demand points: ids of their grids, their places among the points of the grid, and their walked
   * metres.
   */
  grids: z.array(z.number().int()),
  points: z.array(z.number().int()).default([]),
  metres: z.array(z.number()),
  /** With capacities: households served, and the capacity; null: without capacities. */
  serves: count.nullable().default(null),
  capacity: count.nullable().default(null),
})
export type SitingSite = z.infer<typeof SitingSite>

export const SitingAnswer = z.object({
  /** `chosen`: sites selected by the user. */
  method: z.enum(['greedy', 'exact', 'chosen']),
  /** No better solution exists among these candidates. */
  proven: z.boolean(),
  /** Relative gap to the upper bound (for `share`: number of sites); null: unknown. */
  gap: z.number().min(0).nullable().default(null),
  sites: z.array(SitingSite),
  /** Households in scope, reached today, reached with the new sites, and unreachable from any candidate. */
  households: count,
  before: count,
  after: count,
  beyond: count,
  candidates: count,
  /** Candidates omitted because of the limit, and duplicates at the same position. */
  leftOut: count,
  duplicates: count.default(0),
  seconds: z.number(),
  /** For `distance`: total walked metres of all households, before and after. */
  metresBefore: z.number().nullable(),
  metresAfter: z.number().nullable(),
  /** With capacities: ids of the grids whose reachable premises are full, before the new sites. */
  crowded: z.array(z.number().int()).default([]),
})
export type SitingAnswer = z.infer<typeof SitingAnswer>

const City = z.object({ city: CityCode })

export const solveSiting = defineEndpoint({
  id: 'solveSiting',
  maxBodyBytes: MAX_LARGE_BODY_BYTES,
  queue: 'compute',
  method: 'post',
  path: '/cities/{city}/siting',
  summary: 'Solves a siting problem with a greedy algorithm',
  permission: 'siting.use',
  params: City,
  body: SitingQuestion,
  answer: z.object({ provenance: Provenance, options: CoverageOptions, answer: SitingAnswer }),
})

/** One line of the stream. */
export const SitingMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('progress'),
    seconds: z.number(),
    best: z.number().nullable(),
    bound: z.number().nullable(),
    gap: z.number().nullable(),
  }),
  /** `ticket` identifies the search when the answer is saved. `note`: why the answer is the greedy one. */
  z.object({
    kind: z.literal('answer'),
    provenance: Provenance,
    options: CoverageOptions,
    answer: SitingAnswer,
    ticket: z.string().nullable(),
    note: z.enum(['too_many_ways']).nullable(),
  }),
  z.object({ kind: z.literal('failed'), code: z.string() }),
])
export type SitingMessage = z.infer<typeof SitingMessage>

export const proveSiting = defineEndpoint({
  id: 'proveSiting',
  maxBodyBytes: MAX_LARGE_BODY_BYTES,
  method: 'post',
  path: '/cities/{city}/siting/proof',
  summary: 'Solves a siting problem to optimality: JSON lines, answer last; closing the connection cancels',
  permission: 'siting.use',
  params: City,
  body: SitingQuestion,
  mediaType: 'application/x-ndjson',
})

export const listCandidates = defineEndpoint({
  id: 'listCandidates',
  method: 'get',
  path: '/cities/{city}/siting/candidates',
  summary: 'Lists imported candidate lists, and the sites of one of them',
  permission: 'siting.use',
  params: City,
  query: z.object({ list: z.string().max(200).optional() }),
  answer: z.object({
    lists: z.array(z.object({ name: z.string(), count })),
    places: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        lon: z.number(),
        lat: z.number(),
        capacity: count.nullable(),
      }),
    ),
  }),
})

export const SitingScenario = z.object({
  id: z.uuid(),
  name: z.string(),
  revision: Revision,
  actor: z.string(),
  savedAt: z.string(),
  question: SitingQuestion,
  answer: SitingAnswer,
  /** The map has changed since. */
  outdated: z.boolean(),
})
export type SitingScenario = z.infer<typeof SitingScenario>

export const listScenarios = defineEndpoint({
  id: 'listScenarios',
  method: 'get',
  path: '/cities/{city}/siting/scenarios',
  summary: 'Lists saved answers, latest first',
  permission: 'coverage.read',
  params: City,
  answer: z.object({ scenarios: z.array(SitingScenario) }),
})

export const saveScenario = defineEndpoint({
  id: 'saveScenario',
  maxBodyBytes: MAX_LARGE_BODY_BYTES,
  queue: 'compute',
  method: 'put',
  path: '/cities/{city}/siting/scenarios/{scenario}',
  summary: 'Saves sites under a name and evaluates them again. The id is also the request id',
  permission: 'siting.use',
  params: City.extend({ scenario: z.uuid() }),
  body: z
    .object({
      name: z.string().trim().min(1).max(60),
      question: SitingQuestion,
      /** Distinct codes in the order of evaluation; at most `sites` of the question. */
      sites: z.array(z.string().max(200)),
      /** From an answer of `proveSiting`. */
      ticket: z.string().max(4096).nullable(),
    })
    .strict()
    .refine(({ question, sites }) => sites.length <= question.sites && new Set(sites).size === sites.length, {
      path: ['sites'],
      message: 'each site once, no more than are asked for',
    }),
  answer: z.object({ scenario: SitingScenario }),
})

export const removeScenario = defineEndpoint({
  id: 'removeScenario',
  method: 'delete',
  path: '/cities/{city}/siting/scenarios/{scenario}',
  summary: 'Deletes a saved answer from the list',
  permission: 'siting.use',
  params: City.extend({ scenario: z.uuid() }),
})
