import { z } from 'zod'
import type { Account } from '#shared/contract/access/accounts.ts'
import { isAllowed } from '#shared/contract/permissions.ts'
import type { Session } from '#shared/contract/access/session.ts'
import { AccountRow } from '../access/access-rows.ts'
import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { AppError } from '../errors.ts'

const statement = loadSql('api/accounts/sql/list-accounts.sql')

const Row = AccountRow.extend({
  provider_subject: z.string().nullable(),
  version: z.number().int(),
  created_at: z.string(),
  created_by: z.string(),
  initial: z.boolean().nullable(),
  second_factor: z.boolean(),
  sessions: z.number().int(),
  seen_at: z.string().nullable(),
  total: z.number().int(),
})

export interface AccountSearch {
  q?: string | undefined
  role?: string | undefined
  state?: string | undefined
  id?: string
  limit?: number
  offset?: number
}

/**
 * Accounts of a city (`*`: of all cities), as an administrator sees them. `idleSince`: sessions not seen
 * since then are over.
 */
export async function searchAccounts(
  tx: Queryable,
  city: string,
  { q, role, state, id, limit = 1, offset = 0 }: AccountSearch,
  now: Date,
  idleSince: Date,
): Promise<{ total: number; accounts: Account[] }> {
  const { rows } = await tx.query(statement, [
    city,
    q?.toLowerCase() ?? null,
    role ?? null,
    state ?? null,
    id ?? null,
    now,
    idleSince,
    limit,
    offset,
  ])
  const found = Row.array().parse(rows)
  return {
    total: found[0]?.total ?? 0,
    accounts: found.map((row) => ({
      id: row.id,
      name: row.name,
      displayName: row.display_name,
      role: row.role,
      area: { city: row.city, ...(row.units.length > 0 ? { units: row.units } : {}) },
      state: row.state,
      providerSubject: row.provider_subject,
      version: row.version,
      createdAt: row.created_at,
      createdBy: row.created_by,
      password: row.initial === null ? null : row.initial ? 'initial' : 'own',
      secondFactor: row.second_factor,
      sessions: row.sessions,
      lastSeenAt: row.seen_at,
    })),
  }
}

/**
 * The account, if the administrator may look after it: one of another city is not there for them, and their
 * own they look after elsewhere, where their password is asked for.
 *
 * @throws AppError not_found, conflict
 */
export async function requireManagedAccount(
  tx: Queryable,
  session: Session,
  id: string,
  now: Date,
  idleSince: Date,
): Promise<Account> {
  const {
    accounts: [account],
  } = await searchAccounts(tx, session.area.city, { id }, now, idleSince)
  if (account === undefined || !isAllowed(session, 'account.manage', { city: account.area.city }))
    throw new AppError('not_found', 'there is no such account')
  if (account.id === session.subject)
    throw new AppError('conflict', 'nobody changes the rights of their own account')
  return account
}
