import { randomBytes } from 'node:crypto'
import { hashSecret } from '../access/access-store.ts'
import { appendAudit } from '../audit/audit-chain.ts'
import { SHARED_LOG } from '../audit/audit-log.ts'
import type { Database, Queryable } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withSharedSchema } from '../db/transaction/with-city.ts'

const sql = {
  issue: loadSql('api/accounts/sql/upsert-first-admin-link.sql'),
  find: loadSql('api/accounts/sql/find-first-admin-link.sql'),
  take: loadSql('api/accounts/sql/delete-first-admin-link.sql'),
  clear: loadSql('api/accounts/sql/delete-first-admin-links.sql'),
}

/** Whoever starts a server is at its console now; the next start makes a new link. */
export const FIRST_ADMIN_LINK_MINUTES = 60

/**
 * Makes the one link for the first administrator; an earlier one is worth nothing from then on.
 *
 * @returns the secret, of which only a hash is stored; null when there is an account already
 */
export async function issueFirstAdminLink(database: Database, now: number): Promise<string | null> {
  const token = randomBytes(32).toString('base64url')
  const issued = await withSharedSchema(database, async (tx) => {
    const at = new Date(now)
    const until = new Date(now + FIRST_ADMIN_LINK_MINUTES * 60_000)
    if ((await tx.query(sql.issue, [toStoredHash(token), until])).rowCount === 0) return false
    await appendAudit(tx, SHARED_LOG, [
      {
        at,
        actor: 'server',
        address: null,
        action: 'account.link',
        object: 'first-administrator',
        result: 'done',
        detail: { until: until.toISOString() },
      },
    ])
    return true
  })
  return issued ? token : null
}

/** Whether the link may still be used. Cheap: asked before a password is hashed. */
export async function isFirstAdminLink(database: Database, token: string, now: number): Promise<boolean> {
  return withSharedSchema(database, async (tx) => {
    const { rowCount } = await tx.query(sql.find, [toStoredHash(token), new Date(now)])
    return rowCount > 0
  })
}

/** Uses the link up, within the transaction that creates the account. @returns whether it was good */
export async function takeFirstAdminLink(tx: Queryable, token: string, now: number): Promise<boolean> {
  return (await tx.query(sql.take, [toStoredHash(token), new Date(now)])).rowCount > 0
}

/** To be called before any other first account is written, which then cannot come in between. */
export async function clearFirstAdminLink(tx: Queryable): Promise<void> {
  await tx.query(sql.clear)
}

const toStoredHash = (token: string): Buffer => Buffer.from(hashSecret(token), 'hex')
