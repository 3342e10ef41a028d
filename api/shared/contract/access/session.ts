import { z } from 'zod'
import { AuditResult } from './audit.ts'
import { defineEndpoint } from '../endpoint.ts'
import { PasswordRules } from './password-rules.ts'
import { Action, PermissionArea, Role } from '../permissions.ts'

/** The authenticated principal. Without one every route except the public ones answers 401. */
export const Session = z.object({
  /** Id of the account, API key or display token, or `demo`. */
  subject: z.string(),
  kind: z.enum(['account', 'demo', 'key', 'display']),
  /** Sign-in name, which is never reused for another person. History and audit log store it as the actor. */
  name: z.string(),
  displayName: z.string(),
  role: Role,
  area: PermissionArea,
  /** If present, only these actions are allowed. */
  scopes: z.array(Action).optional(),
  /** Screen of a display token. */
  screen: z.string().optional(),
  demo: z.boolean(),
  expiresAt: z.iso.datetime(),
})
export type Session = z.infer<typeof Session>

/**
 * Next step of an unfinished sign-in. The password was correct, but there is no session yet. `second_factor`:
 * code of the authenticator; `enrol`: the role requires a second factor and the account has none; `password`:
 * the initial password must be replaced, or the password has expired.
 */
export const SignInStep = z.enum(['second_factor', 'enrol', 'password'])
export type SignInStep = z.infer<typeof SignInStep>

export const SignInState = z.object({ session: Session.nullable(), step: SignInStep.nullable() })
export type SignInState = z.infer<typeof SignInState>

/** Six digits of a time-based one-time password (RFC 6238). */
export const OneTimeCode = z.string().regex(/^[0-9]{6}$/)
/** The limit bounds the cost of hashing. */
const Password = z.string().min(1).max(256)

export const getSession = defineEndpoint({
  id: 'getSession',
  method: 'get',
  path: '/session',
  summary: 'Returns the session of this browser and the sign-in methods of this server',
  permission: 'public',
  answer: SignInState.extend({
    demoMode: z.boolean(),
    signIn: z.object({
      /** Name of the OpenID Connect provider of the organisation, if configured. */
      provider: z.string().nullable(),
      /** There are no accounts yet; a command on the server creates the first administrator. */
      noAccounts: z.boolean(),
      passwordRules: PasswordRules,
    }),
  }),
})

export const signIn = defineEndpoint({
  id: 'signIn',
  method: 'post',
  path: '/session',
  summary: 'Signs in with name and password',
  permission: 'public',
  body: z.object({ name: z.string().min(1).max(64), password: Password }).strict(),
  answer: SignInState,
})

export const submitSecondFactor = defineEndpoint({
  id: 'giveSecondFactor',
  method: 'post',
  path: '/session/second-factor',
  summary: 'Submits the one-time code of a pending sign-in',
  permission: 'public',
  body: z.object({ code: OneTimeCode }).strict(),
  answer: SignInState,
})

export const beginEnrolment = defineEndpoint({
  id: 'beginEnrolment',
  method: 'post',
  path: '/session/enrolment',
  summary: 'Creates a new authenticator secret for the own account; it takes effect when it is confirmed',
  permission: 'public',
  body: z.object({}).strict(),
  answer: z.object({ secret: z.string(), uri: z.string() }),
})

export const confirmEnrolment = defineEndpoint({
  id: 'confirmEnrolment',
  method: 'post',
  path: '/session/enrolment/confirm',
  summary: 'Confirms the authenticator secret with a code and enables the second factor',
  permission: 'public',
  body: z.object({ code: OneTimeCode }).strict(),
  answer: SignInState,
})

export const changePassword = defineEndpoint({
  id: 'changePassword',
  method: 'post',
  path: '/session/password',
  summary: 'Changes the own password; ends every other session of the account',
  permission: 'public',
  body: z
    .object({
      /** Omitted when a pending sign-in asks for a new password, because the current one was just checked. */
      current: Password.optional(),
      next: Password,
    })
    .strict(),
  answer: SignInState,
})

export const endSession = defineEndpoint({
  id: 'endSession',
  method: 'delete',
  path: '/session',
  summary: 'Signs out',
  permission: 'public',
})

export const startDemoSession = defineEndpoint({
  id: 'takeDemoRole',
  method: 'post',
  path: '/session/demo',
  summary: 'Demo mode only: assumes one of the roles',
  permission: 'public',
  body: z.object({ role: Role, area: PermissionArea.optional() }).strict(),
  answer: z.object({ session: Session }),
})

export const claimDisplay = defineEndpoint({
  id: 'claimDisplay',
  method: 'post',
  path: '/session/display',
  summary: 'Binds a display token to this browser at first use',
  permission: 'public',
  body: z.object({ token: z.string().min(1).max(200) }).strict(),
  answer: z.object({ session: Session }),
})

export const startProviderSignIn = defineEndpoint({
  id: 'goToProvider',
  method: 'get',
  path: '/session/provider',
  summary: 'Redirects the browser to the OpenID Connect provider of the organisation',
  permission: 'public',
  mediaType: 'text/html',
})

export const finishProviderSignIn = defineEndpoint({
  id: 'comeFromProvider',
  method: 'get',
  path: '/session/provider/return',
  summary: 'Callback of the OpenID Connect provider',
  permission: 'public',
  mediaType: 'text/html',
})

export const AccountSession = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  address: z.string().nullable(),
  /** User agent of the browser. */
  agent: z.string().nullable(),
  current: z.boolean(),
})
export type AccountSession = z.infer<typeof AccountSession>

/** One row of the audit log that concerns the own account. */
export const AccountEvent = z.object({
  at: z.iso.datetime(),
  action: z.string(),
  /** Name of the actor: the account itself, an administrator, or an unknown person. */
  by: z.string(),
  address: z.string().nullable(),
  result: AuditResult,
})
export type AccountEvent = z.infer<typeof AccountEvent>

export const listSessions = defineEndpoint({
  id: 'listSessions',
  method: 'get',
  path: '/sessions',
  summary: 'Lists the sessions of the own account and its recent events',
  permission: 'session',
  answer: z.object({
    secondFactor: z.boolean(),
    sessions: z.array(AccountSession),
    events: z.array(AccountEvent),
  }),
})

export const revokeSession = defineEndpoint({
  id: 'revokeSession',
  method: 'delete',
  path: '/sessions/{session}',
  summary: 'Ends one session of the own account',
  permission: 'session',
  params: z.object({ session: z.string().min(1).max(64) }),
})

export const revokeSessions = defineEndpoint({
  id: 'revokeSessions',
  method: 'delete',
  path: '/sessions',
  summary: 'Ends all sessions of the own account',
  permission: 'session',
})
