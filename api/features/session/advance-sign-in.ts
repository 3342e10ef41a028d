import type { SignInStep } from '#shared/contract/access/session.ts'
import type { AuditedWork } from '../../access/access-control.ts'
import { endSessions } from '../../access/end-sessions.ts'
import type { SignInAttempt } from '../../access/sign-in-limiter.ts'
import { loadSql } from '../../db/load-sql.ts'
import {
  type SignInCaller,
  getAuditedCity,
  type SignInContext,
  type SignInAccount,
} from './sign-in-context.ts'
import { findNextStep, type PendingSignIn, signPendingSignIn } from './pending-sign-in.ts'

const insertSession = loadSql('api/features/session/sql/insert-session.sql')

/**
 * Either one more step is asked for, or there is a session now; in both cases with the value of its cookie.
 */
export type SignInOutcome =
  { kind: 'step'; step: SignInStep; cookie: string } | { kind: 'session'; cookie: string; seconds: number }

/**
 * The sign-in has come this far: what is next? A session is always a new one, and ends the one that this
 * browser had.
 *
 * @param also what is written in the same transaction
 */
export async function advanceSignIn(
  door: SignInContext,
  account: SignInAccount,
  progress: Pick<PendingSignIn, 'via' | 'secondFactor'>,
  caller: SignInCaller,
  attempt: SignInAttempt | null,
  also?: AuditedWork<void>,
): Promise<SignInOutcome> {
  const step = findNextStep(door, account, progress)
  if (step !== null) {
    await attempt?.right()
    if (also !== undefined) await door.access.write(also)
    return { kind: 'step', step, cookie: signPendingSignIn(door, account, progress) }
  }
  return beginSession(door, account, caller, async (tx, audit) => {
    await also?.(tx, audit)
    await attempt?.complete(tx)
    audit({
      actor: account.name,
      address: caller.address,
      action: 'session.sign_in',
      object: `account:${account.name}`,
      result: 'done',
      detail: { via: progress.via, secondFactor: progress.secondFactor, ...getAuditedCity(account) },
    })
  })
}

/** A session for the account; `also` writes what made it right. */
export async function beginSession(
  door: SignInContext,
  account: { id: string },
  caller: SignInCaller,
  also: AuditedWork<void>,
): Promise<SignInOutcome> {
  const id = door.access.ids.make()
  const hours = door.access.security().settings.session.absoluteHours
  await door.access.write(async (tx, audit) => {
    const at = new Date(door.now())
    await also(tx, audit)
    if (caller.session !== null) await endSessions(tx, { only: caller.session, because: 'replaced', at })
    await tx.query(insertSession, [
      id,
      account.id,
      at,
      new Date(at.getTime() + hours * 3_600_000),
      caller.address,
      caller.agent,
    ])
  })
  return { kind: 'session', cookie: door.access.ids.sign(id), seconds: hours * 3600 }
}
