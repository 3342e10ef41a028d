import { AppError } from '../../errors.ts'
import { type Caller, cityDetail, type Door, findAccount, type SignInAccount, signInName } from './door.ts'
import { finish, type Outcome } from './finish.ts'

/**
 * Name and password. Whoever may not come in learns nothing about why, neither from the answer nor from how long it
 * takes: a name that does not exist costs the same work.
 *
 * @throws AppError sign_in_failed, too_many_requests
 */
export async function signIn(
  door: Door,
  given: { name: string; password: string },
  caller: Caller,
): Promise<Outcome> {
  const name = signInName(given.name)
  const attempt = await admitted(door, name, caller)
  const account = await findAccount(door, { name })
  const usable = account?.state === 'active' && !isStale(door, account) ? account.hash : null
  if (!(await door.passwords.verify(usable, given.password)) || account === undefined) {
    throw await failed(
      door,
      account,
      name,
      caller,
      account === undefined ? 'no such name' : usable === null ? 'not open' : 'wrong password',
    )
  }
  return finish(door, account, { via: 'password', secondFactor: false }, caller, attempt)
}

/** An initial password that nobody has used in time. */
function isStale(door: Door, { initial, set_at }: SignInAccount): boolean {
  return (
    initial === true &&
    set_at !== null &&
    Date.parse(set_at) + door.access.security().settings.password.initialDays * 86_400_000 < door.now()
  )
}

/** Counts the attempt; a name or address that is closed is written down like a failure. */
export async function admitted(door: Door, name: string, caller: Caller) {
  try {
    return await door.attempts.begin(name, caller.address)
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
export async function failed(
  door: Door,
  account: SignInAccount | undefined,
  name: string,
  caller: Caller,
  reason: string,
): Promise<AppError> {
  await door.access.audit.append({
    actor: account?.name ?? 'nobody',
    address: caller.address,
    action: 'session.sign_in',
    object: account === undefined ? `name:${door.attempts.fingerprint(name)}` : `account:${account.name}`,
    result: 'refused',
    detail: { reason, ...cityDetail(account) },
  })
  return new AppError('sign_in_failed', 'name, password or code is wrong, or the account is closed')
}
