import { z } from 'zod'
import type { CitySnapshot } from '#shared/snapshot/city-snapshot.ts'
import { type Draft, DraftStatus, type StoredStep } from '#shared/contract/drafts/drafts.ts'
import { DraftStep } from '#shared/contract/drafts/draft-operations.ts'
import { ChangesetId, DraftId, Revision } from '#shared/contract/ids.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { findUnitName } from '../snapshot/tables/find-unit-name.ts'
import { AppError } from '../errors.ts'

const text = z.string().nullable()

export const DraftRow = z.object({
  id: DraftId,
  street_code: z.string(),
  name: z.string(),
  status: DraftStatus,
  base_revision: Revision,
  steps: z.number(),
  first_step: z.number(),
  author: z.string(),
  created_at: z.string(),
  changed_at: z.string(),
  submitted_by: text,
  submitted_at: text,
  note: text,
  decided_by: text,
  decided_at: text,
  published_revision: Revision.nullable(),
  changeset_id: ChangesetId.nullable(),
  reverts: ChangesetId.nullable(),
})
export type DraftRow = z.infer<typeof DraftRow>

const sql = {
  find: loadSql('api/drafts/sql/find-draft.sql'),
  lock: loadSql('api/drafts/sql/lock-draft.sql'),
  steps: loadSql('api/drafts/sql/list-steps.sql'),
}

/** @throws AppError not_found */
export async function findDraft(tx: Queryable, id: DraftId, { lock = false } = {}): Promise<DraftRow> {
  const {
    rows: [row],
  } = await tx.query(lock ? sql.lock : sql.find, [id])
  if (!row) throw new AppError('not_found', 'there is no such draft', { draft: id })
  return DraftRow.parse(row)
}

const StepRow = z.object({
  number: z.number(),
  step_id: z.string(),
  step: z.string(),
  operation: z.unknown(),
  author: z.string(),
  at: z.string(),
})

export async function readSteps(tx: Queryable, id: DraftId, after: number): Promise<StoredStep[]> {
  const { rows } = await tx.query(sql.steps, [id, after])
  return z
    .array(StepRow)
    .parse(rows)
    .map(({ number, step_id, step, operation, author, at }) => ({
      number,
      author,
      at,
      ...DraftStep.parse(step === 'do' ? { id: step_id, step, operation } : { id: step_id, step }),
    }))
}

export function toDraft(row: DraftRow, { units: { street } }: CitySnapshot): Draft {
  return {
    id: row.id,
    street: {
      code: row.street_code,
      ...(findUnitName(street, street.codes.indexOf(row.street_code)) ?? {
        name: row.street_code,
        nameEn: null,
      }),
    },
    name: row.name,
    status: row.status,
    baseRevision: row.base_revision,
    steps: row.steps,
    author: row.author,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    submittedBy: row.submitted_by,
    submittedAt: row.submitted_at,
    note: row.note,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    publishedRevision: row.published_revision,
    reverts: row.reverts,
  }
}

/** @throws AppError wrong_stage */
export function assertDraftStatus(row: DraftRow, ...stages: readonly DraftRow['status'][]): void {
  if (!stages.includes(row.status))
    throw new AppError('wrong_stage', `the draft is ${row.status}`, { status: row.status, needed: stages })
}
