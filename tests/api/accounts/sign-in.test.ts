import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import * as contract from '#shared/contract/access/session.ts'
import { listCities } from '#shared/contract/city/city.ts'
import { aBrowser, anAccount, aSignedInBrowser, validPassword } from '../../helpers/api/an-account.ts'
import { passwordHasher } from '../../../api/accounts/password-hasher.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { readAuditRows } from '../../helpers/api/read-audit-rows.ts'

let test: TestApp
let time = Date.now()
const minutes = (count: number) => {
  time += count * 60_000
}

beforeAll(async () => {
  test = await openTestApp({ environment: { DEMO_MODE: 'off', TRUSTED_PROXIES: '1' }, now: () => time })
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

describe('password guessing', () => {
  const guess = async (name: string, address: string, password = 'Wrong-one-99') => {
    const answer = await aBrowser(test, address).send('/api/session', { body: { name, password } })
    return { status: answer.status, wait: Number(answer.headers.get('retry-after')) }
  }

  it.each(['guessed', 'guessed-but-not-there'])(
    'locks a name after five failures, for longer each time, whether or not it exists: %s',
    async (name) => {
      if (name === 'guessed') await anAccount(test, { name })
      let from = 0
      const next = () => guess(name, `10.2.${name.length}.${from++}`)
      expect((await next()).status).toBe(401)
      expect((await next()).status).toBe(401)
      expect((await next()).status).toBe(401)
      expect(await next()).toEqual({ status: 429, wait: 2 })
      time += 2000
      expect((await next()).status).toBe(401)
      expect(await next()).toEqual({ status: 429, wait: 4 })
      time += 4000
      expect((await next()).status).toBe(401)
      expect(await next()).toEqual({ status: 429, wait: 1800 })
      expect((await guess(name, '10.9.9.9', validPassword)).status, 'the right password does not help').toBe(
        429,
      )
      minutes(30)
      expect((await next()).status).toBe(401)
      expect(await next()).toEqual({ status: 429, wait: 3600 })
      minutes(60)
      expect((await guess(name, '10.9.9.9', validPassword)).status).toBe(name === 'guessed' ? 200 : 401)
      if (name === 'guessed') expect((await next()).status, 'a good sign-in forgives the failures').toBe(401)
    },
  )

  it('does not get more attempts in parallel', async () => {
    await anAccount(test, { name: 'parallel' })
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => guess('parallel', `10.3.0.${i}`)))
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(3)
  })

  it('locks an address that tries many names', async () => {
    for (let i = 0; i < 30; i++)
      expect((await guess(`spray-${i}`, '10.4.0.1')).status, `attempt ${i}`).not.toBe(200)
    await anAccount(test, { name: 'behind-it' })
    expect(await guess('behind-it', '10.4.0.1', validPassword)).toEqual({
      status: 429,
      wait: expect.any(Number),
    })
    expect((await guess('behind-it', '10.4.0.2', validPassword)).status, 'from elsewhere').toBe(200)
  })

  it('never locks out known names on known devices of a locked address', async () => {
    const [known, other] = [
      await anAccount(test, { name: 'known-here' }),
      await anAccount(test, { name: 'first-time-here' }),
    ]
    const office = aBrowser(test, '10.4.1.1')
    const enter = async (browser: typeof office, name: string, password = validPassword) =>
      (await browser.send('/api/session', { body: { name, password } })).status
    expect(await enter(office, known.name)).toBe(200)
    for (let i = 0; i < 40; i++) await guess(`spray-office-${i}`, '10.4.1.1')
    expect(await enter(aBrowser(test, '10.4.1.1'), known.name), 'a browser that is not known').toBe(429)
    expect(await enter(office, other.name), 'a name that is not known to the browser').toBe(429)
    expect(await enter(office, known.name)).toBe(200)

    // the cookie opens nothing, cannot be forged, and does not make guessing cheaper
    const forged = aBrowser(test, '10.4.1.1')
    forged.cookies.set('grid_map_device', `${office.cookies.get('grid_map_device')!.slice(0, -3)}abc`)
    expect(await enter(forged, known.name)).toBe(429)
    const thief = aBrowser(test, '10.4.1.1')
    thief.cookies.set('grid_map_device', office.cookies.get('grid_map_device')!)
    expect(await enter(thief, known.name, 'Wrong-one-99')).toBe(401)
    const tries = []
    for (let i = 0; i < 6; i++) tries.push(await enter(thief, known.name, 'Wrong-one-99'))
    expect(tries).toContain(429)
    minutes(31)
  })

  it('locks a whole IPv6 network, not a single address', async () => {
    for (let i = 0; i < 30; i++) await guess(`spray-six-${i}`, `2001:db8:1:2::${i + 1}`)
    await anAccount(test, { name: 'behind-six' })
    expect((await guess('behind-six', '2001:db8:1:2:ffff::1', validPassword)).status).toBe(429)
    expect(
      (await guess('behind-six', '2001:db8:1:3::1', validPassword)).status,
      'the network beside it',
    ).toBe(200)
  })

  it('is not detected when a whole office signs in at once', async () => {
    const people = await Promise.all(
      Array.from({ length: 8 }, (_, i) => anAccount(test, { name: `clerk-${i}` })),
    )
    const answers = await Promise.all(people.map(({ name }) => guess(name, '10.6.0.1', validPassword)))
    expect(answers.map(({ status }) => status)).toEqual(people.map(() => 200))
  })

  it('does not lock other names, and is logged', async () => {
    expect((await guess('wang', '10.5.0.1', validPassword)).status).toBe(200)
    expect(
      (await readAuditRows(test.database)).filter(({ action }) => action === 'session.locked_out').length,
    ).toBeGreaterThan(3)
  })
})

describe('an initial password', () => {
  const fresh = 'Orchard-river-41'

  it('only allows choosing a new password', async () => {
    await anAccount(test, { name: 'new-here', initial: true, password: 'kT7m-R4xp-w9Qd' })
    const browser = aBrowser(test)
    expect(
      await browser.ask(contract.signIn, { body: { name: 'new-here', password: 'kT7m-R4xp-w9Qd' } }),
    ).toEqual({ session: null, step: 'password' })
    await expect(browser.ask(listCities)).rejects.toMatchObject({ problem: { status: 401 } })
    expect(await browser.ask(contract.getSession), 'a page that is loaded again goes on').toMatchObject({
      session: null,
      step: 'password',
    })
    await expect(
      browser.ask(contract.changePassword, { body: { next: 'kT7m-R4xp-w9Qd' } }),
    ).rejects.toMatchObject({ problem: { code: 'weak_password', details: { faults: ['unchanged'] } } })
    const { session } = await browser.ask(contract.changePassword, { body: { next: fresh } })
    expect(session).toMatchObject({ name: 'new-here' })
    await expect(browser.ask(listCities)).resolves.toBeDefined()
    await expect(
      aBrowser(test).ask(contract.signIn, { body: { name: 'new-here', password: 'kT7m-R4xp-w9Qd' } }),
    ).rejects.toMatchObject({ problem: { code: 'sign_in_failed' } })
    await expect(aSignedInBrowser(test, { name: 'new-here', password: fresh })).resolves.toBeDefined()
  })

  it('cannot be replaced twice with the same pending sign-in', async () => {
    await anAccount(test, { name: 'twice', initial: true })
    const [mine, copy] = [aBrowser(test), aBrowser(test)]
    await mine.ask(contract.signIn, { body: { name: 'twice', password: validPassword } })
    copy.cookies.set('grid_map_step', mine.cookies.get('grid_map_step')!)
    await mine.ask(contract.changePassword, { body: { next: fresh } })
    await expect(
      copy.ask(contract.changePassword, { body: { next: 'Another-pine-55' } }),
    ).rejects.toMatchObject({ problem: { code: 'sign_in_expired' } })
  })

  it('expires after a week, and a pending sign-in after ten minutes', async () => {
    await anAccount(test, { name: 'late', initial: true })
    const browser = aBrowser(test)
    await browser.ask(contract.signIn, { body: { name: 'late', password: validPassword } })
    minutes(11)
    await expect(browser.ask(contract.changePassword, { body: { next: fresh } })).rejects.toMatchObject({
      problem: { code: 'sign_in_expired' },
    })
    minutes(8 * 1440)
    await expect(
      browser.ask(contract.signIn, { body: { name: 'late', password: validPassword } }),
    ).rejects.toMatchObject({ problem: { code: 'sign_in_failed' } })
  })
})

describe('a password', () => {
  const change = async (next: string) => {
    const browser = await aSignedInBrowser(test, { name: 'rules', password: validPassword })
    return browser.ask(contract.changePassword, { body: { current: validPassword, next } })
  }
  const faults = (list: string[]) => ({
    problem: { code: 'weak_password', status: 422, details: { faults: list } },
  })

  it.each([
    ['Ab1-xyz', ['too_short']],
    [`Long-1${'盐城'.repeat(62)}`, ['too_long']],
    ['alllowercaseletters', ['too_few_classes']],
    ['My-rules-are-27', ['contains_name']],
    ['Password123!', ['common']],
    ['Yancheng2018!', ['common']],
    ['P@ssw0rd', ['common']],
    ['短密码Aa', ['too_short']],
  ])('such as %s is rejected: %s', async (next, list) => {
    if (!(await accountExists('rules'))) await anAccount(test, { name: 'rules' })
    await expect(change(next)).rejects.toMatchObject(faults(list))
  })

  it('may be a long passphrase in any script, and every character counts', async () => {
    const sentence = `串场河边的 3 Schwäne 🦢 ${'每天清晨飞过 '.repeat(15)}`
    expect([...sentence].length).toBeGreaterThan(100)
    const account = await anAccount(test, { name: 'sentence' })
    await (
      await aSignedInBrowser(test, account)
    ).ask(contract.changePassword, { body: { current: validPassword, next: sentence } })
    await expect(
      aSignedInBrowser(test, { name: 'sentence', password: sentence.slice(0, -1) }),
    ).rejects.toMatchObject({ problem: { code: 'sign_in_failed' } })
    // an accent that another keyboard writes as two characters is the same letter
    await expect(
      aSignedInBrowser(test, { name: 'sentence', password: sentence.normalize('NFD') }),
    ).resolves.toBeDefined()
  })

  it('requires the current password to change, ends every other session and renews the session id', async () => {
    await anAccount(test, { name: 'changer' })
    const [here, there] = [
      await aSignedInBrowser(test, { name: 'changer', password: validPassword }),
      await aSignedInBrowser(test, { name: 'changer', password: validPassword }),
    ]
    const before = here.cookies.get('grid_map_session')
    await expect(
      here.ask(contract.changePassword, { body: { current: 'Not-the-one-1', next: 'Orchard-river-41' } }),
    ).rejects.toMatchObject({ problem: { code: 'sign_in_failed' } })
    await here.ask(contract.changePassword, { body: { current: validPassword, next: 'Orchard-river-41' } })
    expect(here.cookies.get('grid_map_session')).not.toBe(before)
    expect((await here.ask(contract.getSession)).session).toMatchObject({ name: 'changer' })
    expect((await there.ask(contract.getSession)).session).toBeNull()
  })

  it('must be changed after ninety days', async () => {
    await anAccount(test, { name: 'aged' })
    minutes(91 * 1440)
    const browser = aBrowser(test)
    expect(await browser.ask(contract.signIn, { body: { name: 'aged', password: validPassword } })).toEqual({
      session: null,
      step: 'password',
    })
    expect(await browser.ask(contract.changePassword, { body: { next: 'Orchard-river-41' } })).toMatchObject({
      session: { name: 'aged' },
    })
  })

  it('is stored only as an argon2id hash', async () => {
    const { rows } = await test.database.query<{ hash: string }>(
      'select hash from grid_shared.account_password',
    )
    expect(rows.length).toBeGreaterThan(5)
    for (const { hash } of rows) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })
})

async function accountExists(name: string): Promise<boolean> {
  return (await test.database.query('select 1 from grid_shared.account where name = $1', [name])).rowCount > 0
}
