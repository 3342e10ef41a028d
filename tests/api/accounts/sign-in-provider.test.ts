import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getSession } from '#shared/contract/access/session.ts'
import { aBrowser, anAccount, type TestBrowser } from '../../helpers/api/an-account.ts'
import { readAuditRows } from '../../helpers/api/read-audit-rows.ts'
import { openTestApp, createTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { type TestSignInProvider, startSignInProvider } from '../../helpers/api/sign-in-provider.ts'

/** Against a real provider on this machine: authorization code flow with PKCE, state and nonce. */
const returnUrl = 'http://test/api/session/provider/return'
let provider: TestSignInProvider
let test: TestApp
let now = Date.now()

beforeAll(async () => {
  provider = await startSignInProvider({
    clientId: 'grid-map',
    clientSecret: 'a secret between the two',
    returnUrl,
  })
  test = await openTestApp({
    environment: {
      DEMO_MODE: 'off',
      PUBLIC_URL: 'http://test',
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'grid-map',
      OIDC_CLIENT_SECRET: 'a secret between the two',
      OIDC_NAME: '政务统一身份',
    },
    now: () => now,
  })
  await anAccount(test, {
    name: 'wang',
    role: 'planner',
    area: { city: '320900' },
    password: null,
    providerSubject: 'wang@city',
  })
})
afterAll(async () => {
  await test.close()
  await provider.close()
})

const begin = async (browser: TestBrowser) =>
  (await browser.send('/api/session/provider')).headers.get('location')!
const comeBack = async (browser: TestBrowser, { pathname, search }: URL) =>
  (await browser.send(pathname + search)).headers.get('location')
const who = async (browser: TestBrowser) => (await browser.ask(getSession)).session

describe('sign-in through the OpenID provider', () => {
  it('is offered by the provider’s name', async () => {
    expect((await aBrowser(test).ask(getSession)).signIn.provider).toBe('政务统一身份')
  })

  it('accepts a provider user who has an account, with its role and area, and logs the sign-in', async () => {
    const browser = aBrowser(test)
    const url = await begin(browser)
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
      code_challenge_method: 'S256',
      state: expect.any(String),
      nonce: expect.any(String),
    })
    expect(await comeBack(browser, await provider.signIn(url, 'wang@city'))).toBe('/')
    expect(await who(browser)).toMatchObject({ name: 'wang', role: 'planner', area: { city: '320900' } })
    expect((await readAuditRows(test.database)).at(-1)).toMatchObject({
      actor: 'wang',
      action: 'session.sign_in',
      result: 'done',
      detail: { via: 'provider' },
    })
  })

  it('rejects a provider user without an account, and logs the attempt', async () => {
    const browser = aBrowser(test)
    expect(await comeBack(browser, await provider.signIn(await begin(browser), 'stranger'))).toBe(
      '/?problem=sign_in_failed',
    )
    expect(await who(browser)).toBeNull()
    expect((await readAuditRows(test.database)).at(-1)).toMatchObject({
      actor: 'nobody',
      action: 'session.sign_in',
      result: 'refused',
      detail: { reason: 'not known here' },
    })
  })

  it('cannot be completed in another browser, twice, with a forged state, or after it expires', async () => {
    const browser = aBrowser(test)
    const back = await provider.signIn(await begin(browser), 'wang@city')
    const thief = aBrowser(test)
    expect(await comeBack(thief, back)).toBe('/?problem=sign_in_expired')
    await begin(thief)
    expect(await comeBack(thief, back), 'its own beginning does not fit').toBe('/?problem=sign_in_failed')

    const forged = aBrowser(test)
    const other = await provider.signIn(await begin(forged), 'wang@city')
    other.searchParams.set('state', 'x')
    expect(await comeBack(forged, other)).toBe('/?problem=sign_in_failed')

    expect(await comeBack(browser, back)).toBe('/')
    expect(await comeBack(browser, back), 'the beginning is used up').toBe('/?problem=sign_in_expired')

    const late = aBrowser(test)
    const lateBack = await provider.signIn(await begin(late), 'wang@city')
    now += 11 * 60_000
    expect(await comeBack(late, lateBack)).toBe('/?problem=sign_in_expired')
    now -= 11 * 60_000
    for (const each of [thief, forged, late]) expect(await who(each)).toBeNull()
  })

  it('accepts an e-mail address only when the provider has verified it', async () => {
    const byEmail = await createTestApp(test.database, {
      DEMO_MODE: 'off',
      PUBLIC_URL: 'http://test',
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: 'grid-map',
      OIDC_CLIENT_SECRET: 'a secret between the two',
      OIDC_CLAIM: 'email',
    })
    try {
      for (const [name, end] of [
        ['li@example.org', '/'],
        ['unverified@example.org', '/?problem=sign_in_failed'],
      ] as const) {
        await anAccount(byEmail, {
          name: name.replace('@', '-'),
          role: 'planner',
          password: null,
          providerSubject: name,
        })
        const browser = aBrowser(byEmail)
        expect(await comeBack(browser, await provider.signIn(await begin(browser), name)), name).toBe(end)
      }
    } finally {
      await byEmail.close()
    }
  })

  it('reports the provider as unavailable when it does not respond', async () => {
    const { issuer } = provider
    const alone = await createTestApp(test.database, {
      DEMO_MODE: 'off',
      PUBLIC_URL: 'http://test',
      OIDC_ISSUER: issuer.replace(/\d+$/, '1'),
      OIDC_CLIENT_ID: 'x',
      OIDC_CLIENT_SECRET: 'x',
    })
    expect((await alone.send('/api/session/provider', { as: null })).status).toBe(503)
    await alone.close()
  })
})
