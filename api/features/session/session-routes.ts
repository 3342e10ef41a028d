import * as contract from '#shared/contract/session.ts'
import type { Session } from '#shared/contract/session.ts'
import { endSessions } from '../../access/end-sessions.ts'
import { AppError } from '../../errors.ts'
import { type Api, mount } from '../../http/mount.ts'
import { DISPLAY_COOKIE } from '../../http/session-of.ts'
import { changePassword, exchangePassword } from './change-password.ts'
import { claimDisplay } from './claim-display.ts'
import { cityDetail, type Door } from './door.ts'
import { ownEvents } from './own-events.ts'
import { ownSessions } from './own-sessions.ts'
import { beginEnrolment, confirmEnrolment, type EnrolmentOf, giveSecondFactor } from './second-factor.ts'
import {
  answerOutcome,
  callerOf,
  cookieIn,
  putDisplay,
  putEnrolment,
  putSession,
  removeStep,
} from './session-cookies.ts'
import { readProgress } from './sign-in-step.ts'
import { signIn } from './sign-in.ts'

/** A working day; accounts have limits of their own. */
const DEMO_HOURS = 12

export function sessionRoutes(
  api: Api,
  door: Door,
  { demoMode, provider }: { demoMode: boolean; provider: string | null },
): void {
  const { access } = door
  const accountOf = (session: Session | null) => (session?.kind === 'account' ? session.subject : null)

  mount(api, contract.getSession, async ({ session, context }) => ({
    session,
    step:
      accountOf(session) === null
        ? ((await readProgress(door, cookieIn(context, 'step')))?.step ?? null)
        : null,
    demoMode,
    signIn: { provider, noAccounts: access.noAccounts(), passwordRules: access.security().settings.password },
  }))

  mount(api, contract.signIn, async ({ body, context }) =>
    answerOutcome(context, access, await signIn(door, body, callerOf(context, access))),
  )

  mount(api, contract.giveSecondFactor, async ({ body, context }) =>
    answerOutcome(
      context,
      access,
      await giveSecondFactor(door, cookieIn(context, 'step'), body.code, callerOf(context, access)),
    ),
  )

  mount(api, contract.beginEnrolment, async ({ session, context }) => {
    const who: EnrolmentOf = { step: cookieIn(context, 'step'), account: accountOf(session) }
    const { secret, uri, cookie } = await beginEnrolment(door, who)
    putEnrolment(context, cookie)
    return { secret, uri }
  })

  mount(api, contract.confirmEnrolment, async ({ body, session, context }) => {
    const who: EnrolmentOf = { step: cookieIn(context, 'step'), account: accountOf(session) }
    return answerOutcome(
      context,
      access,
      await confirmEnrolment(door, who, cookieIn(context, 'enrolment'), body.code, callerOf(context, access)),
    )
  })

  mount(api, contract.changePassword, async ({ body: { current, next }, session, context }) => {
    const account = accountOf(session)
    const caller = callerOf(context, access)
    return answerOutcome(
      context,
      access,
      account !== null && current !== undefined
        ? await changePassword(door, account, { current, next }, caller)
        : await exchangePassword(door, cookieIn(context, 'step'), next, caller),
    )
  })

  mount(api, contract.takeDemoRole, ({ body, context }) => {
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
    putSession(context, access.ids.demo.write(session), DEMO_HOURS * 3600)
    return { session }
  })

  mount(api, contract.claimDisplay, async ({ body, context }) => {
    const value = await claimDisplay(door, body.token, context.get('client').address)
    putDisplay(context, value)
    const session = access.sessionOf({ cookie: `${DISPLAY_COOKIE}=${value}` })
    if (session === null) throw new AppError('forbidden', 'the display token was revoked in this moment')
    return { session }
  })

  mount(api, contract.endSession, async ({ session, context }) => {
    const only = callerOf(context, access).session
    if (only !== null && session !== null) {
      await access.write(async (tx, audit) => {
        await endSessions(tx, { only, because: 'sign_out', at: new Date(door.now()) })
        audit({
          actor: session.name,
          address: context.get('client').address,
          action: 'session.sign_out',
          object: `account:${session.name}`,
          result: 'done',
          detail: cityDetail(session.area),
        })
      })
    }
    putSession(context, '', 0)
    removeStep(context)
    return undefined
  })

  mount(api, contract.listSessions, async ({ session, context }) => {
    const account = accountOf(session)
    if (account === null || session === null) return { secondFactor: false, sessions: [], events: [] }
    return {
      ...(await ownSessions(door, account, callerOf(context, access).session)),
      events: await ownEvents(door, session.name),
    }
  })

  mount(api, contract.revokeSession, async ({ params, session, context }) => {
    await revoke(session, context.get('client').address, params.session)
    return undefined
  })

  mount(api, contract.revokeSessions, async ({ session, context }) => {
    await revoke(session, context.get('client').address)
    putSession(context, '', 0)
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
          detail: { sessions: count, ...cityDetail(session.area) },
        })
      return count
    })
    if (ended === 0) throw new AppError('not_found', 'there is no such session of yours')
  }
}
