import { z } from 'zod'
import { Revision } from '../ids.ts'
import { LocalizedName } from '../localized-name.ts'
import { CommunityCode, Day, StreetCode, UnitCode } from '../city/codes.ts'
import { CellNumber, GridValues, LatticePoint } from './draft-operations.ts'
import { PremisesKind } from '../enums.ts'
import { Draft, DraftNote, DraftParams, Staleness } from './drafts.ts'
import { Issue } from './draft-issues.ts'
import { defineEndpoint } from '../endpoint.ts'
import { CellRole } from './draft-base.ts'

/** The review of a submitted draft: differences, consents, decision, publication. */

const count = z.number().int().min(0)
const moment = z.string()

/** Attributes and area of one grid of a draft, before or after. */
export const GridFigures = GridValues.omit({ name: true }).extend({ name: z.string(), areaM2: z.number() })

export const GridDifference = z.object({
  id: CellNumber,
  /** null: assigned by publishing. */
  code: z.string().nullable(),
  community: CommunityCode,
  place: CellRole,
  what: z.enum(['new', 'changed', 'retired', 'described']),
  before: GridFigures.nullable(),
  after: GridFigures.nullable(),
  /** Predecessors, without the grid itself. */
  from: z.array(CellNumber),
})
export type GridDifference = z.infer<typeof GridDifference>

export const consentStates = ['needed', 'given', 'refused'] as const

export const Consent = z.object({
  street: StreetCode,
  name: z.string(),
  state: z.enum(consentStates),
  by: z.string().nullable(),
  at: moment.nullable(),
  note: z.string().nullable(),
})
export type Consent = z.infer<typeof Consent>

export const DraftComment = z.object({
  id: z.uuid(),
  author: z.string(),
  at: moment,
  text: z.string(),
  /** Position of the comment; null: none. */
  place: LatticePoint.nullable(),
  grid: CellNumber.nullable(),
})
export type DraftComment = z.infer<typeof DraftComment>

export const getReview = defineEndpoint({
  id: 'getReview',
  queue: 'drafts',
  method: 'get',
  path: '/cities/{city}/drafts/{draft}/review',
  summary: 'Returns the differences of a draft with borders, certificate, issues, consents and comments',
  permission: 'draft.read',
  params: DraftParams,
  answer: z.object({
    draft: Draft,
    differences: z.array(GridDifference),
    /** Shapes of `differences` in the same order, TWKB in base64; empty if there is none. */
    shapesBefore: z.string(),
    shapesAfter: z.string(),
    /** Metres of borders added and removed. */
    borders: z.object({ addedM: z.number(), removedM: z.number() }),
    moved: z.object({ households: z.number(), residents: z.number() }),
    /** Vertices of the new borders in lattice units, numbered for the approval sheet. */
    points: z.array(LatticePoint),
    certificate: z.object({
      holds: z.boolean(),
      units: z.array(z.object({ unit: UnitCode, holds: z.boolean() })),
    }),
    /** Communities that get their first grids; `isCounted`: their households were counted by buildings, else none is known. */
    firstDivisions: z.array(
      z.object({
        community: CommunityCode,
        name: LocalizedName,
        grids: count,
        households: count,
        isCounted: z.boolean(),
      }),
    ),
    issues: z.array(Issue),
    /** Premises and parks whose ground goes to another community; `follows`: they go with it on publication. */
    movedFeatures: z.array(
      z.object({
        feature: z.enum(['premises', 'parks']),
        code: z.string(),
        name: z.string(),
        from: LocalizedName,
        to: LocalizedName,
        follows: z.boolean(),
      }),
    ),
    /** Premises that go from one grid to another; `stands`: on the land of that grid. */
    premises: z.array(
      z.object({
        id: z.number().int(),
        kind: PremisesKind,
        name: z.string(),
        from: CellNumber.nullable(),
        to: CellNumber.nullable(),
        stands: z.boolean(),
      }),
    ),
    /** Branches that go to another grid, by the grids that had them, or join another one. */
    branches: z.array(z.object({ from: CellNumber, to: CellNumber, joins: CellNumber.nullable() })),
    consents: z.array(Consent),
    comments: z.array(DraftComment),
    /** Names of everybody who made a step: they neither approve nor publish, unless the city allows it. */
    makers: z.array(z.string()),
    ownWorkAllowed: z.boolean(),
    stale: Staleness.nullable(),
  }),
})

export const addComment = defineEndpoint({
  id: 'addComment',
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/comments',
  summary: 'Adds a comment to a draft, optionally at a position',
  permission: 'draft.read',
  params: DraftParams,
  body: z
    .object({
      id: z.uuid(),
      text: z.string().trim().min(1).max(2000),
      place: LatticePoint.nullable().default(null),
      grid: CellNumber.nullable().default(null),
    })
    .strict(),
  answer: z.object({ comments: z.array(DraftComment) }),
})

export const submitDraft = defineEndpoint({
  id: 'submitDraft',
  queue: 'drafts',
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/submit',
  summary: 'Submits a draft; rejected if it has errors or its base has changed',
  permission: 'draft.edit',
  params: DraftParams,
  body: z.object({ note: DraftNote, after: count }).strict(),
  answer: Draft,
})

export const withdrawDraft = defineEndpoint({
  id: 'withdrawDraft',
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/withdraw',
  summary: 'Withdraws a submitted draft to continue editing',
  permission: 'draft.edit',
  params: DraftParams,
  answer: Draft,
})

export const consentToDraft = defineEndpoint({
  id: 'consentToDraft',
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/consents',
  summary: 'Gives or refuses consent for the neighbouring street whose border the draft moves (接边确认)',
  permission: 'draft.consent',
  params: DraftParams,
  body: z
    .object({ street: StreetCode, agrees: z.boolean(), note: z.string().trim().max(500).default('') })
    .strict(),
  answer: z.object({ consents: z.array(Consent) }),
})

export const returnDraft = defineEndpoint({
  id: 'returnDraft',
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/return',
  summary: 'Returns a submitted draft to the street with a reason',
  permission: 'draft.review',
  params: DraftParams,
  body: z.object({ note: DraftNote }).strict(),
  answer: Draft,
})

export const approveDraft = defineEndpoint({
  id: 'approveDraft',
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/approve',
  summary:
    'Approves a submitted draft; not allowed for its submitter, for authors of its steps, and before all ' +
    'neighbours have consented',
  permission: 'draft.review',
  params: DraftParams,
  body: z.object({ note: DraftNote }).strict(),
  answer: Draft,
})

export const publishDraft = defineEndpoint({
  id: 'publishDraft',
  queue: 'drafts',
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/publish',
  summary: 'Publishes an approved draft in one transaction; idempotent; not allowed for authors of its steps',
  permission: 'draft.publish',
  params: DraftParams,
  body: z
    .object({
      note: DraftNote,
      /** First day on which the new borders are valid, not in the future; default: today. */
      effectiveOn: Day.optional(),
    })
    .strict(),
  answer: z.object({
    draft: Draft,
    revision: Revision,
    /** Final id and code of each created and each renumbered grid. */
    grids: z.array(z.object({ draftId: CellNumber, id: z.number().int(), code: z.string() })),
  }),
})
