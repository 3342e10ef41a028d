import { checkNewPassword, refuseWeak } from '../../access/check-new-password.ts'
import { endSessions } from '../../access/end-sessions.ts'
import type { AccessWork } from '../../access/access.ts'
import { loadSql } from '../../db/load-sql.ts'
import { AppError } from '../../errors.ts'
import { type Caller, cityDetail, type Door, findAccount, type SignInAccount } from './door.ts'
import { beginSession, finish, type Outcome } from './finish.ts'
import { admitted, failed } from './sign-in.ts'
import { requireStep } from './sign-in-step.ts'

const setPassword = loadSql('api/access/sql/set-password.sql')

/** The initial or worn-out password that a sign-in was made with is exchanged. @throws AppError weak_password, sign_in_expired */
export async function exchangePassword(
  door: Door,
  cookie: string | undefined,
  next: string,
  caller: Caller,
): Promise<Outcome> {
  const { account, progress } = await requireStep(door, cookie, 'password')
  const set = await settingPassword(door, account, next, caller)
  // what was old or initial is so no longer
  const renewed = { ...account, initial: false, set_at: new Date(door.now()).toISOString() }
  return finish(door, renewed, progress, caller, null, set)
}

/**
 * A new password instead of the current one, which is asked for again: a browser left open must not be enough.
 *
 * @throws AppError sign_in_failed, weak_password, too_many_requests
 */
export async function changePassword(
  door: Door,
  id: string,
  { current, next }: { current: string; next: string },
  caller: Caller,
): Promise<Outcome> {
  const account = await findAccount(door, { id })
  if (account === undefined || account.hash === null)
    throw new AppError('conflict', 'the account has no password')
  const attempt = await admitted(door, account.name, caller)
  if (!(await door.passwords.verify(account.hash, current)))
    throw await failed(door, account, account.name, caller, 'wrong current password')
  await attempt.right()
  const set = await settingPassword(door, account, next, caller)
  return beginSession(door, account, caller, set)
}

async function settingPassword(
  door: Door,
  account: SignInAccount,
  next: string,
  caller: Caller,
): Promise<AccessWork<void>> {
  await checkNewPassword(next, account.name, door.access.security().settings.password)
  if (await door.passwords.verify(account.hash, next)) refuseWeak(['unchanged'])
  const hash = await door.passwords.hash(next)
  return async (tx, audit) => {
    const at = new Date(door.now())
    await tx.query(setPassword, [account.id, hash, at, false])
    await endSessions(tx, { account: account.id, because: 'password', at })
    audit({
      actor: account.name,
      address: caller.address,
      action: 'account.password',
      object: `account:${account.name}`,
      result: 'done',
      detail: cityDetail(account),
    })
  }
}
