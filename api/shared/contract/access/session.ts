import { z } from 'zod'
import { AuditResult } from './audit.ts'
import { defineEndpoint } from '../endpoint.ts'
import { PasswordRules } from './password-rules.ts'
import { Action, PermissionArea, Role } from '../permissions.ts'

/** Who is asking. Without one every route but the public ones answers 401. */
export const Session = z.object({
  /** Number of the account, API key or display token, or `demo`. */
  subject: z.string(),
  kind: z.enum(['account', 'demo', 'key', 'display']),
  /** Sign-in name, never given to another person: what history and audit call the actor. */
  name: z.string(),
  displayName: z.string(),
  role: Role,
  area: PermissionArea,
  /** Present: nothing but these actions. */
  scopes: z.array(Action).optional(),
  /** A display token's screen. */
  screen: z.string().optional(),
  demo: z.boolean(),
  expiresAt: z.iso.datetime(),
})
export type Session = z.infer<typeof Session>

/**
 * A sign-in that is not finished: what is asked next. The password was right; there is no session yet.
 * `second_factor`: the code of the authenticator; `enrol`: the role demands a second factor and there is none;
 * `password`: the initial password must be exchanged, or its time is over.
 */
export const SignInStep = z.enum(['second_factor', 'enrol', 'password'])
export type SignInStep = z.infer<typeof SignInStep>

export const SignInState = z.object({ session: Session.nullable(), step: SignInStep.nullable() })
export type SignInState = z.infer<typeof SignInState>

/** Six digits of a time-based one-time password (RFC 6238). */
export const OneTimeCode = z.string().regex(/^[0-9]{6}$/)
/** Longer ones would only be work for the server. */
const Password = z.string().min(1).max(256)

export const getSession = defineEndpoint({
  id: 'getSession',
  method: 'get',
  path: '/session',
  summary: 'The session of this browser, and the ways to sign in on this server',
  permission: 'public',
  answer: SignInState.extend({
    demoMode: z.boolean(),
    signIn: z.object({
      /** Name of the organisation's own sign-in (OpenID Connect), if there is one. */
      provider: z.string().nullable(),
      /** Nobody can sign in yet: the first administrator is made by a command on the server. */
      noAccounts: z.boolean(),
      passwordRules: PasswordRules,
    }),
  }),
})

export const signIn = defineEndpoint({
  id: 'signIn',
  method: 'post',
  path: '/session',
  summary: 'Sign in with name and password',
  permission: 'public',
  body: z.object({ name: z.string().min(1).max(64), password: Password }).strict(),
  answer: SignInState,
})

export const submitSecondFactor = defineEndpoint({
  id: 'giveSecondFactor',
  method: 'post',
  path: '/session/second-factor',
  summary: 'The code that a sign-in waits for',
  permission: 'public',
  body: z.object({ code: OneTimeCode }).strict(),
  answer: SignInState,
})

export const beginEnrolment = defineEndpoint({
  id: 'beginEnrolment',
  method: 'post',
  path: '/session/enrolment',
  summary: 'A new secret for the authenticator of one’s own account; nothing changes until it is confirmed',
  permission: 'public',
  body: z.object({}).strict(),
  answer: z.object({ secret: z.string(), uri: z.string() }),
})

export const confirmEnrolment = defineEndpoint({
  id: 'confirmEnrolment',
  method: 'post',
  path: '/session/enrolment/confirm',
  summary: 'The second factor holds from now on; a code shows that the authenticator has the secret',
  permission: 'public',
  body: z.object({ code: OneTimeCode }).strict(),
  answer: SignInState,
})

export const changePassword = defineEndpoint({
  id: 'changePassword',
  method: 'post',
  path: '/session/password',
  summary: 'Exchange one’s own password; every other session of the account ends',
  permission: 'public',
  body: z
    .object({
      /** Left out when a sign-in asks for a new one: it has just been given. */
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
  summary: 'Sign out',
  permission: 'public',
})

export const startDemoSession = defineEndpoint({
  id: 'takeDemoRole',
  method: 'post',
  path: '/session/demo',
  summary: 'Demo mode only: become one of the roles',
  permission: 'public',
  body: z.object({ role: Role, area: PermissionArea.optional() }).strict(),
  answer: z.object({ session: Session }),
})

export const claimDisplay = defineEndpoint({
  id: 'claimDisplay',
  method: 'post',
  path: '/session/display',
  summary: 'A wall shows its token for the first time: from now on it belongs to this browser alone',
  permission: 'public',
  body: z.object({ token: z.string().min(1).max(200) }).strict(),
  answer: z.object({ session: Session }),
})

export const startProviderSignIn = defineEndpoint({
  id: 'goToProvider',
  method: 'get',
  path: '/session/provider',
  summary: 'Sign in through the organisation’s OpenID Connect provider: the browser is sent there',
  permission: 'public',
  mediaType: 'text/html',
})

export const finishProviderSignIn = defineEndpoint({
  id: 'comeFromProvider',
  method: 'get',
  path: '/session/provider/return',
  summary: 'Where the OpenID Connect provider sends the browser back to',
  permission: 'public',
  mediaType: 'text/html',
})

export const AccountSession = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  address: z.string().nullable(),
  /** What the browser said it was. */
  agent: z.string().nullable(),
  current: z.boolean(),
})
export type AccountSession = z.infer<typeof AccountSession>

/** A row of the log about one's own account. */
export const AccountEvent = z.object({
  at: z.iso.datetime(),
  action: z.string(),
  /** Oneself, an administrator, or nobody who was known. */
  by: z.string(),
  address: z.string().nullable(),
  result: AuditResult,
})
export type AccountEvent = z.infer<typeof AccountEvent>

export const listSessions = defineEndpoint({
  id: 'listSessions',
  method: 'get',
  path: '/sessions',
  summary: 'Where this account is signed in, and what has happened to it lately',
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
  summary: 'End one of one’s own sessions',
  permission: 'session',
  params: z.object({ session: z.string().min(1).max(64) }),
})

export const revokeSessions = defineEndpoint({
  id: 'revokeSessions',
  method: 'delete',
  path: '/sessions',
  summary: 'Sign out everywhere',
  permission: 'session',
})
