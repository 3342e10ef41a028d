import { z } from 'zod'
import type { AccountSession } from '#shared/contract/access/session.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withSharedSchema } from '../../db/transaction/with-city.ts'
import type { SignInContext } from './sign-in-context.ts'

const statement = loadSql('api/features/session/sql/list-own-sessions.sql')

const Row = z.object({
  id: z.string(),
  created_at: z.string(),
  seen_at: z.string(),
  ends_at: z.string(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  second_factor: z.boolean(),
})

/** Where an account is signed in, the latest first, and whether it has a second factor. */
export async function listOwnSessions(
  door: SignInContext,
  account: string,
  current: string | null,
): Promise<{ secondFactor: boolean; sessions: AccountSession[] }> {
  const now = door.now()
  const idle = new Date(now - door.access.security().settings.session.idleMinutes * 60_000)
  const { rows } = await withSharedSchema(door.database, (tx) =>
    tx.query(statement, [account, new Date(now), idle]),
  )
  const sessions = Row.array().parse(rows)
  return {
    secondFactor: sessions.some((row) => row.second_factor),
    // the one that asks is alive, whatever was written down of it so far
    sessions: sessions.map((row) => ({
      id: row.id,
      createdAt: row.created_at,
      seenAt: row.id === current ? new Date(now).toISOString() : row.seen_at,
      expiresAt: row.ends_at,
      address: row.address,
      agent: row.agent,
      current: row.id === current,
    })),
  }
}
