import { z } from 'zod'
import type { Lease } from '#shared/contract/drafts/drafts.ts'
import { DraftId } from '#shared/contract/ids.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { AppError } from '../errors.ts'

/** A page renews its leases while it is open; after it is closed they expire after this time. */
export const LEASE_SECONDS = 180

/** Clocks of several servers differ by less. */
const CLOCK_TOLERANCE_MS = 10 * 60_000

const getLatestEnd = (now: number): Date => new Date(now + LEASE_SECONDS * 1000 + CLOCK_TOLERANCE_MS)

const sql = {
  find: loadSql('api/drafts/sql/leases/find-leases.sql'),
  listOfStreet: loadSql('api/drafts/sql/leases/list-street-leases.sql'),
  list: loadSql('api/drafts/sql/leases/list-leases.sql'),
  upsert: loadSql('api/drafts/sql/leases/upsert-leases.sql'),
  delete: loadSql('api/drafts/sql/leases/delete-leases.sql'),
}

const LeaseRow = z.object({
  community_code: z.string(),
  draft_id: DraftId,
  holder: z.string(),
  since: z.string(),
  until: z.string(),
})

export interface LeaseRequest {
  draft: DraftId
  holder: string
  now: number
}

/**
 * Acquires or renews all of the communities, or none.
 *
 * @returns whether a lease is new
 * @throws AppError leased, with the holder in its details
 */
export async function acquireLeases(
  tx: Queryable,
  communities: readonly string[],
  { draft, holder, now }: LeaseRequest,
): Promise<boolean> {
  if (communities.length === 0) return false
  const until = new Date(now + LEASE_SECONDS * 1000)
  const { rows } = await tx.query<{ community_code: string; since: string }>(sql.upsert, [
    communities,
    draft,
    holder,
    new Date(now),
    until,
    getLatestEnd(now),
  ])
  const acquired = new Set(rows.map((row) => row.community_code))
  const missing = communities.filter((code) => !acquired.has(code))
  if (missing.length === 0) return rows.some(({ since }) => Date.parse(since) === now)
  const [other] = z
    .array(LeaseRow)
    .parse((await tx.query(sql.find, [missing, new Date(now), getLatestEnd(now)])).rows)
  throw new AppError('leased', 'somebody else is drawing there', {
    community: other?.community_code ?? missing[0],
    holder: other?.holder,
    draft: other?.draft_id,
    until: other?.until,
  })
}

export async function releaseLeases(tx: Queryable, draft: DraftId, holder: string | null): Promise<void> {
  await tx.query(sql.delete, [draft, holder])
}

export async function listStreetLeases(
  tx: Queryable,
  street: string,
  request: LeaseRequest,
): Promise<Lease[]> {
  return z
    .array(LeaseRow)
    .parse(
      (await tx.query(sql.listOfStreet, [street, new Date(request.now), getLatestEnd(request.now)])).rows,
    )
    .map((row) => toLease(row, row.draft_id === request.draft && row.holder === request.holder))
}

/** Returns the leases in a unit; empty code: in the whole city. */
export async function listUnitLeases(
  tx: Queryable,
  parent: string,
  { holder, now }: Omit<LeaseRequest, 'draft'>,
): Promise<(Lease & { draftName: string })[]> {
  return z
    .array(LeaseRow.extend({ draft_name: z.string() }))
    .parse((await tx.query(sql.list, [parent, new Date(now), getLatestEnd(now)])).rows)
    .map((row) => ({ ...toLease(row, row.holder === holder), draftName: row.draft_name }))
}

function toLease(
  { community_code, draft_id, holder, since, until }: z.infer<typeof LeaseRow>,
  own: boolean,
): Lease {
  return { community: community_code, draft: draft_id, holder, since, until, own }
}
