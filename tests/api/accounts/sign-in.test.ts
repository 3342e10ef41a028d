import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import * as contract from '#shared/contract/access/session.ts'
import { listCities } from '#shared/contract/city/city.ts'
import { aBrowser, anAccount, aSignedInBrowser, validPassword } from '../../helpers/api/an-account.ts'
import { passwordHasher } from '../../../api/accounts/password-hasher.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { readAuditRows } from '../../helpers/api/read-audit-rows.ts'

let test: TestApp

beforeAll(async () => {
  test = await openTestApp({ environment: { DEMO_MODE: 'off', TRUSTED_PROXIES: '1' } })
})
afterAll(() => test.close())

describe('sign-in', () => {
  it('creates a session with the account’s role and area in an HttpOnly, SameSite=Strict cookie', async () => {
    await anAccount(test, {
      name: 'wang',
      role: 'street_official',
      area: { city: '320900', units: ['320902001'] },
      displayName: '王敏',
    })
    const browser = aBrowser(test)
    const answer = await browser.send('/api/session', { body: { name: 'wang', password: validPassword } })
    expect(await answer.json()).toMatchObject({
      step: null,
      session: {
        name: 'wang',
        displayName: '王敏',
        kind: 'account',
        role: 'street_official',
        area: { city: '320900', units: ['320902001'] },
        demo: false,
      },
    })
    expect(answer.headers.getSetCookie().find((line) => line.startsWith('grid_map_session='))).toMatch(
      /; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    expect((await browser.ask(contract.getSession)).session).toMatchObject({ name: 'wang' })
    await expect(browser.ask(listCities)).resolves.toMatchObject({ cities: [{ code: '320900' }] })
  })

  it('normalises the user name', async () => {
    await anAccount(test, { name: 'li.na' })
    const { session } = await aBrowser(test).ask(contract.signIn, {
      body: { name: ' Ｌi.NA ', password: validPassword },
    })
    expect(session).toMatchObject({ name: 'li.na' })
  })

  it('marks the cookie as Secure over https', async () => {
    const answer = await aBrowser(test).send('/api/session', {
      body: { name: 'wang', password: validPassword },
      headers: { 'x-forwarded-proto': 'https' },
    })
    expect(answer.headers.getSetCookie()[0]).toContain('; Secure')
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000')
  })

  it('never accepts a session id supplied by the browser, and ends the session it replaces', async () => {
    const { id } = await anAccount(test, { name: 'fixed' })
    const browser = await aSignedInBrowser(test, { name: 'fixed', password: validPassword })
    const first = browser.cookies.get('grid_map_session')
    await browser.ask(contract.signIn, { body: { name: 'fixed', password: validPassword } })
    const second = browser.cookies.get('grid_map_session')
    expect(second).not.toBe(first)
    browser.cookies.set('grid_map_session', first!)
    expect((await browser.ask(contract.getSession)).session).toBeNull()
    browser.cookies.set('grid_map_session', second!)
    expect((await browser.ask(contract.getSession)).session).toMatchObject({ subject: id })
  })

  it('returns the same error for a wrong password, an unknown name, a disabled account and one without a password', async () => {
    await anAccount(test, { name: 'zhao' })
    const { id } = await anAccount(test, { name: 'closed' })
    await anAccount(test, { name: 'provider-only', password: null, providerSubject: 'x-1' })
    await test.app.access.write((tx) =>
      tx.query("update account set state = 'disabled', change = default where id = $1", [id]),
    )
    const answers = await Promise.all(
      [
        ['zhao', 'Wrong-one-99'],
        ['nobody-at-all', 'Wrong-one-99'],
        ['closed', validPassword],
        ['provider-only', validPassword],
      ].map(async ([name, password]) => {
        const answer = await aBrowser(test).send('/api/session', { body: { name, password } })
        const { requestId: _, ...problem } = await answer.json()
        return { problem, headers: [...answer.headers.keys()].sort(), cookies: answer.headers.getSetCookie() }
      }),
    )
    expect(answers[0]!.problem).toEqual({
      type: 'urn:grid-map:problem:sign_in_failed',
      title: 'sign in failed',
      status: 401,
      code: 'sign_in_failed',
      detail: 'name, password or code is wrong, or the account is closed',
    })
    for (const answer of answers) expect(answer).toEqual(answers[0])
  })

  it('performs one hash comparison of equal cost for unknown names and for wrong passwords', async () => {
    const { id } = await anAccount(test, { name: 'qian' })
    await anAccount(test, { name: 'provider-alone', password: null, providerSubject: 'x-2' })
    const {
      rows: [kept],
    } = await test.database.query<{ hash: string }>(
      'select hash from grid_shared.account_password where account_id = $1',
      [id],
    )
    const compare = vi.spyOn(passwordHasher, 'verify')
    for (const [name, stored] of [
      ['qian', kept!.hash],
      ['nobody-here', null],
      ['provider-alone', null],
    ] as const) {
      await aBrowser(test, '10.7.0.1').send('/api/session', { body: { name, password: 'Wrong-one-99' } })
      expect(compare.mock.calls, name).toEqual([[stored, 'Wrong-one-99']])
      compare.mockClear()
    }
    compare.mockRestore()
    // processor time of the process, in turn and summed: whatever else the machine does has no part in it
    const worked = { known: 0, unknown: 0 }
    for (let i = 0; i < 6; i++) {
      for (const [kind, stored] of [
        ['known', kept!.hash],
        ['unknown', null],
      ] as const) {
        const start = process.cpuUsage()
        expect(await passwordHasher.verify(stored, 'Wrong-one-99')).toBe(false)
        const { user, system } = process.cpuUsage(start)
        worked[kind] += user + system
      }
    }
    // without a comparison it would be a hundredth
    expect(worked.unknown / worked.known).toBeGreaterThan(0.2)
    expect(worked.unknown / worked.known).toBeLessThan(5)
  })

  it('logs every success and failure, without passwords or unknown names', async () => {
    await anAccount(test, { name: 'sun', area: { city: '320900' } })
    await aBrowser(test, '10.1.2.3').ask(contract.signIn, { body: { name: 'sun', password: validPassword } })
    await aBrowser(test, '10.1.2.3').send('/api/session', {
      body: { name: 'sun', password: 'My-secret-typo-1' },
    })
    await aBrowser(test, '10.1.2.3').send('/api/session', {
      body: { name: 'my-secret-typo-1', password: 'sun' },
    })
    const rows = (await readAuditRows(test.database)).filter(({ address }) => address === '10.1.2.3')
    expect(rows).toMatchObject([
      {
        actor: 'sun',
        action: 'session.sign_in',
        object: 'account:sun',
        result: 'done',
        detail: { via: 'password', secondFactor: false, city: '320900' },
      },
      {
        actor: 'sun',
        action: 'session.sign_in',
        object: 'account:sun',
        result: 'refused',
        detail: { reason: 'wrong password', city: '320900' },
      },
      {
        actor: 'nobody',
        action: 'session.sign_in',
        object: expect.stringMatching(/^name:[0-9a-f]{16}$/),
        result: 'refused',
        detail: { reason: 'no such name' },
      },
    ])
    expect(JSON.stringify(await readAuditRows(test.database)).toLowerCase()).not.toContain('typo')
  })
})
