import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { draftEvents } from '#shared/contract/drafts/draft-events.ts'
import type { Draft, Lease, StoredStep } from '#shared/contract/drafts/drafts.ts'
import type { DraftId } from '#shared/contract/ids.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { findDraft, readSteps, toDraft } from '../draft-row.ts'
import { listStreetLeases } from '../leases.ts'

const feedbackStatement = loadSql('api/drafts/watch/sql/select-draft-feedback.sql')
const Feedback = z.object({ comments: z.number(), consents: z.string() })

/** State of a draft that a watcher has seen. */
export interface DraftVersion {
  draft: Draft
  /** Steps up to this one belong to an earlier base. */
  firstStep: number
  /** Steps since the previous version. */
  steps: StoredStep[]
  /** `own`: the lease belongs to this draft, whoever the holder is. */
  leases: Lease[]
  feedback: z.infer<typeof Feedback>
}

type Events = typeof draftEvents
/** One event with its data. */
export type DraftEvent = {
  [Name in keyof Events]: { event: Name; data: z.input<Events[Name]> }
}[keyof Events]

/** @param after number of the last step that was seen; null: no steps are read */
export async function readDraftVersion(
  tx: Queryable,
  snapshot: CitySnapshot,
  { draft, after, now }: { draft: DraftId; after: number | null; now: number },
): Promise<DraftVersion> {
  const row = await findDraft(tx, draft)
  const leases = await listStreetLeases(tx, row.street_code, { draft, holder: '', now })
  return {
    draft: toDraft(row, snapshot),
    firstStep: row.first_step,
    steps:
      after === null || after >= row.steps ? [] : await readSteps(tx, draft, Math.max(after, row.first_step)),
    leases: leases.map((lease) => ({ ...lease, own: lease.draft === draft })),
    feedback: Feedback.parse((await tx.query(feedbackStatement, [draft])).rows[0]),
  }
}

/** Returns the events between two versions, in the order in which a page must process them. */
export function diffDraftVersions(before: DraftVersion, now: DraftVersion): DraftEvent[] {
  const { draft, steps, leases, feedback } = now
  const events: DraftEvent[] = []
  if (before.firstStep !== now.firstStep) events.push({ event: 'anew', data: { draft } })
  else if (steps.length > 0) events.push({ event: 'steps', data: { draft, steps } })
  else if (JSON.stringify(before.draft) !== JSON.stringify(draft))
    events.push({ event: 'draft', data: { draft } })
  if (toLeaseKey(before.leases) !== toLeaseKey(leases)) events.push({ event: 'leases', data: { leases } })
  if (JSON.stringify(before.feedback) !== JSON.stringify(feedback))
    events.push({ event: 'said', data: { comments: feedback.comments } })
  return events
}

/** Leases are renewed every minute, so a changed `until` alone is no event. */
const toLeaseKey = (leases: readonly Lease[]): string =>
  leases.map(({ community, draft, holder, since }) => [community, draft, holder, since].join(' ')).join()
