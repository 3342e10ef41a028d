import { generateSecret, generateURI, verifySync } from 'otplib'
import { z } from 'zod'
import type { AuditedWork } from '../../access/access-control.ts'
import { endSessions } from '../../access/end-sessions.ts'
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
import { requireSignInStep, STEP_SECONDS } from './pending-sign-in.ts'

const sql = {
  set: loadSql('api/features/session/sql/insert-second-factor.sql'),
  use: loadSql('api/features/session/sql/update-last-step.sql'),
}

const Pending = z.object({ secret: z.string(), until: z.number() })

/** Seconds that the clock of a telephone may be wrong, either way. */
const TOLERANCE_S = 30

/** The code that a sign-in waits for. @throws AppError sign_in_failed, sign_in_expired, too_many_requests */
export async function submitSecondFactor(
  door: SignInContext,
  cookie: string | undefined,
  code: string,
  caller: SignInCaller,
): Promise<SignInOutcome> {
  const { account, progress } = await requireSignInStep(door, cookie, 'second_factor')
  const attempt = await beginSignInAttempt(door, account.name, caller)
  const step = stepOf(door, account, code)
  if (step === null) throw await recordSignInFailure(door, account, account.name, caller, 'wrong code')
  const used = new AppError('sign_in_failed', 'the code was used before')
  try {
    return await advanceSignIn(
      door,
      account,
      { ...progress, secondFactor: true },
      caller,
      attempt,
      async (tx) => {
        // whoever brings a code a second time, or a moment later than another, is late
        if ((await tx.query(sql.use, [account.id, step])).rowCount === 0) throw used
      },
    )
  } catch (error) {
    throw error === used
      ? await recordSignInFailure(door, account, account.name, caller, 'code used before')
      : error
  }
}

/** A new secret, and the sealed copy of it that the browser keeps until it is confirmed. */
export async function beginEnrolment(
  door: SignInContext,
  who: EnrolmentSubject,
): Promise<{ secret: string; uri: string; cookie: string }> {
  const account = await enrolling(door, who)
  const secret = generateSecret()
  const pending: z.infer<typeof Pending> = { secret, until: door.now() + STEP_SECONDS * 1000 }
  return {
    secret,
    uri: generateURI({ issuer: 'Grid Map', label: account.name, secret }),
    cookie: Buffer.from(door.sealed.seal(JSON.stringify(pending), `pending ${account.id}`)).toString(
      'base64url',
    ),
  }
}

export const ENROLMENT_COOKIE = 'grid_map_enrolment'

/** Whose second factor it is: of a sign-in that waits for it, or of a session. */
export interface EnrolmentSubject {
  step: string | undefined
  account: string | null
}

/**
 * From now on the account has a second factor; all its other sessions end. @throws AppError sign_in_failed,
 * sign_in_expired
 */
export async function confirmEnrolment(
  door: SignInContext,
  who: EnrolmentSubject,
  pending: string | undefined,
  code: string,
  caller: SignInCaller,
): Promise<SignInOutcome> {
  const account = await enrolling(door, who)
  const secret = secretIn(door, account, pending)
  const checked = verifySync({
    secret,
    token: code,
    epoch: Math.floor(door.now() / 1000),
    epochTolerance: TOLERANCE_S,
  })
  if (!checked.valid || !('timeStep' in checked))
    throw new AppError('sign_in_failed', 'the code does not belong to the secret')
  const enrol: AuditedWork<void> = async (tx, audit) => {
    const at = new Date(door.now())
    const { rowCount } = await tx.query(sql.set, [
      account.id,
      door.sealed.seal(secret, account.id),
      at,
      checked.timeStep,
    ])
    if (rowCount === 0) throw new AppError('conflict', 'the account has a second factor already')
    await endSessions(tx, { account: account.id, because: 'second_factor', at })
    audit({
      actor: account.name,
      address: caller.address,
      action: 'account.second_factor',
      object: `account:${account.name}`,
      result: 'done',
      detail: getAuditedCity(account),
    })
  }
  if (who.account !== null) return beginSession(door, account, caller, enrol)
  const { progress } = await requireSignInStep(door, who.step, 'enrol')
  return advanceSignIn(door, account, { ...progress, secondFactor: true }, caller, null, enrol)
}

async function enrolling(
  door: SignInContext,
  { step, account: id }: EnrolmentSubject,
): Promise<SignInAccount> {
  const account =
    id === null
      ? (await requireSignInStep(door, step, 'enrol')).account
      : await findSignInAccount(door, { id })
  if (account === undefined) throw new AppError('sign_in_expired', 'the account is not there')
  if (account.sealed_secret !== null)
    throw new AppError('conflict', 'the account has a second factor already')
  return account
}

function secretIn(door: SignInContext, account: SignInAccount, pending: string | undefined): string {
  const text =
    pending === undefined
      ? null
      : door.sealed.open(Buffer.from(pending, 'base64url'), `pending ${account.id}`)
  const kept = text === null ? null : Pending.parse(JSON.parse(text))
  if (kept === null || kept.until <= door.now()) throw new AppError('sign_in_expired', 'ask for a new secret')
  return kept.secret
}

/** The 30-second step that the code belongs to, if it is right. */
function stepOf(door: SignInContext, account: SignInAccount, code: string): number | null {
  const secret = account.sealed_secret === null ? null : door.sealed.open(account.sealed_secret, account.id)
  if (secret === null) return null
  const checked = verifySync({
    secret,
    token: code,
    epoch: Math.floor(door.now() / 1000),
    epochTolerance: TOLERANCE_S,
  })
  return checked.valid && 'timeStep' in checked ? checked.timeStep : null
}
