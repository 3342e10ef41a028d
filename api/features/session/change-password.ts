import { checkNewPassword, rejectWeakPassword } from '../../accounts/check-new-password.ts'
import { endSessions } from '../../access/end-sessions.ts'
import type { AuditedWork } from '../../access/access-control.ts'
import { loadSql } from '../../db/load-sql.ts'
import { AppError } from '../../errors.ts'
import {
  type SignInCaller,
  getAuditedCity,
  type SignInContext,
  findSignInAccount,
  type SignInAccount,
} from './sign-in-context.ts'
import { beginSession, advanceSignIn, type SignInOutcome } from './advance-sign-in.ts'
import { beginSignInAttempt, recordSignInFailure } from './sign-in.ts'
import { requireSignInStep } from './pending-sign-in.ts'

const setPassword = loadSql('api/accounts/sql/upsert-password.sql')

/**
 * The initial or worn-out password that a sign-in was made with is exchanged. @throws AppError weak_password,
 * sign_in_expired
 */
export async function replaceExpiredPassword(
  door: SignInContext,
  cookie: string | undefined,
  next: string,
  caller: SignInCaller,
): Promise<SignInOutcome> {
  const { account, progress } = await requireSignInStep(door, cookie, 'password')
  const set = await settingPassword(door, account, next, caller)
  // what was old or initial is so no longer
  const renewed = { ...account, initial: false, set_at: new Date(door.now()).toISOString() }
  return advanceSignIn(door, renewed, progress, caller, null, set)
}

/**
 * A new password instead of the current one, which is asked for again: a browser left open must not be
 * enough.
 *
 * @throws AppError sign_in_failed, weak_password, too_many_requests
 */
export async function changePassword(
  door: SignInContext,
  id: string,
  { current, next }: { current: string; next: string },
  caller: SignInCaller,
): Promise<SignInOutcome> {
  const account = await findSignInAccount(door, { id })
  if (account === undefined || account.hash === null)
    throw new AppError('conflict', 'the account has no password')
  const attempt = await beginSignInAttempt(door, account.name, caller)
  if (!(await door.passwords.verify(account.hash, current)))
    throw await recordSignInFailure(door, account, account.name, caller, 'wrong current password')
  await attempt.right()
  const set = await settingPassword(door, account, next, caller)
  return beginSession(door, account, caller, set)
}

async function settingPassword(
  door: SignInContext,
  account: SignInAccount,
  next: string,
  caller: SignInCaller,
): Promise<AuditedWork<void>> {
  await checkNewPassword(next, account.name, door.access.security().settings.password)
  if (await door.passwords.verify(account.hash, next)) rejectWeakPassword(['unchanged'])
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
      detail: getAuditedCity(account),
    })
  }
}
