import { z } from 'zod'
import { UnitCode } from '../city/codes.ts'
import { Draft, Lease, CityParams, DraftParams, StoredStep } from './drafts.ts'
import { defineEndpoint } from '../endpoint.ts'

/** Events for concurrent drawing: leases, and each stored step. */

const leases = z.array(Lease)

/** Events of `streamDraftEvents` by name. */
export const draftEvents = {
  /** First event after connecting. `openDraft` with `after` returns the missing steps. */
  hello: z.object({ draft: Draft, leases }),
  /** Steps since the last event, in order, with the draft. */
  steps: z.object({ draft: Draft, steps: z.array(StoredStep) }),
  /** Status, name or note has changed; the steps have not. */
  draft: z.object({ draft: Draft }),
  /** The draft has a new base: reload it. */
  anew: z.object({ draft: Draft }),
  /** Leases of the street, sent when one begins, ends or expires; `heartbeat` updates `until`. */
  leases: z.object({ leases }),
  /** A comment or a consent was added: reload the review. */
  said: z.object({ comments: z.number().int() }),
  /** Sent after a period without events. A reader that receives nothing for longer reconnects. */
  heartbeat: z.object({ steps: z.number().int(), leases }),
} as const

export const streamDraftEvents = defineEndpoint({
  id: 'watchDraft',
  method: 'get',
  path: '/cities/{city}/drafts/{draft}/events',
  summary: 'Streams server-sent events of a draft: steps, status changes, leases of the street',
  permission: 'draft.read',
  params: DraftParams,
  mediaType: 'text/event-stream',
})

export const listLeases = defineEndpoint({
  id: 'listLeases',
  method: 'get',
  path: '/cities/{city}/leases',
  summary: 'Lists leases: who is drawing where, since when and in which draft',
  permission: 'draft.read',
  params: CityParams,
  query: z.object({
    /** Inside this district, street or community. */
    parent: UnitCode.optional(),
  }),
  answer: z.object({ leases: z.array(Lease.extend({ draftName: z.string() })) }),
})
