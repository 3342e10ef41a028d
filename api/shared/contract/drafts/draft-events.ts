import { z } from 'zod'
import { UnitCode } from '../city/codes.ts'
import { Draft, Lease, CityParams, DraftParams, StoredStep } from './drafts.ts'
import { defineEndpoint } from '../endpoint.ts'

/** Drawing while others look on: who draws where, and each step as it is taken. */

const leases = z.array(Lease)

/** What `watchDraft` sends, by event name. */
export const draftEvents = {
  /** First event after connecting. Steps that are not shown yet: `openDraft` with `after`. */
  hello: z.object({ draft: Draft, leases }),
  /** Steps since the last event, in order, and the draft with them. */
  steps: z.object({ draft: Draft, steps: z.array(StoredStep) }),
  /** Its stage, name or note is another; its steps are as they were. */
  draft: z.object({ draft: Draft }),
  /** It stands on another ground: open it anew. */
  anew: z.object({ draft: Draft }),
  /** Who draws in the street, whenever somebody begins, ends or is away for too long; `until` moves on in `heartbeat`. */
  leases: z.object({ leases }),
  /** Somebody commented, or a neighbouring street answered: read the review again. */
  said: z.object({ comments: z.number().int() }),
  /** Nothing happened for a while; a reader that hears nothing at all for longer than that connects again. */
  heartbeat: z.object({ steps: z.number().int(), leases }),
} as const

export const streamDraftEvents = defineEndpoint({
  id: 'watchDraft',
  method: 'get',
  path: '/cities/{city}/drafts/{draft}/events',
  summary: 'Server-sent events: each step of a draft as it is drawn, its stages, who draws in the street',
  permission: 'draft.read',
  params: DraftParams,
  mediaType: 'text/event-stream',
})

export const listLeases = defineEndpoint({
  id: 'listLeases',
  method: 'get',
  path: '/cities/{city}/leases',
  summary: 'Who is drawing where, since when and in which draft',
  permission: 'draft.read',
  params: CityParams,
  query: z.object({
    /** Inside this district, street or community. */
    parent: UnitCode.optional(),
  }),
  answer: z.object({ leases: z.array(Lease.extend({ draftName: z.string() })) }),
})
