import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as contract from '#shared/contract/access/session.ts'
import { listCities } from '#shared/contract/city/city.ts'
import { aBrowser, anAccount, aSignedInBrowser, validPassword } from '../../helpers/api/an-account.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

let test: TestApp
let time = Date.now()
const minutes = (count: number) => {
  time += count * 60_000
}

beforeAll(async () => {
  test = await openTestApp({ environment: { DEMO_MODE: 'off', TRUSTED_PROXIES: '1' }, now: () => time })
})
afterAll(() => test.close())

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
