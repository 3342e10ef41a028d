import type { Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'

const statement = loadSql('api/access/sql/end-sessions.sql')

export type SessionSelection =
  | { account: string; only?: string; but?: string | null }
  | { only: string; account?: undefined; but?: undefined }

/**
 * Ends all sessions of an account, or one, or all but one; or the one with an id. The answer: how many were
 * open.
 */
export async function endSessions(
  tx: Queryable,
  {
    account,
    only,
    but,
    because,
    at = new Date(),
  }: SessionSelection & {
    because: 'sign_out' | 'revoked' | 'replaced' | 'password' | 'second_factor' | 'account'
    at?: Date
  },
): Promise<number> {
  return (await tx.query(statement, [account ?? null, only ?? null, but ?? null, at, because])).rowCount
}
