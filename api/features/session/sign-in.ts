import { AppError } from '../../errors.ts'
import {
  type SignInCaller,
  getAuditedCity,
  type SignInContext,
  findSignInAccount,
  type SignInAccount,
  toSignInName,
} from './sign-in-context.ts'
import { advanceSignIn, type SignInOutcome } from './advance-sign-in.ts'

/**
 * Name and password. Whoever may not come in learns nothing about why, neither from the answer nor from how
 * long it takes: a name that does not exist costs the same work.
 *
 * @throws AppError sign_in_failed, too_many_requests
 */
export async function signIn(
  door: SignInContext,
  given: { name: string; password: string },
  caller: SignInCaller,
): Promise<SignInOutcome> {
  const name = toSignInName(given.name)
  const attempt = await beginSignInAttempt(door, name, caller)
  const account = await findSignInAccount(door, { name })
  const usable = account?.state === 'active' && !isStale(door, account) ? account.hash : null
  if (!(await door.passwords.verify(usable, given.password)) || account === undefined) {
    throw await recordSignInFailure(
      door,
      account,
      name,
      caller,
      account === undefined ? 'no such name' : usable === null ? 'not open' : 'wrong password',
    )
  }
  return advanceSignIn(door, account, { via: 'password', secondFactor: false }, caller, attempt)
}

/** An initial password that nobody has used in time. */
function isStale(door: SignInContext, { initial, set_at }: SignInAccount): boolean {
  return (
    initial === true &&
    set_at !== null &&
    Date.parse(set_at) + door.access.security().settings.password.initialDays * 86_400_000 < door.now()
  )
}

/** Counts the attempt; a name or address that is closed is written down like a failure. */
export async function beginSignInAttempt(door: SignInContext, name: string, caller: SignInCaller) {
  try {
    return await door.attempts.begin(name, caller.address, caller.device)
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_many_requests') {
      door.access.audit.note({
        actor: 'nobody',
        address: caller.address,
        action: 'session.locked_out',
        object: `name:${door.attempts.fingerprint(name)}`,
        result: 'refused',
        detail: {},
      })
    }
    throw error
  }
}

/** Writes down why, tells the caller nothing but that. */
export async function recordSignInFailure(
  door: SignInContext,
  account: SignInAccount | undefined,
  name: string,
  caller: SignInCaller,
  reason: string,
): Promise<AppError> {
  await door.access.audit.append({
    actor: account?.name ?? 'nobody',
    address: caller.address,
    action: 'session.sign_in',
    object: account === undefined ? `name:${door.attempts.fingerprint(name)}` : `account:${account.name}`,
    result: 'refused',
    detail: { reason, ...getAuditedCity(account) },
  })
  return new AppError('sign_in_failed', 'name, password or code is wrong, or the account is closed')
}
