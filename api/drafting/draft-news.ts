import { z } from 'zod'
import type { CitySnapshot } from '#shared/city/city-snapshot.ts'
import type { draftEvents } from '#shared/contract/draft-events.ts'
import type { Draft, Lease, Step } from '#shared/contract/drafts.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { findDraft, readSteps, toDraft } from './draft-row.ts'
import { leasesOf } from './leases.ts'

const watchedStatement = loadSql('api/drafting/sql/watched-draft.sql')
const Said = z.object({ comments: z.number(), consents: z.string() })

/** A draft as somebody who looks on sees it. */
export interface DraftLook {
  draft: Draft
  /** Steps up to this one belong to an earlier ground. */
  firstStep: number
  /** Since the last look. */
  steps: Step[]
  /** `own`: of this draft, whoever holds it. */
  leases: Lease[]
  said: z.infer<typeof Said>
}

type Events = typeof draftEvents
/** One event with what it tells. */
export type DraftNews = { [Name in keyof Events]: { event: Name; data: z.input<Events[Name]> } }[keyof Events]

/** @param after number of the last step that was seen; null: none need be told */
export async function lookAtDraft(
  tx: Queryable,
  snapshot: CitySnapshot,
  { draft, after, now }: { draft: string; after: number | null; now: number },
): Promise<DraftLook> {
  const row = await findDraft(tx, draft)
  const leases = await leasesOf(tx, row.street_code, { draft, holder: '', now })
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
export function newsBetween(before: DraftLook, now: DraftLook): DraftNews[] {
  const { draft, steps, leases, said } = now
  const news: DraftNews[] = []
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
