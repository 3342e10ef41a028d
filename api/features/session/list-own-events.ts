import { z } from 'zod'
import { AuditResult } from '#shared/contract/access/audit.ts'
import type { AccountEvent } from '#shared/contract/access/session.ts'
import { loadSql } from '../../db/load-sql.ts'
import { withSharedSchema } from '../../db/transaction/with-city.ts'
import type { SignInContext } from './sign-in-context.ts'

const statement = loadSql('api/features/session/sql/list-own-events.sql')

const Row = z.object({
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  address: z.string().nullable(),
  result: AuditResult,
})

const DAYS = 30
const MOST = 20

/**
 * What the log says of an account, for its owner: a sign-in, a wrong password or a reset that was not theirs
 * is seen by whoever can tell.
 */
export async function listOwnEvents(door: SignInContext, name: string): Promise<AccountEvent[]> {
  const since = new Date(door.now() - DAYS * 86_400_000)
  const { rows } = await withSharedSchema(door.database, (tx) => tx.query(statement, [name, since, MOST]))
  return Row.array()
    .parse(rows)
    .map(({ actor, ...row }) => ({ ...row, by: actor }))
}
