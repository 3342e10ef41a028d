import { z } from 'zod'
import type { DisplayToken } from '#shared/contract/access/credentials.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'

const statement = loadSql('api/accounts/sql/list-credentials.sql')

const Row = z.object({
  id: z.string(),
  name: z.string(),
  city: z.string(),
  units: z.array(z.string()),
  scopes: z.array(z.string()),
  screen: z.string().nullable(),
  claimed_at: z.string().nullable(),
  created_at: z.string(),
  created_by: z.string(),
  expires_at: z.string().nullable(),
  revoked_at: z.string().nullable(),
  used_at: z.string().nullable(),
  address: z.string().nullable(),
})

/**
 * Keys or display tokens of a city (`*`: of all), or the one with the id; without their secrets, which nobody
 * has.
 */
export async function listCredentials(
  tx: Queryable,
  kind: 'key' | 'display',
  city: string,
  id: string | null = null,
): Promise<DisplayToken[]> {
  return Row.array()
    .parse((await tx.query(statement, [kind, city, id])).rows)
    .map((row) => ({
      id: row.id,
      name: row.name,
      area: { city: row.city, ...(row.units.length > 0 ? { units: row.units } : {}) },
      scopes: row.scopes,
      screen: row.screen ?? '',
      claimedAt: row.claimed_at,
      createdAt: row.created_at,
      createdBy: row.created_by,
      expiresAt: row.expires_at,
      revokedAt: row.revoked_at,
      usedAt: row.used_at,
      usedFrom: row.address,
    }))
}
