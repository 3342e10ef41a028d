import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as security from '#shared/contract/access/security-settings.ts'
import { getSystem } from '#shared/contract/system/system.ts'
import { getSession } from '#shared/contract/access/session.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import {
  aBrowser,
  anAccount,
  aSignedInBrowser,
  validPassword,
  type TestBrowser,
} from '../../helpers/api/an-account.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const own = '321000'
const foreign = '321100'
let test: TestApp
let chief: TestBrowser
let local: TestBrowser

beforeAll(async () => {
  test = await openTestApp({
    cities: [aCity({ code: own }), aCity({ code: foreign })],
    environment: { DEMO_MODE: 'off' },
  })
  await anAccount(test, { name: 'chief', role: 'admin' })
  await anAccount(test, { name: 'local', role: 'admin', area: { city: own } })
  chief = await aSignedInBrowser(test, { name: 'chief', password: validPassword })
  local = await aSignedInBrowser(test, { name: 'local', password: validPassword })
})
afterAll(() => test.close())

describe('the security settings', () => {
  it('take effect immediately and can be changed only by an administrator of all cities', async () => {
    const { version, settings } = await chief.ask(security.getSecurity)
    const stricter = { ...settings, password: { ...settings.password, minLength: 14 } }
    await expect(
      local.ask(security.putSecurity, { body: { version, settings: stricter } }),
    ).rejects.toMatchObject({ problem: { code: 'forbidden' } })
    const changed = await chief.ask(security.putSecurity, { body: { version, settings: stricter } })
    expect(changed.version).toBe(version + 1)
    await expect(chief.ask(security.putSecurity, { body: { version, settings } })).rejects.toMatchObject({
      problem: { code: 'stale_base' },
    })
    expect((await aBrowser(test).ask(getSession)).signIn.passwordRules.minLength).toBe(14)
    await chief.ask(security.putSecurity, { body: { version: changed.version, settings } })
  })

  it('cannot be weakened below the required protection level', async () => {
    const { version, settings } = await chief.ask(security.getSecurity)
    for (const weaker of [
      { ...settings, password: { ...settings.password, minLength: 7 } },
      { ...settings, lockout: { ...settings.lockout, failures: 1000 } },
      { ...settings, session: { ...settings.session, absoluteHours: 48 } },
      { ...settings, auditDays: 30 },
    ])
      await expect(
        chief.ask(security.putSecurity, { body: { version, settings: weaker } }),
      ).rejects.toMatchObject({ problem: { code: 'invalid_request' } })
  })
})

describe('the system status', () => {
  it('is shown to administrators for their own cities', async () => {
    const health = await local.ask(getSystem)
    expect(health).toMatchObject({
      version: '0.0.0',
      database: { kind: test.database.kind },
      access: { accounts: expect.any(Number) },
    })
    expect(health.database.answerMs).toBeGreaterThan(0)
    expect(health.database.sizeBytes).toBeGreaterThan(1_000_000)
    expect(health.cities.map(({ code, state }) => [code, state])).toEqual([[own, 'ready']])
    expect(health.cities[0]!.storedRevision).toBeGreaterThan(0)
    expect((await chief.ask(getSystem)).cities.length).toBeGreaterThan(1)
    await expect(aBrowser(test).ask(getSystem)).rejects.toMatchObject({
      problem: { code: 'unauthenticated' },
    })
  })
})
