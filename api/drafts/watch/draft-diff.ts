import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import type { draftEvents } from '#shared/contract/drafts/draft-events.ts'
import type { Draft, Lease, StoredStep } from '#shared/contract/drafts/drafts.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { findDraft, readSteps, toDraft } from '../draft-row.ts'
import { listStreetLeases } from '../leases.ts'

const watchedStatement = loadSql('api/drafts/watch/sql/select-draft-feedback.sql')
const Said = z.object({ comments: z.number(), consents: z.string() })

/** A draft as somebody who looks on sees it. */
export interface DraftVersion {
  draft: Draft
  /** Steps up to this one belong to an earlier ground. */
  firstStep: number
  /** Since the last look. */
  steps: StoredStep[]
  /** `own`: of this draft, whoever holds it. */
  leases: Lease[]
  said: z.infer<typeof Said>
}

type Events = typeof draftEvents
/** One event with what it tells. */
export type DraftEvent = {
  [Name in keyof Events]: { event: Name; data: z.input<Events[Name]> }
}[keyof Events]

/** @param after number of the last step that was seen; null: none need be told */
export async function readDraftVersion(
  tx: Queryable,
  snapshot: CitySnapshot,
  { draft, after, now }: { draft: string; after: number | null; now: number },
): Promise<DraftVersion> {
  const row = await findDraft(tx, draft)
  const leases = await listStreetLeases(tx, row.street_code, { draft, holder: '', now })
  return {
    draft: toDraft(row, snapshot),
    firstStep: row.first_step,
    steps:
      after === null || after >= row.steps ? [] : await readSteps(tx, draft, Math.max(after, row.first_step)),
    leases: leases.map((lease) => ({ ...lease, own: lease.draft === draft })),
    said: Said.parse((await tx.query(watchedStatement, [draft])).rows[0]),
  }
}

/** What there is to tell between two looks, in the order in which a page should hear it. */
export function diffDraftVersions(before: DraftVersion, now: DraftVersion): DraftEvent[] {
  const { draft, steps, leases, said } = now
  const news: DraftEvent[] = []
  if (before.firstStep !== now.firstStep) news.push({ event: 'anew', data: { draft } })
  else if (steps.length > 0) news.push({ event: 'steps', data: { draft, steps } })
  else if (JSON.stringify(before.draft) !== JSON.stringify(draft))
    news.push({ event: 'draft', data: { draft } })
  if (holding(before.leases) !== holding(leases)) news.push({ event: 'leases', data: { leases } })
  if (JSON.stringify(before.said) !== JSON.stringify(said))
    news.push({ event: 'said', data: { comments: said.comments } })
  return news
}

/** Renewed every minute: `until` alone is no news. */
const holding = (leases: readonly Lease[]): string =>
  leases.map(({ community, draft, holder, since }) => [community, draft, holder, since].join(' ')).join()
