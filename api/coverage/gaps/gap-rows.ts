import { z } from 'zod'
import { GapStatus, type GapWork } from '#shared/contract/coverage/gaps.ts'
import { Revision } from '#shared/contract/ids.ts'
import type { Queryable } from '../../db/database.ts'
import { loadSql } from '../../db/load-sql.ts'
import { Moment } from '../../db/moment.ts'

const WorkRow = z.object({
  id: z.number().int(),
  subject: z.string(),
  subject_kind: z.enum(['community', 'park']),
  status: GapStatus,
  office: z.string().nullable(),
  due: z.string().nullable(),
  remedy: z.string().nullable(),
  opened_at: Moment,
  closed_at: Moment.nullable(),
  closed_by: z.number().int().nullable(),
  version: z.number().int(),
})
export type GapWorkRow = z.infer<typeof WorkRow>

const EventRow = z.object({
  at: Moment,
  actor: z.string(),
  note: z.string(),
  revision: Revision,
  fields: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
})
export type GapEventRow = z.infer<typeof EventRow>

const sql = {
  work: loadSql('api/coverage/gaps/sql/list-gap-work.sql'),
  workAsOf: loadSql('api/coverage/gaps/sql/list-gap-work-as-of.sql'),
  events: loadSql('api/coverage/gaps/sql/list-gap-events.sql'),
}

/** Returns the latest work on each subject, or on one: the current state, or that at the end of a day. */
export async function readGapWork(
  tx: Queryable,
  subject: string | null = null,
  day: string | null = null,
): Promise<Map<string, GapWorkRow>> {
  const { rows } =
    day === null ? await tx.query(sql.work, [subject]) : await tx.query(sql.workAsOf, [subject, day])
  return new Map(
    z
      .array(WorkRow)
      .parse(rows)
      .map((row) => [row.subject, row]),
  )
}

export async function readGapEvents(
  tx: Queryable,
  subject: string,
  day: string | null,
): Promise<GapEventRow[]> {
  return z.array(EventRow).parse((await tx.query(sql.events, [subject, day])).rows)
}

export function toGapWork(row: GapWorkRow | undefined): GapWork {
  if (row === undefined)
    return {
      status: 'open',
      office: null,
      due: null,
      remedy: null,
      openedAt: null,
      closedAt: null,
      closedBy: null,
      version: 0,
    }
  const {
    status,
    office,
    due,
    remedy,
    opened_at: openedAt,
    closed_at: closedAt,
    closed_by: closedBy,
    version,
  } = row
  return { status, office, due, remedy, openedAt, closedAt, closedBy, version }
}
