import { ACCESS_CHANNEL } from '../access/access-control.ts'
import { endSessions } from '../access/end-sessions.ts'
import { appendAudit } from '../audit/audit-chain.ts'
import { SHARED_LOG } from '../audit/audit-log.ts'
import type { Database } from '../db/database.ts'
import { loadSql } from '../db/load-sql.ts'
import { withSharedSchema } from '../db/transaction/with-city.ts'
import { AppError } from '../errors.ts'
import { generateInitialPassword } from './generate-initial-password.ts'
import { passwordHasher } from './password-hasher.ts'

const sql = {
  account: loadSql('api/accounts/sql/find-account-name.sql'),
  setPassword: loadSql('api/accounts/sql/upsert-password.sql'),
  removeFactor: loadSql('api/features/accounts/sql/delete-second-factor.sql'),
  notify: loadSql('api/db/sql/notify.sql'),
}

/**
 * Gives an account a new initial password, good for one sign-in, and ends its sessions. For accounts that no
 * administrator may reset alone (auditors), and for the last administrator.
 *
 * @throws AppError not_found
 */
export async function resetAccountPassword(
  database: Database,
  { name, secondFactor, actor }: { name: string; secondFactor: boolean; actor: string },
): Promise<{ initialPassword: string }> {
  const password = generateInitialPassword()
  const hash = await passwordHasher.hash(password)
  await withSharedSchema(database, async (tx) => {
    const at = new Date()
    const {
      rows: [account],
    } = await tx.query<{ id: string; role: string; city: string }>(sql.account, [name])
    if (account === undefined) throw new AppError('not_found', `There is no account ${name}.`)
    await tx.query(sql.setPassword, [account.id, hash, at, true])
    if (secondFactor) await tx.query(sql.removeFactor, [account.id])
    const sessions = await endSessions(tx, { account: account.id, because: 'account', at })
    await tx.query(sql.notify, [ACCESS_CHANNEL, 'command'])
    const city = account.city === '*' ? {} : { city: account.city }
    const detail = { sessions, role: account.role, ...city }
    const entry = { at, actor, address: null, object: `account:${name}`, result: 'done' as const, detail }
    await appendAudit(tx, SHARED_LOG, [
      { ...entry, action: 'account.reset_password' },
      ...(secondFactor ? [{ ...entry, action: 'account.remove_second_factor' }] : []),
    ])
  })
  return { initialPassword: password }
}
