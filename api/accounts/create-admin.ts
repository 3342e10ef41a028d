import { generateInitialPassword } from './generate-initial-password.ts'
import { insertAccount } from './insert-account.ts'
import { passwordHasher } from './password-hasher.ts'
import { appendAudit } from '../audit/audit-chain.ts'
import type { Database } from '../db/database.ts'
import { withSharedSchema } from '../db/transaction/with-city.ts'
import { AppError } from '../errors.ts'

/**
 * The way in for the first administrator, and back in for one who has lost the way. Only who can run commands on the
 * server can do this; the initial password is good for one sign-in.
 *
 * @throws AppError conflict when there is such an account
 */
export async function createAdmin(
  database: Database,
  { name, displayName, city, actor }: { name: string; displayName: string; city: string; actor: string },
): Promise<{ initialPassword: string }> {
  const password = generateInitialPassword()
  const hash = await passwordHasher.hash(password)
  await withSharedSchema(database, async (tx) => {
    const at = new Date()
    if ((await tx.query('select 1 from account where name = $1::text', [name])).rowCount > 0)
      throw new AppError(
        'conflict',
        `There is an account ${name} already: reset its password on the administration page, or choose another name.`,
      )
    await insertAccount(tx, { name, displayName, role: 'admin', area: { city }, hash, by: actor, at })
    await tx.query('select pg_notify($1, $2)', ['access_changed', 'command'])
    await appendAudit(tx, 'shared', [
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
