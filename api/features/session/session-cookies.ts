import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { SignInState } from '#shared/contract/access/session.ts'
import type { AccessControl } from '../../access/access-control.ts'
import { readCredentials } from '../../http/read-credentials.ts'
import type { RequestEnv } from '../../http/request-context.ts'
import { DISPLAY_COOKIE, SESSION_COOKIE } from '../../http/session-lookup.ts'
import type { SignInCaller, SignInContext } from './sign-in-context.ts'
import type { SignInOutcome } from './advance-sign-in.ts'
import { ENROLMENT_COOKIE } from './second-factor.ts'
import { STEP_COOKIE, STEP_SECONDS } from './pending-sign-in.ts'

/** Cookies of unfinished sign-ins are sent to these routes only. */
const STEP_PATH = '/api/session'
/** The longest time that browsers keep a cookie: a display is set up once. */
const DISPLAY_SECONDS = 400 * 86_400
/** Names the accounts that have signed in with this browser; no secret, see `api/access/sign-in-devices.ts`. */
const DEVICE_COOKIE = 'grid_map_device'
const DEVICE_SECONDS = 400 * 86_400
const MAX_AGENT_LENGTH = 200

export function readSignInCookie(
  context: Context<RequestEnv>,
  name: 'step' | 'enrolment',
): string | undefined {
  return getCookie(context, name === 'step' ? STEP_COOKIE : ENROLMENT_COOKIE)
}

export function readSignInCaller(context: Context<RequestEnv>, access: AccessControl): SignInCaller {
  return {
    address: context.get('client').address,
    agent:
      context.req
        .header('user-agent')
        ?.replace(/[^\x20-\x7e]/g, ' ')
        .slice(0, MAX_AGENT_LENGTH) ?? null,
    session: access.currentId(readCredentials(context)),
    device: getCookie(context, DEVICE_COOKIE),
  }
}

/** Sets the cookies of a sign-in's outcome; returns the state for the page. */
export function applySignInOutcome(
  context: Context<RequestEnv>,
  { access, attempts }: SignInContext,
  outcome: SignInOutcome,
): SignInState {
  if (outcome.kind === 'step') {
    put(context, STEP_COOKIE, outcome.cookie, STEP_SECONDS, STEP_PATH)
    return { session: null, step: outcome.step }
  }
  clearSignInCookies(context)
  put(context, SESSION_COOKIE, outcome.cookie, outcome.seconds)
  const session = access.sessionOf({ cookie: `${SESSION_COOKIE}=${outcome.cookie}` })
  if (session !== null) {
    const device = attempts.addDevice(getCookie(context, DEVICE_COOKIE), session.name)
    put(context, DEVICE_COOKIE, device, DEVICE_SECONDS, STEP_PATH)
  }
  return { session, step: null }
}

export const setSessionCookie = (context: Context<RequestEnv>, value: string, seconds: number) =>
  put(context, SESSION_COOKIE, value, seconds)
export const setDisplayCookie = (context: Context<RequestEnv>, value: string) =>
  put(context, DISPLAY_COOKIE, value, DISPLAY_SECONDS)
export const setEnrolmentCookie = (context: Context<RequestEnv>, value: string) =>
  put(context, ENROLMENT_COOKIE, value, STEP_SECONDS, STEP_PATH)

export function clearSignInCookies(context: Context<RequestEnv>): void {
  put(context, STEP_COOKIE, '', 0, STEP_PATH)
  put(context, ENROLMENT_COOKIE, '', 0, STEP_PATH)
}

/**
 * Sets a cookie that scripts and other sites cannot read; `maxAge` 0 (seconds) removes it. Names with
 * `__Host-` would be safer still, but browsers accept them over https only, and the server also runs on a
 * plain loopback address.
 */
function put(context: Context<RequestEnv>, name: string, value: string, maxAge: number, path = '/'): void {
  const { secure } = context.get('client')
  setCookie(context, name, value, { path, maxAge, secure, httpOnly: true, sameSite: 'Strict' })
}
