import { z } from 'zod'
import { CommunityCode, Day, StreetCode, UnitCode } from '../city/codes.ts'
import { CellNumber, GridValues, LatticePoint } from './draft-operations.ts'
import { Draft, Issue, DraftNote, DraftParams, Staleness } from './drafts.ts'
import { defineEndpoint } from '../endpoint.ts'
import { CellRole } from './draft-base.ts'

/** What becomes of a draft that is handed in: seen beside the city, agreed to, decided, published. */

const count = z.number().int().min(0)
const moment = z.string()

/** One grid of a draft, before and after. */
export const GridFigures = GridValues.omit({ name: true }).extend({ name: z.string(), areaM2: z.number() })

export const GridDifference = z.object({
  id: CellNumber,
  /** null: given when the draft is published. */
  code: z.string().nullable(),
  community: CommunityCode,
  place: CellRole,
  what: z.enum(['new', 'changed', 'retired', 'described']),
  before: GridFigures.nullable(),
  after: GridFigures.nullable(),
  /** Grids that it came from, other than itself. */
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
  /** Where on the map it points to; null: nowhere in particular. */
  place: LatticePoint.nullable(),
  grid: CellNumber.nullable(),
})
export type DraftComment = z.infer<typeof DraftComment>

export const getReview = defineEndpoint({
  id: 'getReview',
  method: 'get',
  path: '/cities/{city}/drafts/{draft}/review',
  summary:
    'What a draft would change: grids before and after, borders, certificate, rules, consents, comments',
  permission: 'draft.read',
  params: DraftParams,
  answer: z.object({
    draft: Draft,
    differences: z.array(GridDifference),
    /** Shapes of `differences` in the same order, TWKB in base64; an empty shape where there is none. */
    shapesBefore: z.string(),
    shapesAfter: z.string(),
    /** Metres of border that come and go. */
    borders: z.object({ addedM: z.number(), removedM: z.number() }),
    moved: z.object({ households: z.number(), residents: z.number() }),
    /** Corners where the new borders run, lattice units, numbered for the approval sheet. */
    points: z.array(LatticePoint),
    certificate: z.object({
      holds: z.boolean(),
      units: z.array(z.object({ unit: UnitCode, holds: z.boolean() })),
    }),
    issues: z.array(Issue),
    consents: z.array(Consent),
    comments: z.array(DraftComment),
    stale: Staleness.nullable(),
  }),
})

export const addComment = defineEndpoint({
  id: 'addComment',
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/comments',
  summary: 'Say something about a draft, or about a place in it',
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
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/submit',
  summary: 'Hand a draft in; refused while it has errors or is drawn on grids that have changed',
  permission: 'draft.edit',
  params: DraftParams,
  body: z.object({ note: DraftNote, after: count }).strict(),
  answer: Draft,
})

export const withdrawDraft = defineEndpoint({
  id: 'withdrawDraft',
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/withdraw',
  summary: 'Take a submitted draft back, to go on drawing',
  permission: 'draft.edit',
  params: DraftParams,
  answer: Draft,
})

export const consentToDraft = defineEndpoint({
  id: 'consentToDraft',
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/consents',
  summary: 'Answer for the neighbouring street whose border a submitted draft moves (接边确认)',
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
  summary: 'Give a submitted draft back to the street, saying why',
  permission: 'draft.review',
  params: DraftParams,
  body: z.object({ note: DraftNote }).strict(),
  answer: Draft,
})

export const approveDraft = defineEndpoint({
  id: 'approveDraft',
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/approve',
  summary: 'Approve a submitted draft; never by who submitted it, and not before all neighbours agree',
  permission: 'draft.review',
  params: DraftParams,
  body: z.object({ note: DraftNote }).strict(),
  answer: Draft,
})

export const publishDraft = defineEndpoint({
  id: 'publishDraft',
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/publish',
  summary: 'Make an approved draft the city’s map, in one transaction; asking again changes nothing more',
  permission: 'draft.publish',
  params: DraftParams,
  body: z
    .object({
      note: DraftNote,
      /** First day on which the new borders hold, not in the future; today when absent. */
      effectiveOn: Day.optional(),
    })
    .strict(),
  answer: z.object({
    draft: Draft,
    revision: count,
    /** Real number and code of each grid that the draft made, and of each that was given a new code. */
    grids: z.array(z.object({ draftId: CellNumber, id: z.number().int(), code: z.string() })),
  }),
})
