import type { Context } from 'hono'
import type { SignInState } from '#shared/contract/session.ts'
import type { Access } from '../../access/access.ts'
import { cookieValue } from '../../http/credentials.ts'
import { credentialsOf } from '../../http/credentials-of.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import { DISPLAY_COOKIE, SESSION_COOKIE } from '../../http/session-of.ts'
import { setCookie } from '../../http/set-cookie.ts'
import type { Caller } from './door.ts'
import type { Outcome } from './finish.ts'
import { ENROLMENT_COOKIE } from './second-factor.ts'
import { STEP_COOKIE, STEP_SECONDS } from './sign-in-step.ts'

/** Cookies of unfinished business go to these routes alone. */
const STEP_PATH = '/api/session'
/** As long as browsers keep anything: a wall is set up once. */
const DISPLAY_SECONDS = 400 * 86_400
const MOST_AGENT = 200

export function cookieIn(context: Context<RequestEnv>, name: 'step' | 'enrolment'): string | undefined {
  return cookieValue(context.req.header('cookie'), name === 'step' ? STEP_COOKIE : ENROLMENT_COOKIE)
}

export function callerOf(context: Context<RequestEnv>, access: Access): Caller {
  return {
    address: context.get('client').address,
    agent:
      context.req
        .header('user-agent')
        ?.replace(/[^\x20-\x7e]/g, ' ')
        .slice(0, MOST_AGENT) ?? null,
    session: access.currentId(credentialsOf(context)),
  }
}

/** Puts what a sign-in has come to into the browser, and tells the page. */
export function answerOutcome(context: Context<RequestEnv>, access: Access, outcome: Outcome): SignInState {
  if (outcome.kind === 'step') {
    put(context, STEP_COOKIE, outcome.cookie, STEP_SECONDS, STEP_PATH)
    return { session: null, step: outcome.step }
  }
  removeStep(context)
  put(context, SESSION_COOKIE, outcome.cookie, outcome.seconds)
  return { session: access.sessionOf({ cookie: `${SESSION_COOKIE}=${outcome.cookie}` }), step: null }
}

export const putSession = (context: Context<RequestEnv>, value: string, seconds: number) =>
  put(context, SESSION_COOKIE, value, seconds)
export const putDisplay = (context: Context<RequestEnv>, value: string) =>
  put(context, DISPLAY_COOKIE, value, DISPLAY_SECONDS)
export const putEnrolment = (context: Context<RequestEnv>, value: string) =>
  put(context, ENROLMENT_COOKIE, value, STEP_SECONDS, STEP_PATH)

export function removeStep(context: Context<RequestEnv>): void {
  put(context, STEP_COOKIE, '', 0, STEP_PATH)
  put(context, ENROLMENT_COOKIE, '', 0, STEP_PATH)
}

function put(context: Context<RequestEnv>, name: string, value: string, seconds: number, path = '/'): void {
  context.header(
    'set-cookie',
    setCookie(name, value, { seconds, path, secure: context.get('client').secure }),
    { append: true },
  )
}
