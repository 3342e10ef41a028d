import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listCities } from '#shared/contract/city.ts'
import * as contract from '#shared/contract/session.ts'
import { createApp } from '../../../api/app.ts'
import { readSettings } from '../../../api/settings.ts'
import { aBrowser, anAccount, codeAt, signedIn, soundPassword } from '../../helpers/an-account.ts'
import { auditRows } from '../../helpers/audit-rows.ts'
import { openTestApp, type TestApp } from '../../helpers/open-test-app.ts'
import { until } from '../../helpers/until.ts'

let test: TestApp
let time = Date.now()
const minutes = (count: number) => {
  time += count * 60_000
}

beforeAll(async () => {
  test = await openTestApp({ environment: { DEMO_MODE: 'off' }, now: () => time })
})
afterAll(() => test.close())

const who = async (browser: { ask: TestApp['ask'] }) =>
  (await browser.ask(contract.getSession)).session?.name ?? null
const newName = () => `n${randomUUID().slice(0, 8)}`
const someone = async (options: Partial<Parameters<typeof anAccount>[1]> = {}) =>
  anAccount(test, { name: newName(), ...options })

const typed = ({ name, password }: { name: string; password: string }) => ({ name, password })

describe('a session', () => {
  it('ends after thirty minutes without a request, and lives on with one', async () => {
    const browser = await signedIn(test, await someone())
    minutes(29)
    expect(await who(browser)).not.toBeNull()
    minutes(29)
    expect(await who(browser)).not.toBeNull()
    minutes(31)
    expect(await who(browser)).toBeNull()
    await expect(browser.ask(listCities)).rejects.toMatchObject({
      problem: { status: 401, code: 'unauthenticated' },
    })
  })

  it('ends after twelve hours, however busy', async () => {
    const browser = await signedIn(test, await someone())
    for (let i = 0; i < 35; i++) {
      minutes(20)
      expect(await who(browser), `after ${(i + 1) * 20} minutes`).not.toBeNull()
    }
    minutes(20)
    expect(await who(browser)).toBeNull()
  })

  it('is worth nothing when its cookie is forged, cut off, lengthened, swapped or of another server', async () => {
    const browser = await signedIn(test, await someone())
    const sound = browser.cookies.get('grid_map_session')!
    const [id, signature] = sound.split('.') as [string, string]
    const other = (await signedIn(test, await someone())).cookies.get('grid_map_session')!.split('.')
    const elsewhere = await openTestApp({ environment: { DEMO_MODE: 'off' } })
    await anAccount(elsewhere, { name: 'foreign' })
    const foreign = (await signedIn(elsewhere, { name: 'foreign', password: soundPassword })).cookies.get(
      'grid_map_session',
    )!
    await elsewhere.close()
    const bad = [
      id,
      `${id}.`,
      `.${signature}`,
      sound.slice(0, -3),
      `${sound}A`,
      `${id}.${other[1]}`,
      `${other[0]}.${signature}`,
      foreign,
      'x'.repeat(6000),
      `${id}.${signature}.${signature}`,
      '%00',
      '"',
      `${id};.${signature}`,
    ]
    for (const cookie of bad) {
      browser.cookies.set('grid_map_session', cookie)
      expect(await who(browser), cookie.slice(0, 60)).toBeNull()
    }
    browser.cookies.set('grid_map_session', sound)
    expect(await who(browser)).not.toBeNull()
  })

  it('is over after signing out, also for who has kept its cookie', async () => {
    const browser = await signedIn(test, await someone())
    const kept = browser.cookies.get('grid_map_session')!
    await browser.ask(contract.endSession)
    expect(browser.cookies.has('grid_map_session')).toBe(false)
    browser.cookies.set('grid_map_session', kept)
    expect(await who(browser)).toBeNull()
  })

  it('shows up in the list of one’s own, can be ended from another browser, and nobody else’s can', async () => {
    const account = await someone()
    const laptop = await signedIn(test, account)
    minutes(1)
    const [desk, stranger] = [await signedIn(test, account), await signedIn(test, await someone())]
    const { sessions } = await desk.ask(contract.listSessions)
    expect(sessions).toMatchObject([{ current: true }, { current: false, agent: 'Test browser' }])
    const lost = sessions.find(({ current }) => !current)!
    await expect(
      stranger.ask(contract.revokeSession, { params: { session: lost.id } }),
    ).rejects.toMatchObject({ problem: { code: 'not_found' } })
    expect(await who(laptop)).toBe(account.name)
    await desk.ask(contract.revokeSession, { params: { session: lost.id } })
    expect(await who(laptop)).toBeNull()
    expect(await who(desk)).toBe(account.name)
    expect(await who(stranger)).not.toBeNull()
  })

  it('ends everywhere at once when asked to', async () => {
    const account = await someone()
    const browsers = [
      await signedIn(test, account),
      await signedIn(test, account),
      await signedIn(test, account),
    ]
    await browsers[0]!.ask(contract.revokeSessions)
    for (const browser of browsers) expect(await who(browser)).toBeNull()
    expect((await auditRows(test.database)).at(-1)).toMatchObject({
      actor: account.name,
      action: 'session.revoke',
      detail: { sessions: 3 },
    })
  })

  it('comes with what has happened to the account lately, whoever did it, and to no other account', async () => {
    const account = await someone()
    const browser = await signedIn(test, account)
    await aBrowser(test).send('/api/session', { body: { name: account.name, password: 'Wrong-one-99' } })
    await test.app.access.audit.append({
      actor: 'chief',
      address: '10.0.0.9',
      action: 'account.unlock',
      object: `account:${account.name}`,
      result: 'done',
      detail: {},
    })
    await signedIn(test, await someone())
    const { events } = await browser.ask(contract.listSessions)
    expect(events).toEqual([
      { at: expect.any(String), action: 'account.unlock', by: 'chief', address: '10.0.0.9', result: 'done' },
      {
        at: expect.any(String),
        action: 'session.sign_in',
        by: account.name,
        address: null,
        result: 'refused',
      },
      { at: expect.any(String), action: 'session.sign_in', by: account.name, address: null, result: 'done' },
    ])
  })

  it('is known to every server on the same database, and its end as well', async () => {
    const settings = readSettings({ DEMO_MODE: 'off', LOG_LEVEL: 'silent', POLL_SECONDS: '3600' })
    const second = await createApp({
      settings,
      database: test.database,
      sessionSecret: 'x'.repeat(32),
      log: pino({ level: 'silent' }),
      version: '0',
      now: () => time,
    })
    const onSecond = async (cookie: string) => {
      const answer = await second.fetch(
        new Request('http://test/api/session', { headers: { cookie: `grid_map_session=${cookie}` } }),
      )
      return contract.getSession.answer.parse(await answer.json()).session?.name ?? null
    }
    try {
      const account = await someone()
      const browser = await signedIn(test, account)
      const cookie = browser.cookies.get('grid_map_session')!
      expect(await onSecond(cookie), 'at once, though it was made on the first').toBe(account.name)
      await browser.ask(contract.endSession)
      await until(async () => (await onSecond(cookie)) === null)
    } finally {
      await second.close()
    }
  })

  it('survives a restart of the server', async () => {
    const account = await someone()
    const cookie = (await signedIn(test, account)).cookies.get('grid_map_session')!
    const settings = readSettings({ DEMO_MODE: 'off', LOG_LEVEL: 'silent' })
    const restarted = await createApp({
      settings,
      database: test.database,
      sessionSecret: 'x'.repeat(32),
      log: pino({ level: 'silent' }),
      version: '0',
      now: () => time,
    })
    expect(
      restarted.access.sessionOf({ cookie: `grid_map_session=${cookie}` }),
      'without asking the database',
    ).toMatchObject({ name: account.name })
    await restarted.close()
  })

  it('closes the event stream that it opened when it ends', async () => {
    const account = await someone()
    const browser = await signedIn(test, account)
    const city = '320900'
    const answer = await browser.send(`/api/cities/${city}/events`, {
      headers: { accept: 'text/event-stream' },
    })
    expect(answer.status).toBe(200)
    const reader = answer.body!.getReader()
    expect(new TextDecoder().decode((await reader.read()).value)).toContain('event: hello')
    const end = reader.read()
    await browser.ask(contract.endSession)
    expect((await end).done).toBe(true)
  })
})

describe('a second factor', () => {
  const enrol = async (browser: Awaited<ReturnType<typeof signedIn>>) => {
    const { secret, uri } = await browser.ask(contract.beginEnrolment, { body: {} })
    expect(uri).toContain(`secret=${secret}`)
    return {
      secret,
      answer: await browser.ask(contract.confirmEnrolment, { body: { code: codeAt(secret, time) } }),
    }
  }

  it('is asked for once it is enrolled; no code is good twice; the session only begins after it', async () => {
    const account = await someone()
    const first = await signedIn(test, account)
    const { secret } = await enrol(first)
    minutes(1)
    const browser = aBrowser(test)
    expect(await browser.ask(contract.signIn, { body: typed(account) })).toEqual({
      session: null,
      step: 'second_factor',
    })
    expect(browser.cookies.has('grid_map_session')).toBe(false)
    await expect(browser.ask(listCities)).rejects.toMatchObject({ problem: { status: 401 } })
    await expect(browser.ask(contract.giveSecondFactor, { body: { code: '000000' } })).rejects.toMatchObject({
      problem: { code: 'sign_in_failed' },
    })
    const code = codeAt(secret, time)
    expect(await browser.ask(contract.giveSecondFactor, { body: { code } })).toMatchObject({
      session: { name: account.name },
    })
    const replay = aBrowser(test)
    await replay.ask(contract.signIn, { body: typed(account) })
    await expect(replay.ask(contract.giveSecondFactor, { body: { code } })).rejects.toMatchObject({
      problem: { code: 'sign_in_failed' },
    })
    expect((await auditRows(test.database)).at(-1)).toMatchObject({
      actor: account.name,
      action: 'session.sign_in',
      result: 'refused',
      detail: { reason: 'code used before' },
    })
  })

  it('lets one in of two who bring the same code at once, and writes the other down', async () => {
    const account = await someone()
    const { secret } = await enrol(await signedIn(test, account))
    minutes(1)
    const both = [aBrowser(test), aBrowser(test)]
    for (const browser of both) await browser.ask(contract.signIn, { body: typed(account) })
    const answers = await Promise.all(
      both.map((browser) =>
        browser.send('/api/session/second-factor', { body: { code: codeAt(secret, time) } }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
    const refused = (await auditRows(test.database)).filter(
      ({ actor, result }) => actor === account.name && result === 'refused',
    )
    expect(refused).toMatchObject([{ action: 'session.sign_in', detail: { reason: 'code used before' } }])
  })

  it('cannot be guessed: wrong codes close the name like wrong passwords', async () => {
    const account = await someone()
    const { secret } = await enrol(await signedIn(test, account))
    minutes(1)
    const browser = aBrowser(test)
    await browser.ask(contract.signIn, { body: typed(account) })
    const statuses = []
    for (let i = 0; i < 5; i++) {
      const wrong = codeAt(secret, time + 3_600_000 * (i + 1))
      statuses.push((await browser.send('/api/session/second-factor', { body: { code: wrong } })).status)
      time += 5000
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401])
    await expect(
      browser.ask(contract.giveSecondFactor, { body: { code: codeAt(secret, time) } }),
    ).rejects.toMatchObject({ problem: { code: 'too_many_requests' } })
    await expect(aBrowser(test).ask(contract.signIn, { body: typed(account) })).rejects.toMatchObject({
      problem: { code: 'too_many_requests' },
    })
  })

  it('ends the other sessions when it is enrolled, and gives this one a new id', async () => {
    const account = await someone()
    const [here, there] = [await signedIn(test, account), await signedIn(test, account)]
    const before = here.cookies.get('grid_map_session')
    await enrol(here)
    expect(here.cookies.get('grid_map_session')).not.toBe(before)
    expect(await who(here)).toBe(account.name)
    expect(await who(there)).toBeNull()
  })

  it('is demanded of the roles that the settings name, before anything else', async () => {
    await test.app.access.write((tx) =>
      tx.query('insert into security_settings (settings, version) values ($1, 1)', [
        { secondFactorRoles: ['planner'] },
      ]),
    )
    const account = await someone({ initial: true })
    const browser = aBrowser(test)
    expect(await browser.ask(contract.signIn, { body: typed(account) })).toEqual({
      session: null,
      step: 'enrol',
    })
    const { answer, secret } = await enrol(browser)
    expect(answer).toEqual({ session: null, step: 'password' })
    expect(await browser.ask(contract.changePassword, { body: { next: 'Orchard-river-41' } })).toMatchObject({
      session: { name: account.name },
    })
    minutes(1)
    const again = aBrowser(test)
    expect(
      await again.ask(contract.signIn, { body: { name: account.name, password: 'Orchard-river-41' } }),
    ).toEqual({ session: null, step: 'second_factor' })
    expect(
      await again.ask(contract.giveSecondFactor, { body: { code: codeAt(secret, time) } }),
    ).toMatchObject({ session: { name: account.name } })
    await test.app.access.write((tx) => tx.query('delete from security_settings'))
  })

  it('rests in the database sealed, and for its own account alone', async () => {
    const { secret } = await enrol(await signedIn(test, await someone()))
    const { rows } = await test.database.query<{ sealed_secret: Uint8Array }>(
      'select sealed_secret from grid_shared.account_second_factor',
    )
    for (const { sealed_secret } of rows)
      expect(Buffer.from(sealed_secret).toString('latin1')).not.toContain(secret)
  })

  it.each([
    ['a code without a sign-in', contract.giveSecondFactor, { code: '123456' }],
    ['an enrolment without a sign-in', contract.confirmEnrolment, { code: '123456' }],
    ['a new secret without a sign-in', contract.beginEnrolment, {}],
    ['a new password without a sign-in', contract.changePassword, { next: 'Orchard-river-41' }],
  ])('%s is refused', async (_what, endpoint, body) => {
    await expect(
      aBrowser(test).ask(endpoint as typeof contract.giveSecondFactor, { body: body as { code: string } }),
    ).rejects.toMatchObject({ problem: { status: 403, code: 'sign_in_expired' } })
  })
})
