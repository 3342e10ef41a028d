import * as contract from '#shared/contract/access/session.ts'
import { createFirstAdmin as createFirstAdminEndpoint } from '#shared/contract/access/first-admin.ts'
import type { Session } from '#shared/contract/access/session.ts'
import { endSessions } from '../../access/end-sessions.ts'
import { AppError } from '../../errors.ts'
import { type Api, registerEndpoint } from '../../http/endpoints/register-endpoint.ts'
import { DISPLAY_COOKIE } from '../../http/session-lookup.ts'
import { changePassword, replaceExpiredPassword } from './change-password.ts'
import { createFirstAdmin } from './create-first-admin.ts'
import { claimDisplay } from './claim-display.ts'
import { getAuditedCity, type SignInContext } from './sign-in-context.ts'
import { listOwnEvents } from './list-own-events.ts'
import { listOwnSessions } from './list-own-sessions.ts'
import {
  beginEnrolment,
  confirmEnrolment,
  type EnrolmentSubject,
  submitSecondFactor,
} from './second-factor.ts'
import {
  applySignInOutcome,
  readSignInCaller,
  readSignInCookie,
  setDisplayCookie,
  setEnrolmentCookie,
  setSessionCookie,
  clearSignInCookies,
} from './session-cookies.ts'
import { readPendingSignIn } from './pending-sign-in.ts'
import { signIn } from './sign-in.ts'

/** A working day; accounts have limits of their own. */
const DEMO_HOURS = 12

export function registerSessionRoutes(
  api: Api,
  door: SignInContext,
  { demoMode, provider }: { demoMode: boolean; provider: string | null },
): void {
  const { access } = door
  const accountOf = (session: Session | null) => (session?.kind === 'account' ? session.subject : null)

  registerEndpoint(api, contract.getSession, async ({ session, context }) => ({
    session,
    step:
      accountOf(session) === null
        ? ((await readPendingSignIn(door, readSignInCookie(context, 'step')))?.step ?? null)
        : null,
    demoMode,
    signIn: { provider, noAccounts: access.noAccounts(), passwordRules: access.security().settings.password },
  }))

  registerEndpoint(api, contract.signIn, async ({ body, context }) =>
    applySignInOutcome(context, door, await signIn(door, body, readSignInCaller(context, access))),
  )

  registerEndpoint(api, createFirstAdminEndpoint, async ({ body, context }) =>
    applySignInOutcome(context, door, await createFirstAdmin(door, body, readSignInCaller(context, access))),
  )

  registerEndpoint(api, contract.submitSecondFactor, async ({ body, context }) =>
    applySignInOutcome(
      context,
      door,
      await submitSecondFactor(
        door,
        readSignInCookie(context, 'step'),
        body.code,
        readSignInCaller(context, access),
      ),
    ),
  )

  registerEndpoint(api, contract.beginEnrolment, async ({ session, context }) => {
    const who: EnrolmentSubject = { step: readSignInCookie(context, 'step'), account: accountOf(session) }
    const { secret, uri, cookie } = await beginEnrolment(door, who)
    setEnrolmentCookie(context, cookie)
    return { secret, uri }
  })

  registerEndpoint(api, contract.confirmEnrolment, async ({ body, session, context }) => {
    const who: EnrolmentSubject = { step: readSignInCookie(context, 'step'), account: accountOf(session) }
    return applySignInOutcome(
      context,
      door,
      await confirmEnrolment(
        door,
        who,
        readSignInCookie(context, 'enrolment'),
        body.code,
        readSignInCaller(context, access),
      ),
    )
  })

  registerEndpoint(api, contract.changePassword, async ({ body: { current, next }, session, context }) => {
    const account = accountOf(session)
    const caller = readSignInCaller(context, access)
    return applySignInOutcome(
      context,
      door,
      account !== null && current !== undefined
        ? await changePassword(door, account, { current, next }, caller)
        : await replaceExpiredPassword(door, readSignInCookie(context, 'step'), next, caller),
    )
  })

  registerEndpoint(api, contract.startDemoSession, ({ body, context }) => {
    if (!demoMode) throw new AppError('forbidden', 'demo mode is off on this server')
    const session: Session = {
      subject: 'demo',
      kind: 'demo',
      name: `demo-${body.role}`,
      displayName: `demo-${body.role}`,
      role: body.role,
      area: body.area ?? { city: '*' },
      demo: true,
      expiresAt: new Date(door.now() + DEMO_HOURS * 3_600_000).toISOString(),
    }
    setSessionCookie(context, access.ids.demo.write(session), DEMO_HOURS * 3600)
    return { session }
  })

  registerEndpoint(api, contract.claimDisplay, async ({ body, context }) => {
    const value = await claimDisplay(door, body.token, context.get('client').address)
    setDisplayCookie(context, value)
    const session = access.sessionOf({ cookie: `${DISPLAY_COOKIE}=${value}` })
    if (session === null) throw new AppError('forbidden', 'the display token was revoked in this moment')
    return { session }
  })

  registerEndpoint(api, contract.endSession, async ({ session, context }) => {
    const only = readSignInCaller(context, access).session
    if (only !== null && session !== null) {
      await access.write(async (tx, audit) => {
        await endSessions(tx, { only, because: 'sign_out', at: new Date(door.now()) })
        audit({
          actor: session.name,
          address: context.get('client').address,
          action: 'session.sign_out',
          object: `account:${session.name}`,
          result: 'done',
          detail: getAuditedCity(session.area),
        })
      })
    }
    setSessionCookie(context, '', 0)
    clearSignInCookies(context)
    return undefined
  })

  registerEndpoint(api, contract.listSessions, async ({ session, context }) => {
    const account = accountOf(session)
    if (account === null || session === null) return { secondFactor: false, sessions: [], events: [] }
    return {
      ...(await listOwnSessions(door, account, readSignInCaller(context, access).session)),
      events: await listOwnEvents(door, session.name),
    }
  })

  registerEndpoint(api, contract.revokeSession, async ({ params, session, context }) => {
    await revoke(session, context.get('client').address, params.session)
    return undefined
  })

  registerEndpoint(api, contract.revokeSessions, async ({ session, context }) => {
    await revoke(session, context.get('client').address)
    setSessionCookie(context, '', 0)
    return undefined
  })

  /** One of the caller's own sessions, or all of them. */
  async function revoke(session: Session | null, address: string | null, only?: string): Promise<void> {
    const account = accountOf(session)
    if (account === null || session === null)
      throw new AppError('not_found', 'there is no such session of yours')
    const ended = await access.write(async (tx, audit) => {
      const count = await endSessions(tx, {
        account,
        ...(only === undefined ? {} : { only }),
        because: 'revoked',
        at: new Date(door.now()),
      })
      if (count > 0)
        audit({
          actor: session.name,
          address,
          action: 'session.revoke',
          object: `account:${session.name}`,
          result: 'done',
          detail: { sessions: count, ...getAuditedCity(session.area) },
        })
      return count
    })
    if (ended === 0) throw new AppError('not_found', 'there is no such session of yours')
  }
}
