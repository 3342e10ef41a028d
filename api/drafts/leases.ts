import { z } from 'zod'
import type { Lease } from '#shared/contract/drafts/drafts.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { AppError } from '../errors.ts'

/** A page renews while it is open; who closes it or goes away lets others in after this time. */
export const LEASE_SECONDS = 180

const sql = {
  find: loadSql('api/drafts/sql/find-leases.sql'),
  ofStreet: loadSql('api/drafts/sql/list-street-leases.sql'),
  list: loadSql('api/drafts/sql/list-leases.sql'),
  take: loadSql('api/drafts/sql/upsert-leases.sql'),
  release: loadSql('api/drafts/sql/delete-leases.sql'),
}

const LeaseRow = z.object({
  community_code: z.string(),
  draft_id: z.string(),
  holder: z.string(),
  since: z.string(),
  until: z.string(),
})

export interface LeaseRequest {
  draft: string
  holder: string
  now: number
}

/** All or none of the communities. @returns whether one is new @throws AppError leased, naming who is there */
export async function acquireLeases(
  tx: Queryable,
  communities: readonly string[],
  { draft, holder, now }: LeaseRequest,
): Promise<boolean> {
  if (communities.length === 0) return false
  const until = new Date(now + LEASE_SECONDS * 1000)
  const { rows } = await tx.query<{ community_code: string; since: string }>(sql.take, [
    communities,
    draft,
    holder,
    new Date(now),
    until,
  ])
  const taken = new Set(rows.map((row) => row.community_code))
  const missing = communities.filter((code) => !taken.has(code))
  if (missing.length === 0) return rows.some(({ since }) => Date.parse(since) === now)
  const [other] = z.array(LeaseRow).parse((await tx.query(sql.find, [missing, new Date(now)])).rows)
  throw new AppError('leased', 'somebody else is drawing there', {
    community: other?.community_code ?? missing[0],
    holder: other?.holder,
    draft: other?.draft_id,
    until: other?.until,
  })
}

export async function releaseLeases(tx: Queryable, draft: string, holder: string | null): Promise<void> {
  await tx.query(sql.release, [draft, holder])
}

export async function listStreetLeases(
  tx: Queryable,
  street: string,
  drawing: LeaseRequest,
): Promise<Lease[]> {
  return z
    .array(LeaseRow)
    .parse((await tx.query(sql.ofStreet, [street, new Date(drawing.now)])).rows)
    .map((row) => toLease(row, row.draft_id === drawing.draft && row.holder === drawing.holder))
}

/** Who is drawing where, inside a unit; empty: in all of the city. */
export async function listUnitLeases(
  tx: Queryable,
  parent: string,
  { holder, now }: Omit<LeaseRequest, 'draft'>,
): Promise<(Lease & { draftName: string })[]> {
  return z
    .array(LeaseRow.extend({ draft_name: z.string() }))
    .parse((await tx.query(sql.list, [parent, new Date(now)])).rows)
    .map((row) => ({ ...toLease(row, row.holder === holder), draftName: row.draft_name }))
}

function toLease(
  { community_code, draft_id, holder, since, until }: z.infer<typeof LeaseRow>,
  own: boolean,
): Lease {
  return { community: community_code, draft: draft_id, holder, since, until, own }
}
