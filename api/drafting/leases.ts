import { z } from 'zod'
import type { Lease } from '#shared/contract/drafts.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { AppError } from '../errors.ts'

/** A page renews while it is open; who closes it or goes away lets others in after this time. */
export const LEASE_SECONDS = 180

const sql = {
  find: loadSql('api/drafting/sql/find-leases.sql'),
  ofStreet: loadSql('api/drafting/sql/street-leases.sql'),
  take: loadSql('api/drafting/sql/take-leases.sql'),
  release: loadSql('api/drafting/sql/release-leases.sql'),
}

const LeaseRow = z.object({ community_code: z.string(), draft_id: z.string(), holder: z.string(), since: z.string(), until: z.string() })

export interface Drawing { draft: string; holder: string; now: number }

/** All or none of the communities. @throws AppError leased, naming who is there */
export async function takeLeases(tx: Queryable, communities: readonly string[], { draft, holder, now }: Drawing): Promise<void> {
  if (communities.length === 0) return
  const until = new Date(now + LEASE_SECONDS * 1000)
  const { rows } = await tx.query<{ community_code: string }>(sql.take, [communities, draft, holder, new Date(now), until])
  const taken = new Set(rows.map((row) => row.community_code))
  const missing = communities.filter((code) => !taken.has(code))
  if (missing.length === 0) return
  const [other] = z.array(LeaseRow).parse((await tx.query(sql.find, [missing, new Date(now)])).rows)
  throw new AppError('leased', 'somebody else is drawing there', { community: other?.community_code ?? missing[0], holder: other?.holder, draft: other?.draft_id, until: other?.until })
}

export async function releaseLeases(tx: Queryable, draft: string, holder: string | null): Promise<void> {
  await tx.query(sql.release, [draft, holder])
}

export async function leasesOf(tx: Queryable, street: string, { draft, holder, now }: Drawing): Promise<Lease[]> {
  return z.array(LeaseRow).parse((await tx.query(sql.ofStreet, [street, new Date(now)])).rows).map((row) => ({
    community: row.community_code,
    draft: row.draft_id,
    holder: row.holder,
    since: row.since,
    until: row.until,
    own: row.draft_id === draft && row.holder === holder,
  }))
}
