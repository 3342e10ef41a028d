import type { GapStatus } from '#shared/contract/coverage/gaps.ts'
import type { CoverageGap } from '#shared/coverage/gaps/find-coverage-gaps.ts'
import type { ChangesetOutcome, ChangesetScope } from '../../changesets/commit-changeset.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { AppError } from '../../errors.ts'
import { readGapWork } from './gap-rows.ts'

const sql = {
  insert: loadSql('api/coverage/gaps/sql/insert-gap-work.sql'),
  update: loadSql('api/coverage/gaps/sql/update-gap-work.sql'),
  insertEvent: loadSql('api/coverage/gaps/sql/insert-gap-event.sql'),
}

export interface GapUpdate {
  gap: CoverageGap
  /** Expected version of the work; 0: there is none yet. */
  version: number
  work: { status: GapStatus; office: string | null; due: string | null; remedy: string | null }
  closedBy: number | null
  actor: string
  note: string
}

/** Stores the work on a gap, and the event of its history. @throws AppError stale_base */
export async function writeGapWork(
  tx: Queryable,
  { changesetId, at }: ChangesetScope,
  { gap, version, work, closedBy, actor, note }: GapUpdate,
): Promise<ChangesetOutcome<null>> {
  const { status, office, due, remedy } = work
  const before = (await readGapWork(tx, gap.subject)).get(gap.subject)
  if ((before?.version ?? 0) !== version)
    throw new AppError('stale_base', 'somebody else has worked on this gap in the meantime', {
      version: before?.version ?? 0,
    })
  const {
    rows: [row],
  } =
    before === undefined
      ? await tx.query<{ id: number }>(sql.insert, [
          gap.subject,
          gap.kind,
          status,
          office,
          due,
          remedy,
          gap.households,
          at,
        ])
      : await tx.query<{ id: number }>(sql.update, [
          before.id,
          version,
          status,
          office,
          due,
          remedy,
          at,
          closedBy,
        ])
  if (row === undefined)
    throw new AppError('stale_base', 'somebody else has worked on this gap in the meantime', { version })
  const previous: Partial<Record<string, string | null>> = {
    status: before?.status ?? 'open',
    office: before?.office ?? null,
    due: before?.due ?? null,
    remedy: before?.remedy ?? null,
  }
  const fields = {
    ...Object.fromEntries(Object.entries(work).filter(([name, value]) => previous[name] !== value)),
    ...(closedBy === null ? {} : { closedBy }),
  }
  await tx.query(sql.insertEvent, [row.id, changesetId, at, actor, note, fields])
  return { answer: null, box: null, layers: [], audit: { object: `gap:${gap.subject}`, detail: { fields } } }
}
