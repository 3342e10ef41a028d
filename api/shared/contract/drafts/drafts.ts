import { z } from 'zod'
import { CityCode, CommunityCode, StreetCode, UnitCode } from '../city/codes.ts'
import { CellNumber, DraftOperation, DraftStep, LatticePoint, NewStep } from './draft-operations.ts'
import { defineEndpoint } from '../endpoint.ts'
import { DraftBase, SnapTargetData } from './draft-base.ts'

const count = z.number().int().min(0)
/** A moment, ISO 8601 in UTC. */
const moment = z.string()

/**
 * open: being drawn. submitted: with the district. approved: may be published. published: it is the city's map now.
 * discarded: given up; kept, but no longer shown in lists.
 */
export const draftStatuses = ['open', 'submitted', 'approved', 'published', 'discarded'] as const
export const DraftStatus = z.enum(draftStatuses)
export type DraftStatus = z.infer<typeof DraftStatus>

export const DraftName = z
  .string()
  .trim()
  .min(1)
  .max(60)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u)
export const DraftNote = z.string().trim().min(1).max(500)

export const Draft = z.object({
  id: z.uuid(),
  street: z.object({ code: StreetCode, name: z.string() }),
  name: z.string(),
  status: DraftStatus,
  /** The revision of the city that it is drawn on. */
  baseRevision: count,
  /** Number of the last step. */
  steps: count,
  author: z.string(),
  createdAt: moment,
  changedAt: moment,
  submittedBy: z.string().nullable(),
  submittedAt: moment.nullable(),
  /** What was said when it was submitted, returned or approved last. */
  note: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: moment.nullable(),
  publishedRevision: count.nullable(),
  /** The published change that it takes back. */
  reverts: z.number().int().nullable(),
})
export type Draft = z.infer<typeof Draft>

/** Who is drawing in a community; ends by itself unless it is renewed. */
export const Lease = z.object({
  community: CommunityCode,
  draft: z.uuid(),
  holder: z.string(),
  since: moment,
  until: moment,
  /** The asking account holds it with this draft. */
  own: z.boolean(),
})
export type Lease = z.infer<typeof Lease>

/** Grids under the draft that have changed in the city since it was begun. */
export const Staleness = z.object({
  revision: count,
  grids: z.array(
    z.object({
      id: z.number().int(),
      code: z.string(),
      name: z.string(),
      what: z.enum(['changed', 'retired', 'new']),
    }),
  ),
})
export type Staleness = z.infer<typeof Staleness>

export const StoredStep = z.object({ number: count, author: z.string(), at: moment }).and(DraftStep)
export type StoredStep = z.infer<typeof StoredStep>

export const issueTypes = [
  'gap',
  'overlap',
  'ring_conflict',
  'outside_community',
  'not_contiguous',
  'sliver',
  'too_small',
  'too_few_households',
  'too_many_households',
  'no_worker',
  'no_branch',
  'missing_community',
  'name_missing',
  'name_taken',
] as const
export const IssueType = z.enum(issueTypes)
export type IssueType = z.infer<typeof IssueType>

/** Something about the grids that is wrong (must be mended before it is submitted) or against the rule profile. */
export const Issue = z.object({
  type: IssueType,
  severity: z.enum(['error', 'warning']),
  cells: z.array(CellNumber),
  at: LatticePoint.nullable(),
  /** For the text: what there is, and what the rule asks for. */
  found: z.number().nullable(),
  wanted: z.number().nullable(),
  /** Operations of which each would mend it; for a gap, one for each grid that could receive it. */
  fixes: z.array(DraftOperation),
})
export type Issue = z.infer<typeof Issue>

export const CityParams = z.object({ city: CityCode })
const OfStreet = CityParams.extend({ unit: StreetCode })
export const DraftParams = CityParams.extend({ draft: z.uuid() })

export const getDraftBase = defineEndpoint({
  id: 'getGround',
  method: 'get',
  path: '/cities/{city}/units/{unit}/ground',
  summary: 'A street’s grids with those around them and the outlines of their units, exact to the centimetre',
  permission: 'draft.read',
  params: OfStreet,
  answer: DraftBase,
})

export const getSnapTargets = defineEndpoint({
  id: 'getSurroundings',
  method: 'get',
  path: '/cities/{city}/units/{unit}/surroundings',
  summary: 'Roads, waterways and premises in and around a street, to snap and trace to and to count',
  permission: 'draft.read',
  params: OfStreet,
  answer: SnapTargetData,
})

export const listDrafts = defineEndpoint({
  id: 'listDrafts',
  method: 'get',
  path: '/cities/{city}/drafts',
  summary: 'Drafts of the city, the latest first',
  permission: 'draft.read',
  params: CityParams,
  query: z.object({
    /** Inside this district or street. */
    parent: UnitCode.optional(),
    status: DraftStatus.optional(),
    /** Waits for the consent of this street. */
    consent: StreetCode.optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    offset: z.coerce.number().int().min(0).default(0),
  }),
  answer: z.object({ total: count, drafts: z.array(Draft) }),
})

export const createDraft = defineEndpoint({
  id: 'createDraft',
  method: 'post',
  path: '/cities/{city}/units/{unit}/drafts',
  summary:
    'Begin a draft of a street on the city as it is now; asking again with the same id changes nothing',
  permission: 'draft.edit',
  params: OfStreet,
  body: z.object({ id: z.uuid(), name: DraftName }).strict(),
  answer: Draft,
})

export const openDraft = defineEndpoint({
  id: 'openDraft',
  method: 'get',
  path: '/cities/{city}/drafts/{draft}',
  summary: 'A draft as it stands: the ground it is drawn on and all its steps; replayed, they give its grids',
  permission: 'draft.read',
  params: DraftParams,
  query: z.object({
    /** Only steps after this number, and no ground: what somebody who has the draft open has missed. */
    after: z.coerce.number().int().min(0).optional(),
  }),
  answer: z.object({
    draft: Draft,
    ground: DraftBase.nullable(),
    steps: z.array(StoredStep),
    leases: z.array(Lease),
    stale: Staleness.nullable(),
  }),
})

export const renameDraft = defineEndpoint({
  id: 'renameDraft',
  method: 'patch',
  path: '/cities/{city}/drafts/{draft}',
  summary: 'Give a draft another name',
  permission: 'draft.edit',
  params: DraftParams,
  body: z.object({ name: DraftName }).strict(),
  answer: Draft,
})

export const discardDraft = defineEndpoint({
  id: 'discardDraft',
  method: 'delete',
  path: '/cities/{city}/drafts/{draft}',
  summary: 'Give a draft up',
  permission: 'draft.edit',
  params: DraftParams,
})

export const appendSteps = defineEndpoint({
  id: 'appendSteps',
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/steps',
  summary:
    'Do, undo and redo operations, several at once; the server runs each again and refuses from the first that fails',
  permission: 'draft.edit',
  params: DraftParams,
  body: z
    .object({
      /** Number of the last step that the sender has seen. */
      after: count,
      steps: z.array(NewStep).min(1).max(200),
    })
    .strict(),
  answer: z.object({
    draft: Draft,
    /** Of the steps that were sent, those the draft has now; less than all when one was refused. */
    accepted: z.array(z.uuid()),
    /** Why the first of the others was refused; the ones after it were not tried. */
    refused: z
      .object({
        id: z.uuid(),
        reason: z.object({
          code: z.string(),
          cells: z.array(CellNumber).optional(),
          at: LatticePoint.optional(),
          count: z.number().optional(),
        }),
      })
      .nullable(),
    leases: z.array(Lease),
  }),
})

export const acquireLeases = defineEndpoint({
  id: 'takeLeases',
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/leases',
  summary:
    'Say that one is drawing in these communities, or goes on doing so; refused where somebody else is',
  permission: 'draft.edit',
  params: DraftParams,
  body: z
    .object({
      /** Empty: all of the street. */
      communities: z.array(CommunityCode).max(500).default([]),
      /** Let go instead. */
      release: z.boolean().default(false),
    })
    .strict(),
  answer: z.object({ leases: z.array(Lease) }),
})

export const getProblems = defineEndpoint({
  id: 'getProblems',
  method: 'get',
  path: '/cities/{city}/drafts/{draft}/problems',
  summary: 'What is wrong with the draft’s grids or against the rule profiles, each with what would mend it',
  permission: 'draft.read',
  params: DraftParams,
  answer: z.object({ issues: z.array(Issue) }),
})

export const rebaseDraft = defineEndpoint({
  id: 'rebaseDraft',
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/rebase',
  summary:
    'Run a draft’s operations again on the city as it is now; what cannot be done any more is named and left out only when asked',
  permission: 'draft.edit',
  params: DraftParams,
  body: z
    .object({
      /** Leave out what is refused instead of refusing the rebase. */
      leaveOut: z.boolean().default(false),
    })
    .strict(),
  answer: z.object({ draft: Draft, leftOut: z.array(z.object({ id: z.uuid(), code: z.string() })) }),
})
