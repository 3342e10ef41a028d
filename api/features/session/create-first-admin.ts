import { insertAccount } from '../../accounts/insert-account.ts'
import { checkNewPassword } from '../../accounts/check-new-password.ts'
import { isFirstAdminLink, takeFirstAdminLink } from '../../accounts/first-admin-link.ts'
import { AppError } from '../../errors.ts'
import { toNetworkPrefix } from '../../http/network-prefix.ts'
import { advanceSignIn, type SignInOutcome } from './advance-sign-in.ts'
import { beginSignInAttempt } from './sign-in.ts'
import type { SignInAccount, SignInCaller, SignInContext } from './sign-in-context.ts'

/**
 * Makes the first account, an administrator of all cities, for whoever has the link that the server's console has
 * shown. Wrong links are counted by address like wrong passwords; nobody can use up the attempts of others.
 *
 * @throws AppError link_expired, weak_password, too_many_requests
 */
export async function createFirstAdmin(
  door: SignInContext,
  given: { token: string; name: string; displayName: string; password: string },
  caller: SignInCaller,
): Promise<SignInOutcome> {
  const { token, name, displayName, password } = given
  const from = caller.address === null ? 'nowhere' : toNetworkPrefix(caller.address)
  const attempt = await beginSignInAttempt(door, `first administrator ${from}`, caller)
  if (!(await isFirstAdminLink(door.database, token, door.now()))) throw await rejectLink(door, caller)
  await attempt.right()
  await checkNewPassword(password, name, door.access.security().settings.password)
  const hash = await door.passwords.hash(password)
  const at = new Date(door.now())
  const id = await door.access.write(async (tx, audit) => {
    // of two who have the link at the same moment the database lets one through
    if (!(await takeFirstAdminLink(tx, token, door.now()))) return null
    const area = { city: '*' }
    const created = await insertAccount(tx, {
      ...{ name, displayName, role: 'admin', area, hash, by: 'first-link', at },
      initial: false,
    })
    audit({
      actor: 'first-link',
      address: caller.address,
      action: 'account.create',
      object: `account:${name}`,
      result: 'done',
      detail: { role: 'admin', area, displayName },
    })
    return created
  })
  if (id === null) throw await rejectLink(door, caller)
  const account: SignInAccount = {
    ...{ id, name, role: 'admin', city: '*', state: 'active', hash, set_at: at.toISOString() },
    ...{ initial: false, sealed_secret: null },
  }
  return advanceSignIn(door, account, { via: 'password', secondFactor: false }, caller, null)
}

async function rejectLink(door: SignInContext, caller: SignInCaller): Promise<AppError> {
  await door.access.audit.append({
    actor: 'nobody',
    address: caller.address,
    action: 'account.link',
    object: 'first-administrator',
    result: 'refused',
    detail: {},
  })
  return new AppError(
    'link_expired',
    'the link is not valid: used, replaced, expired, or not needed any more',
  )
}
