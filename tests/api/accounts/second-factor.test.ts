import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listCities } from '#shared/contract/city/city.ts'
import * as contract from '#shared/contract/access/session.ts'
import { aBrowser, anAccount, generateTotpCode, aSignedInBrowser } from '../../helpers/api/an-account.ts'
import { readAuditRows } from '../../helpers/api/read-audit-rows.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

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

describe('a second factor', () => {
  const enrol = async (browser: Awaited<ReturnType<typeof aSignedInBrowser>>) => {
    const { secret, uri } = await browser.ask(contract.beginEnrolment, { body: {} })
    expect(uri).toContain(`secret=${secret}`)
    return {
      secret,
      answer: await browser.ask(contract.confirmEnrolment, {
        body: { code: generateTotpCode(secret, time) },
      }),
    }
  }

  it('is required once enrolled, rejects a reused code, and only then starts the session', async () => {
    const account = await someone()
    const first = await aSignedInBrowser(test, account)
    const { secret } = await enrol(first)
    minutes(1)
    const browser = aBrowser(test)
    expect(await browser.ask(contract.signIn, { body: typed(account) })).toEqual({
      session: null,
      step: 'second_factor',
    })
    expect(browser.cookies.has('grid_map_session')).toBe(false)
    await expect(browser.ask(listCities)).rejects.toMatchObject({ problem: { status: 401 } })
    await expect(
      browser.ask(contract.submitSecondFactor, { body: { code: '000000' } }),
    ).rejects.toMatchObject({
      problem: { code: 'sign_in_failed' },
    })
    const code = generateTotpCode(secret, time)
    expect(await browser.ask(contract.submitSecondFactor, { body: { code } })).toMatchObject({
      session: { name: account.name },
    })
    const replay = aBrowser(test)
    await replay.ask(contract.signIn, { body: typed(account) })
    await expect(replay.ask(contract.submitSecondFactor, { body: { code } })).rejects.toMatchObject({
      problem: { code: 'sign_in_failed' },
    })
    expect((await readAuditRows(test.database)).at(-1)).toMatchObject({
      actor: account.name,
      action: 'session.sign_in',
      result: 'refused',
      detail: { reason: 'code used before' },
    })
  })

  it('accepts only one of two concurrent requests with the same code, and logs the other', async () => {
    const account = await someone()
    const { secret } = await enrol(await aSignedInBrowser(test, account))
    minutes(1)
    const both = [aBrowser(test), aBrowser(test)]
    for (const browser of both) await browser.ask(contract.signIn, { body: typed(account) })
    const answers = await Promise.all(
      both.map((browser) =>
        browser.send('/api/session/second-factor', { body: { code: generateTotpCode(secret, time) } }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
    const refused = (await readAuditRows(test.database)).filter(
      ({ actor, result }) => actor === account.name && result === 'refused',
    )
    expect(refused).toMatchObject([{ action: 'session.sign_in', detail: { reason: 'code used before' } }])
  })

  it('cannot be guessed: wrong codes lock the name like wrong passwords', async () => {
    const account = await someone()
    const { secret } = await enrol(await aSignedInBrowser(test, account))
    minutes(1)
    const browser = aBrowser(test)
    await browser.ask(contract.signIn, { body: typed(account) })
    const statuses = []
    for (let i = 0; i < 5; i++) {
      const wrong = generateTotpCode(secret, time + 3_600_000 * (i + 1))
      statuses.push((await browser.send('/api/session/second-factor', { body: { code: wrong } })).status)
      time += 5000
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401])
    await expect(
      browser.ask(contract.submitSecondFactor, { body: { code: generateTotpCode(secret, time) } }),
    ).rejects.toMatchObject({ problem: { code: 'too_many_requests' } })
    await expect(aBrowser(test).ask(contract.signIn, { body: typed(account) })).rejects.toMatchObject({
      problem: { code: 'too_many_requests' },
    })
  })

  it('ends all other sessions on enrolment and renews the current session id', async () => {
    const account = await someone()
    const [here, there] = [await aSignedInBrowser(test, account), await aSignedInBrowser(test, account)]
    const before = here.cookies.get('grid_map_session')
    await enrol(here)
    expect(here.cookies.get('grid_map_session')).not.toBe(before)
    expect(await who(here)).toBe(account.name)
    expect(await who(there)).toBeNull()
  })

  it('is required of the configured roles before anything else', async () => {
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
      await again.ask(contract.submitSecondFactor, { body: { code: generateTotpCode(secret, time) } }),
    ).toMatchObject({ session: { name: account.name } })
    await test.app.access.write((tx) => tx.query('delete from security_settings'))
  })

  it('is stored encrypted and bound to its account', async () => {
    const { secret } = await enrol(await aSignedInBrowser(test, await someone()))
    const { rows } = await test.database.query<{ sealed_secret: Uint8Array }>(
      'select sealed_secret from grid_shared.account_second_factor',
    )
    for (const { sealed_secret } of rows)
      expect(Buffer.from(sealed_secret).toString('latin1')).not.toContain(secret)
  })

  it.each([
    ['a code without a sign-in', contract.submitSecondFactor, { code: '123456' }],
    ['an enrolment without a sign-in', contract.confirmEnrolment, { code: '123456' }],
    ['a new secret without a sign-in', contract.beginEnrolment, {}],
    ['a new password without a sign-in', contract.changePassword, { next: 'Orchard-river-41' }],
  ])('%s is rejected', async (_what, endpoint, body) => {
    await expect(
      aBrowser(test).ask(endpoint as typeof contract.submitSecondFactor, { body: body as { code: string } }),
    ).rejects.toMatchObject({ problem: { status: 403, code: 'sign_in_expired' } })
  })
})
