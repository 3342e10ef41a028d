import { Issue } from './draft-issues.ts'
import { z } from 'zod'
import { ChangesetId, DraftId, Revision } from '../ids.ts'
import { CityCode, CommunityCode, StreetCode, UnitCode } from '../city/codes.ts'
import { CellNumber, DraftStep, LatticePoint, NewStep } from './draft-operations.ts'
import { defineEndpoint, MAX_LARGE_BODY_BYTES } from '../endpoint.ts'
import { DraftBase, SnapTargetData } from './draft-base.ts'

const count = z.number().int().min(0)
/** ISO 8601 time in UTC. */
const moment = z.string()

/**
 * open: being edited. submitted: under review by the district. approved: ready to publish. published: part of
 * the map. discarded: abandoned; stored, but no longer listed.
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
  id: DraftId,
  /** Drafts that a browser stored before 0.2 have no English name. */
  street: z.object({ code: StreetCode, name: z.string(), nameEn: z.string().nullable().default(null) }),
  name: z.string(),
  status: DraftStatus,
  /** Revision of the city on which the draft is based. */
  baseRevision: Revision,
  /** Number of the last step. */
  steps: count,
  author: z.string(),
  createdAt: moment,
  changedAt: moment,
  submittedBy: z.string().nullable(),
  submittedAt: moment.nullable(),
  /** Note of the last submission, return or approval. */
  note: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: moment.nullable(),
  publishedRevision: Revision.nullable(),
  /** The published change that it reverts. */
  reverts: ChangesetId.nullable(),
})
export type Draft = z.infer<typeof Draft>

/** Exclusive right to draw in a community; expires unless renewed. */
export const Lease = z.object({
  community: CommunityCode,
  draft: DraftId,
  holder: z.string(),
  since: moment,
  until: moment,
  /** The requesting account holds it with this draft. */
  own: z.boolean(),
})
export type Lease = z.infer<typeof Lease>

/** Base grids that have changed in the city since the draft was created. */
export const Staleness = z.object({
  revision: Revision,
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

export const CityParams = z.object({ city: CityCode })
const OfStreet = CityParams.extend({ unit: StreetCode })
export const DraftParams = CityParams.extend({ draft: DraftId })

export const getDraftBase = defineEndpoint({
  id: 'getGround',
  method: 'get',
  path: '/cities/{city}/units/{unit}/ground',
  summary: 'Returns the grids of a street, the surrounding ones and the outlines of their units, exactly',
  permission: 'draft.read',
  params: OfStreet,
  answer: DraftBase,
})

export const getSnapTargets = defineEndpoint({
  id: 'getSurroundings',
  method: 'get',
  path: '/cities/{city}/units/{unit}/surroundings',
  summary: 'Returns roads, waterways and premises in and around a street, for snapping, tracing and counting',
  permission: 'draft.read',
  params: OfStreet,
  answer: SnapTargetData,
})

export const listDrafts = defineEndpoint({
  id: 'listDrafts',
  method: 'get',
  path: '/cities/{city}/drafts',
  summary: 'Lists the drafts of the city, latest first',
  permission: 'draft.read',
  params: CityParams,
  query: z.object({
    /** Inside this district or street. */
    parent: UnitCode.optional(),
    status: DraftStatus.optional(),
    /** Waiting for the consent of this street. */
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
  summary: 'Creates a draft of a street on the current state of the city; idempotent by id',
  permission: 'draft.edit',
  params: OfStreet,
  body: z.object({ id: DraftId, name: DraftName }).strict(),
  answer: Draft,
})

export const openDraft = defineEndpoint({
  id: 'openDraft',
  queue: 'drafts',
  method: 'get',
  path: '/cities/{city}/drafts/{draft}',
  summary: 'Returns a draft: its base and all its steps, which a client replays',
  permission: 'draft.read',
  params: DraftParams,
  query: z.object({
    /** Only later steps, without the base: for a client that has the draft open. */
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
  summary: 'Renames a draft',
  permission: 'draft.edit',
  params: DraftParams,
  body: z.object({ name: DraftName }).strict(),
  answer: Draft,
})

export const discardDraft = defineEndpoint({
  id: 'discardDraft',
  method: 'delete',
  path: '/cities/{city}/drafts/{draft}',
  summary: 'Discards a draft',
  permission: 'draft.edit',
  params: DraftParams,
})

/** Steps of a draft, undone ones included: what is replayed when it is opened has a bound. */
export const MAX_DRAFT_STEPS = 5000

export const appendSteps = defineEndpoint({
  id: 'appendSteps',
  queue: 'drafts',
  maxBodyBytes: MAX_LARGE_BODY_BYTES,
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/steps',
  summary: 'Appends steps; the server runs each again and stops at the first rejected one',
  permission: 'draft.edit',
  params: DraftParams,
  body: z
    .object({
      /** Number of the last step known to the client. */
      after: count,
      steps: z.array(NewStep).min(1).max(200),
    })
    .strict(),
  answer: z.object({
    draft: Draft,
    /** Stored steps of this request; fewer than sent if one was rejected. */
    accepted: z.array(z.uuid()),
    /** What accepted steps did besides: a part too small to be meant went with the part beside it. */
    notes: z.array(
      z.object({
        id: z.uuid(),
        code: z.literal('crumb_joined'),
        at: LatticePoint,
        areaM2: z.number(),
      }),
    ),
    /** Reason of the first rejection; later steps were not tried. */
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
  summary: 'Acquires or renews leases of communities; rejected if another person holds one',
  permission: 'draft.edit',
  params: DraftParams,
  body: z
    .object({
      /** Empty: all of the street. */
      communities: z.array(CommunityCode).max(500).default([]),
      /** Release instead of acquire. */
      release: z.boolean().default(false),
    })
    .strict(),
  answer: z.object({ leases: z.array(Lease) }),
})

/** Problems that one answer lists at most, errors first. */
export const MAX_ISSUES = 100

export const getProblems = defineEndpoint({
  id: 'getProblems',
  queue: 'compute',
  method: 'get',
  path: '/cities/{city}/drafts/{draft}/problems',
  summary: 'Lists problems of the grids of a draft with possible fixes',
  permission: 'draft.read',
  params: DraftParams,
  answer: z.object({
    issues: z.array(Issue).max(MAX_ISSUES),
    /** The number of further problems that are not listed. */
    more: count,
  }),
})

const RefusedStep = z.object({ id: z.uuid(), code: z.string() })

export const rebaseDraft = defineEndpoint({
  id: 'rebaseDraft',
  queue: 'drafts',
  method: 'post',
  path: '/cities/{city}/drafts/{draft}/rebase',
  summary: 'Replays a draft on the current state of the city; failing operations are listed or omitted',
  permission: 'draft.edit',
  params: DraftParams,
  body: z
    .object({
      /** Omit failing operations instead of rejecting the rebase. */
      leaveOut: z.boolean().default(false),
    })
    .strict(),
  answer: z.object({
    draft: Draft,
    leftOut: z.array(RefusedStep),
    /** Steps with another choice of where premises, workers and branches go, because theirs does not fit any more. */
    proposedAnew: z.array(RefusedStep),
  }),
})
