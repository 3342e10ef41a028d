import { clearFirstAdminLink } from './first-admin-link.ts'
import { generateInitialPassword } from './generate-initial-password.ts'
import { insertAccount } from './insert-account.ts'
import { passwordHasher } from './password-hasher.ts'
import { appendAudit } from '../audit/audit-chain.ts'
import type { Database } from '../db/database.ts'
import { withSharedSchema } from '../db/transaction/with-city.ts'
import { AppError } from '../errors.ts'
import { ACCESS_CHANNEL } from '../access/access-control.ts'
import { SHARED_LOG } from '../audit/audit-log.ts'
import { loadSql } from '../db/load-sql.ts'

const sql = {
  account: loadSql('api/accounts/sql/find-account-name.sql'),
  notify: loadSql('api/db/sql/notify.sql'),
}

/**
 * Creates an administrator account: the first one, or another one when no administrator can sign in any more.
 * Only a person who can run commands on the server can do this; the initial password is good for one sign-in.
 *
 * @throws AppError conflict when the account exists
 */
export async function createAdmin(
  database: Database,
  { name, displayName, city, actor }: { name: string; displayName: string; city: string; actor: string },
): Promise<{ initialPassword: string }> {
  const password = generateInitialPassword()
  const hash = await passwordHasher.hash(password)
  await withSharedSchema(database, async (tx) => {
    const at = new Date()
    if ((await tx.query(sql.account, [name])).rowCount > 0)
      throw new AppError(
        'conflict',
        `There is an account ${name} already: reset its password on the administration page, or choose another name.`,
      )
    await clearFirstAdminLink(tx)
    await insertAccount(tx, { name, displayName, role: 'admin', area: { city }, hash, by: actor, at })
    await tx.query(sql.notify, [ACCESS_CHANNEL, 'command'])
    await appendAudit(tx, SHARED_LOG, [
      {
        at,
        actor,
        address: null,
        action: 'account.create',
        object: `account:${name}`,
        result: 'done',
        detail: { role: 'admin', area: { city }, displayName },
      },
    ])
  })
  return { initialPassword: password }
}
