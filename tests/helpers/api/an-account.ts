import { generateSync } from 'otplib'
import type { z } from 'zod'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import type { PermissionArea, Role } from '#shared/contract/permissions.ts'
import { signIn } from '#shared/contract/access/session.ts'
import { insertAccount } from '../../../api/accounts/insert-account.ts'
import { passwordHasher } from '../../../api/accounts/password-hasher.ts'
import { callEndpoint, type EndpointInput } from './call-endpoint.ts'
import type { TestApp } from './open-test-app.ts'

/** A password that keeps every rule. */
export const validPassword = 'Luzhou-canal-27'

const hashes = new Map<string, Promise<string>>()
const hashOf = (password: string) => {
  let known = hashes.get(password)
  if (known === undefined) hashes.set(password, (known = passwordHasher.hash(password)))
  return known
}

export interface TestAccount {
  id: string
  name: string
  password: string
}

/** An account in the database, as if its owner had exchanged the initial password already (unless `initial`). */
export async function anAccount(
  { app }: Pick<TestApp, 'app'>,
  {
    name,
    role = 'planner',
    area = { city: '*' },
    password = validPassword,
    initial = false,
    displayName = name,
    providerSubject = null,
  }: {
    name: string
    role?: Role
    area?: PermissionArea
    password?: string | null
    initial?: boolean
    displayName?: string
    providerSubject?: string | null
  },
): Promise<TestAccount> {
  const hash = password === null ? null : await hashOf(password)
  const id = await app.access.write(async (tx) => {
    const created = await insertAccount(tx, {
      name,
      displayName,
      role,
      area,
      providerSubject,
      hash,
      by: 'test',
      at: new Date(),
    })
    await tx.query('update account_password set initial = $2 where account_id = $1', [created, initial])
    return created
  })
  return { id, name, password: password ?? '' }
}

/** A browser: keeps cookies and sends them back. */
export interface TestBrowser {
  send(
    path: string,
    options?: { method?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<Response>
  /** The answer of an endpoint, checked against its schema. @throws Refused */
  ask<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType>(
    endpoint: Endpoint<P, Q, B, A>,
    input?: EndpointInput<P, Q, B>,
  ): Promise<z.output<A>>
  cookies: Map<string, string>
}

/** `address`: from where it asks; the app must trust a proxy then. */
export function aBrowser({ send }: TestApp, address?: string): TestBrowser {
  const cookies = new Map<string, string>()
  const browser: TestBrowser = {
    cookies,
    async send(path, { method, body, headers = {} } = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const answer = await send(path, {
        as: null,
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        headers: {
          ...(cookie === '' ? {} : { cookie }),
          'user-agent': 'Test browser',
          ...(address === undefined ? {} : { 'x-forwarded-for': address }),
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
      })
      for (const line of answer.headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split('; ')
        const at = pair.indexOf('=')
        if (attributes.includes('Max-Age=0')) cookies.delete(pair.slice(0, at))
        else cookies.set(pair.slice(0, at), pair.slice(at + 1))
      }
      return answer
    },
    ask: (endpoint, input = {}) => callEndpoint(browser.send, endpoint, input),
  }
  return browser
}

/** A browser in which somebody has signed in. */
export async function aSignedInBrowser(
  test: TestApp,
  { name, password }: Pick<TestAccount, 'name' | 'password'>,
  address?: string,
): Promise<TestBrowser> {
  const browser = aBrowser(test, address)
  const { session, step } = await browser.ask(signIn, { body: { name, password } })
  if (session?.name !== name) throw new Error(`could not sign in as ${name}: ${step} is asked for`)
  return browser
}

/** What the authenticator shows at a moment, in milliseconds. */
export function generateTotpCode(secret: string, now: number): string {
  return generateSync({ secret, epoch: Math.floor(now / 1000) })
}
