import { z } from 'zod'
import type { PasswordRules } from '#shared/contract/access/password-rules.ts'
import type { SignInStep } from '#shared/contract/access/session.ts'
import { AppError } from '../../errors.ts'
import { type SignInContext, findSignInAccount, type SignInAccount } from './sign-in-context.ts'

/**
 * How far a sign-in has come. Travels as a signed cookie, good for a few minutes and for this account's
 * present state.
 */
const Progress = z.object({
  account: z.string(),
  via: z.enum(['password', 'provider']),
  secondFactor: z.boolean(),
  /** When the password was set: once it is exchanged, this progress is worth nothing. */
  passwordSetAt: z.string().nullable(),
  until: z.number(),
})
export type PendingSignIn = z.infer<typeof Progress>

export const STEP_COOKIE = 'grid_map_step'
export const STEP_SECONDS = 600

/** What is asked next; null: nothing, the session may begin. */
export function findNextStep(
  door: SignInContext,
  account: SignInAccount,
  progress: Pick<PendingSignIn, 'via' | 'secondFactor'>,
): SignInStep | null {
  const { password, secondFactorRoles } = door.access.security().settings
  if (account.sealed_secret !== null && !progress.secondFactor) return 'second_factor'
  if (account.sealed_secret === null && !progress.secondFactor && secondFactorRoles.includes(account.role))
    return 'enrol'
  if (progress.via === 'password' && (account.initial === true || isOld(account, password, door.now())))
    return 'password'
  return null
}

export function signPendingSignIn(
  door: SignInContext,
  account: SignInAccount,
  progress: Pick<PendingSignIn, 'via' | 'secondFactor'>,
): string {
  const whole: PendingSignIn = {
    ...progress,
    account: account.id,
    passwordSetAt: account.set_at,
    until: door.now() + STEP_SECONDS * 1000,
  }
  return door.steps.sign(Buffer.from(JSON.stringify(whole)).toString('base64url'))
}

/** The sign-in that the cookie is about, and its account as it is now; null: none is under way. */
export async function readPendingSignIn(
  door: SignInContext,
  cookie: string | undefined,
): Promise<{ account: SignInAccount; progress: PendingSignIn; step: SignInStep | null } | null> {
  const text = door.steps.open(cookie)
  if (text === null) return null
  const progress = Progress.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  if (progress.until <= door.now()) return null
  const account = await findSignInAccount(door, { id: progress.account })
  if (account === undefined || account.state !== 'active' || account.set_at !== progress.passwordSetAt)
    return null
  return { account, progress, step: findNextStep(door, account, progress) }
}

/** @throws AppError sign_in_expired unless the sign-in under way waits for this very step */
export async function requireSignInStep(
  door: SignInContext,
  cookie: string | undefined,
  step: SignInStep,
): Promise<{ account: SignInAccount; progress: PendingSignIn }> {
  const found = await readPendingSignIn(door, cookie)
  if (found?.step !== step) throw new AppError('sign_in_expired', 'no sign-in waits for this')
  return found
}

function isOld({ set_at }: SignInAccount, { maxAgeDays }: PasswordRules, now: number): boolean {
  return maxAgeDays > 0 && set_at !== null && Date.parse(set_at) + maxAgeDays * 86_400_000 < now
}
