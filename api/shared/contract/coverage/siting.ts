import { z } from 'zod'
import { Provenance } from '../city/city.ts'
import { CityCode, UnitCode } from '../city/codes.ts'
import { CoverageOptions, CoverageQuery } from './coverage.ts'
import { defineEndpoint } from '../endpoint.ts'
import { CommunityType } from '../enums.ts'

const count = z.number().int().min(0)

/** Most households reached (MCLP), fewest sites to reach a share (LSCP), least distance walked in all (p-median). */
export const sitingObjectives = ['reach', 'share', 'distance'] as const
export const SitingObjective = z.enum(sitingObjectives)
export type SitingObjective = z.infer<typeof SitingObjective>

export const MAX_SITES = 60
export const MAX_CANDIDATES = 2000

/** A place from a list of the reader’s own. */
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
    /** Of `reach` and `distance`: so many new sites. Of `share`: no more than these. */
    sites: z.number().int().min(1).max(MAX_SITES),
    /** Of `share`: part of the households looked at that is to be reached, what is reached today included. */
    share: z.number().min(0.01).max(1).default(0.9),
    measure: CoverageQuery.default({}),
    /** Only households inside this unit, and of these types of communities; empty: all. */
    within: UnitCode.nullable().default(null),
    types: z.array(CommunityType).max(5).default([]),
    /**
     * Where a site may be: these points, or those of a list that was imported; without either in the middle of any grid
     * that is not reached.
     */
    points: z.array(CandidatePoint).min(1).max(MAX_CANDIDATES).nullable().default(null),
    list: z.string().max(200).nullable().default(null),
    /**
     * Households that a new site can serve, unless its list says otherwise; null: places are without limit. With a number
     * the places that are there have their limits as well, and who finds them full is not reached.
     */
    capacity: z.number().int().min(1).max(1_000_000).nullable().default(null),
  })
  .strict()
export type SitingQuestion = z.infer<typeof SitingQuestion>

export const SitingSite = z.object({
  /** Of a grid or of a place of a list; own points are numbered: P-1, P-2, … */
  code: z.string(),
  name: z.string(),
  lon: z.number(),
  lat: z.number(),
  /** Households (of `distance`: metres saved) that this site adds to those before it. */
  gain: z.number(),
  /** What no choice of as many sites as there are up to here adds together, as far as that is known. */
  most: z.number().nullable().default(null),
  /** Households newly reached, by type of community. */
  byType: z.partialRecord(CommunityType, count),
  /** Ids of the grids it newly reaches, and their walked metres. */
  grids: z.array(z.number().int()),
  metres: z.array(z.number()),
  /** With limits: households that it would serve, of so many that it could; null: without. */
  serves: count.nullable().default(null),
  capacity: count.nullable().default(null),
})
export type SitingSite = z.infer<typeof SitingSite>

export const SitingAnswer = z.object({
  /** `chosen`: sites that somebody has put together. */
  method: z.enum(['greedy', 'exact', 'chosen']),
  /** Nothing better exists among these candidates. */
  proven: z.boolean(),
  /** By this part of what its sites add the best answer is better at most (of `share`: with so many fewer sites); null: not known. */
  gap: z.number().min(0).nullable().default(null),
  sites: z.array(SitingSite),
  /** Households looked at, reached today, reached with the new sites, and those that no candidate could reach. */
  households: count,
  before: count,
  after: count,
  beyond: count,
  candidates: count,
  /** Candidates that were left out, since there were too many; those that stand where another stands already. */
  leftOut: count,
  duplicates: count.default(0),
  seconds: z.number(),
  /** Of `distance`: metres walked by all households together, before and after. */
  metresBefore: z.number().nullable(),
  metresAfter: z.number().nullable(),
  /** With limits: ids of the grids that have a place within reach which is full, before there are new sites. */
  crowded: z.array(z.number().int()).default([]),
})
export type SitingAnswer = z.infer<typeof SitingAnswer>

const City = z.object({ city: CityCode })

export const solveSiting = defineEndpoint({
  id: 'solveSiting',
  method: 'post',
  path: '/cities/{city}/siting',
  summary: 'Where more stations help most: a good answer at once, site after site',
  permission: 'siting.use',
  params: City,
  body: SitingQuestion,
  answer: z.object({ provenance: Provenance, options: CoverageOptions, answer: SitingAnswer }),
})

/** A line of the stream. */
export const SitingMessage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('progress'),
    seconds: z.number(),
    best: z.number().nullable(),
    bound: z.number().nullable(),
    gap: z.number().nullable(),
  }),
  /** `ticket` goes along when the answer is kept: by it the server knows its own search again. `note`: why the answer is the greedy one. */
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
  method: 'post',
  path: '/cities/{city}/siting/proof',
  summary:
    'The best answer with its proof: JSON lines with bound and gap on the way, the answer last; closing the connection ends the search',
  permission: 'siting.use',
  params: City,
  body: SitingQuestion,
  mediaType: 'application/x-ndjson',
})

export const listCandidates = defineEndpoint({
  id: 'listCandidates',
  method: 'get',
  path: '/cities/{city}/siting/candidates',
  summary:
    'Lists of places where a new station might stand, as they were imported; the places of one of them',
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
  revision: count,
  actor: z.string(),
  savedAt: z.string(),
  question: SitingQuestion,
  answer: SitingAnswer,
  /** The city's map has changed since. */
  outdated: z.boolean(),
})
export type SitingScenario = z.infer<typeof SitingScenario>

export const listScenarios = defineEndpoint({
  id: 'listScenarios',
  method: 'get',
  path: '/cities/{city}/siting/scenarios',
  summary: 'Answers that were kept, the latest first',
  permission: 'coverage.read',
  params: City,
  answer: z.object({ scenarios: z.array(SitingScenario) }),
})

export const saveScenario = defineEndpoint({
  id: 'saveScenario',
  method: 'put',
  path: '/cities/{city}/siting/scenarios/{scenario}',
  summary: 'Keep sites under a name; what they bring is counted again. The id is also the id of the request',
  permission: 'siting.use',
  params: City.extend({ scenario: z.uuid() }),
  body: z
    .object({
      name: z.string().trim().min(1).max(60),
      question: SitingQuestion,
      /** Codes, in the order in which they are counted; each once, no more than are asked for. */
      sites: z.array(z.string().max(200)),
      /** Of an answer to `proveSiting`. */
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
  summary: 'Take a kept answer off the list',
  permission: 'siting.use',
  params: City.extend({ scenario: z.uuid() }),
})
