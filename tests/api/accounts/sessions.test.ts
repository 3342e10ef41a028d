import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listCities } from '#shared/contract/city/city.ts'
import * as contract from '#shared/contract/access/session.ts'
import { createApp } from '../../../api/app.ts'
import { readSettings } from '../../../api/runtime/settings.ts'
import { aBrowser, anAccount, aSignedInBrowser, validPassword } from '../../helpers/api/an-account.ts'
import { readAuditRows } from '../../helpers/api/read-audit-rows.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

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

describe('a session', () => {
  it('expires after thirty minutes of inactivity and is extended by each request', async () => {
    const browser = await aSignedInBrowser(test, await someone())
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

  it('expires after twelve hours even when in use', async () => {
    const browser = await aSignedInBrowser(test, await someone())
    for (let i = 0; i < 35; i++) {
      minutes(20)
      expect(await who(browser), `after ${(i + 1) * 20} minutes`).not.toBeNull()
    }
    minutes(20)
    expect(await who(browser)).toBeNull()
  })

  it('is rejected when its cookie is forged, truncated, extended, swapped or from another server', async () => {
    const browser = await aSignedInBrowser(test, await someone())
    const sound = browser.cookies.get('grid_map_session')!
    const [id, signature] = sound.split('.') as [string, string]
    const other = (await aSignedInBrowser(test, await someone())).cookies.get('grid_map_session')!.split('.')
    const elsewhere = await openTestApp({ environment: { DEMO_MODE: 'off' } })
    await anAccount(elsewhere, { name: 'foreign' })
    const foreign = (
      await aSignedInBrowser(elsewhere, { name: 'foreign', password: validPassword })
    ).cookies.get('grid_map_session')!
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

  it('is invalid after sign-out, even with a copied cookie', async () => {
    const browser = await aSignedInBrowser(test, await someone())
    const kept = browser.cookies.get('grid_map_session')!
    await browser.ask(contract.endSession)
    expect(browser.cookies.has('grid_map_session')).toBe(false)
    browser.cookies.set('grid_map_session', kept)
    expect(await who(browser)).toBeNull()
  })

  it('appears in its owner’s list and can be ended only by its owner, also from another browser', async () => {
    const account = await someone()
    const laptop = await aSignedInBrowser(test, account)
    minutes(1)
    const [desk, stranger] = [
      await aSignedInBrowser(test, account),
      await aSignedInBrowser(test, await someone()),
    ]
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

  it('can be ended together with all other sessions of the account', async () => {
    const account = await someone()
    const browsers = [
      await aSignedInBrowser(test, account),
      await aSignedInBrowser(test, account),
      await aSignedInBrowser(test, account),
    ]
    await browsers[0]!.ask(contract.revokeSessions)
    for (const browser of browsers) expect(await who(browser)).toBeNull()
    expect((await readAuditRows(test.database)).at(-1)).toMatchObject({
      actor: account.name,
      action: 'session.revoke',
      detail: { sessions: 3 },
    })
  })

  it('lists recent security events of its own account only, whoever caused them', async () => {
    const account = await someone()
    const browser = await aSignedInBrowser(test, account)
    await aBrowser(test).send('/api/session', { body: { name: account.name, password: 'Wrong-one-99' } })
    await test.app.access.audit.append({
      actor: 'chief',
      address: '10.0.0.9',
      action: 'account.unlock',
      object: `account:${account.name}`,
      result: 'done',
      detail: {},
    })
    await aSignedInBrowser(test, await someone())
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

  it('is recognised by every server on the same database until it ends', async () => {
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
      const browser = await aSignedInBrowser(test, account)
      const cookie = browser.cookies.get('grid_map_session')!
      expect(await onSecond(cookie), 'at once, though it was made on the first').toBe(account.name)
      await browser.ask(contract.endSession)
      await waitUntil(async () => (await onSecond(cookie)) === null)
    } finally {
      await second.close()
    }
  })

  it('survives a server restart', async () => {
    const account = await someone()
    const cookie = (await aSignedInBrowser(test, account)).cookies.get('grid_map_session')!
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

  it('closes its event stream when it ends', async () => {
    const account = await someone()
    const browser = await aSignedInBrowser(test, account)
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
