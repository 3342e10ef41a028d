import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as accounts from '#shared/contract/access/accounts.ts'
import {
  beginEnrolment,
  changePassword,
  confirmEnrolment,
  getSession,
  signIn,
} from '#shared/contract/access/session.ts'
import { searchAudit } from '#shared/contract/access/audit.ts'
import { Problem } from '#shared/contract/problem.ts'
import { resetAccountPassword } from '../../../api/accounts/reset-account-password.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import {
  aBrowser,
  anAccount,
  generateTotpCode,
  aSignedInBrowser,
  validPassword,
  type TestBrowser,
} from '../../helpers/api/an-account.ts'
import { readAuditRows } from '../../helpers/api/read-audit-rows.ts'
import { openTestApp, ApiProblemError, type TestApp } from '../../helpers/api/open-test-app.ts'

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

const newName = () => `n${randomUUID().slice(0, 8)}`
/** A new account of the administrator's; `over` may hold what no page would send. */
const make = async (by: TestBrowser, over: object = {}) => {
  const answer = await by.send('/api/accounts', {
    body: { name: newName(), displayName: '新人', role: 'planner', area: { city: own }, ...over },
  })
  if (!answer.ok) throw new ApiProblemError(Problem.parse(await answer.json()))
  return accounts.createAccount.answer.parse(await answer.json())
}
const who = async (browser: TestBrowser) => (await browser.ask(getSession)).session

describe('an administrator', () => {
  it('creates an account whose initial password is shown once and only allows choosing a new password', async () => {
    const { account, initialPassword } = await make(local, {
      role: 'street_official',
      area: { city: own, units: ['321001001'] },
    })
    expect(account).toMatchObject({
      role: 'street_official',
      area: { city: own, units: ['321001001'] },
      state: 'active',
      password: 'initial',
      createdBy: 'local',
      secondFactor: false,
    })
    const browser = aBrowser(test)
    expect(
      await browser.ask(signIn, { body: { name: account.name, password: initialPassword! } }),
    ).toMatchObject({ step: 'password' })
    await browser.ask(changePassword, { body: { next: 'Orchard-river-41' } })
    expect(await who(browser)).toMatchObject({
      role: 'street_official',
      area: { city: own, units: ['321001001'] },
    })
    expect((await local.ask(accounts.listAccounts, { query: { q: account.name } })).accounts).toMatchObject([
      { password: 'own', sessions: 1 },
    ])
  })

  it.each([
    ['a city that is not theirs', { area: { city: foreign } }, 'forbidden'],
    ['all cities', { area: { city: '*' } }, 'forbidden'],
    ['a street official without a street', { role: 'street_official' }, 'unprocessable'],
    [
      'an auditor of one street',
      { role: 'auditor', area: { city: own, units: ['321001001'] } },
      'unprocessable',
    ],
    ['a street that is not there', { area: { city: own, units: ['321009999'] } }, 'unprocessable'],
    ['a street of another city', { area: { city: own, units: ['321101001'] } }, 'unprocessable'],
    ['a name with capital letters', { name: 'Wang' }, 'invalid_request'],
    ['a name with line breaks', { name: 'wang\nroot' }, 'invalid_request'],
    ['the role of programs', { role: 'integrator' }, 'invalid_request'],
    ['fields that nobody asked for', { state: 'active', version: 7 }, 'invalid_request'],
    ['a password of their choice', { password: 'Chosen-by-me-1' }, 'invalid_request'],
  ])('cannot assign %s', async (_what, over, code) => {
    await expect(make(local, over)).rejects.toMatchObject({ problem: { code } })
  })

  it('cannot create a second account with the same name, not even in another city', async () => {
    const { account } = await make(local)
    await expect(make(chief, { name: account.name, area: { city: foreign } })).rejects.toMatchObject({
      problem: { code: 'conflict' },
    })
  })

  it('cannot read or change accounts of another city, even by id', async () => {
    const theirs = (await make(chief, { area: { city: foreign } })).account
    const everywhere = (await make(chief, { role: 'leader', area: { city: '*' } })).account
    const names = (await local.ask(accounts.listAccounts, { query: { limit: 500 } })).accounts.map(
      ({ area }) => area.city,
    )
    expect(new Set(names)).toEqual(new Set([own]))
    for (const { id, version } of [theirs, everywhere]) {
      const params = { account: id }
      for (const attempt of [
        () => local.ask(accounts.changeAccount, { params, body: { version, state: 'disabled' } }),
        () => local.ask(accounts.changeAccount, { params, body: { version, area: { city: own } } }),
        () => local.ask(accounts.resetPassword, { params, body: {} }),
        () => local.ask(accounts.removeSecondFactor, { params }),
        () => local.ask(accounts.endAccountSessions, { params }),
        () => local.ask(accounts.unlockAccount, { params, body: {} }),
      ])
        await expect(attempt()).rejects.toMatchObject({ problem: { code: 'not_found' } })
    }
  })

  it('cannot change their own permissions or switch an account between administrator, auditor and other roles', async () => {
    const self = await who(local)
    const {
      accounts: [mine],
    } = await local.ask(accounts.listAccounts, { query: { q: 'local' } })
    await expect(
      local.ask(accounts.changeAccount, {
        params: { account: self!.subject },
        body: { version: mine!.version, area: { city: '*' } },
      }),
    ).rejects.toMatchObject({ problem: { code: expect.stringMatching(/conflict|forbidden/) } })
    await expect(
      local.ask(accounts.resetPassword, { params: { account: self!.subject }, body: {} }),
    ).rejects.toMatchObject({ problem: { code: 'conflict' } })
    const { account: planner } = await make(local)
    const { account: auditor } = await make(local, { role: 'auditor' })
    for (const [{ id, version }, role] of [
      [planner, 'admin'],
      [planner, 'auditor'],
      [auditor, 'planner'],
      [auditor, 'admin'],
    ] as const) {
      await expect(
        local.ask(accounts.changeAccount, { params: { account: id }, body: { version, role } }),
      ).rejects.toMatchObject({ problem: { code: 'unprocessable', details: { reason: 'exclusive_roles' } } })
    }
  })

  it('cannot take over the sign-in of an auditor, which only a command on the server resets', async () => {
    const auditor = await anAccount(test, { name: newName(), role: 'auditor', area: { city: own } })
    const params = { account: auditor.id }
    const refused = { problem: { code: 'forbidden', details: { reason: 'auditor_sign_in' } } }
    for (const attempt of [
      () => chief.ask(accounts.resetPassword, { params, body: {} }),
      () => chief.ask(accounts.removeSecondFactor, { params }),
      () => chief.ask(accounts.changeAccount, { params, body: { version: 1, providerSubject: 'mine' } }),
    ])
      await expect(attempt()).rejects.toMatchObject(refused)
    await aSignedInBrowser(test, auditor)

    const { initialPassword } = await resetAccountPassword(test.database, {
      name: auditor.name,
      secondFactor: true,
      actor: 'command:test',
    })
    await expect(aSignedInBrowser(test, auditor)).rejects.toMatchObject({
      problem: { code: 'sign_in_failed' },
    })
    expect(
      await aBrowser(test).ask(signIn, { body: { name: auditor.name, password: initialPassword } }),
    ).toMatchObject({ step: 'password' })
    // what auditors are told is what the log says of accounts of auditors
    const watcher = await anAccount(test, { name: newName(), role: 'auditor', area: { city: own } })
    const { rows } = await (
      await aSignedInBrowser(test, watcher)
    ).ask(searchAudit, { query: { action: 'account.', role: 'auditor', object: auditor.name } })
    expect(rows.map(({ actor, action }) => [actor, action])).toEqual([
      ['command:test', 'account.remove_second_factor'],
      ['command:test', 'account.reset_password'],
    ])
    await expect(
      resetAccountPassword(test.database, { name: 'nobody-here', secondFactor: false, actor: 'x' }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  it('ends an account’s sessions when its permissions change, but not when its name changes', async () => {
    const account = await anAccount(test, { name: newName(), area: { city: own } })
    const browser = await aSignedInBrowser(test, account)
    const params = { account: account.id }
    const named = await local.ask(accounts.changeAccount, {
      params,
      body: { version: 1, displayName: '赵主任' },
    })
    expect(await who(browser)).toMatchObject({ displayName: '赵主任', role: 'planner' })
    await local.ask(accounts.changeAccount, { params, body: { version: named.version, role: 'leader' } })
    expect(await who(browser)).toBeNull()
    expect(await who(await aSignedInBrowser(test, account))).toMatchObject({ role: 'leader' })
  })

  it('disables an account immediately and enables it again', async () => {
    const account = await anAccount(test, { name: newName(), area: { city: own } })
    const browser = await aSignedInBrowser(test, account)
    const params = { account: account.id }
    const closed = await local.ask(accounts.changeAccount, {
      params,
      body: { version: 1, state: 'disabled' },
    })
    expect(await who(browser)).toBeNull()
    await expect(aSignedInBrowser(test, account)).rejects.toMatchObject({
      problem: { code: 'sign_in_failed' },
    })
    await local.ask(accounts.changeAccount, { params, body: { version: closed.version, state: 'active' } })
    await expect(aSignedInBrowser(test, account)).resolves.toBeDefined()
  })

  it('does not overwrite a concurrent change', async () => {
    const account = await anAccount(test, { name: newName(), area: { city: own } })
    const params = { account: account.id }
    await chief.ask(accounts.changeAccount, { params, body: { version: 1, displayName: 'A' } })
    await expect(
      local.ask(accounts.changeAccount, { params, body: { version: 1, displayName: 'B' } }),
    ).rejects.toMatchObject({ problem: { code: 'stale_base' } })
  })

  it('resets a password: invalidates the old one, ends all sessions and unlocks the name', async () => {
    const account = await anAccount(test, { name: newName(), area: { city: own } })
    const browser = await aSignedInBrowser(test, account)
    const params = { account: account.id }
    const { initialPassword } = await local.ask(accounts.resetPassword, { params, body: {} })
    expect(await who(browser)).toBeNull()
    await expect(aSignedInBrowser(test, account)).rejects.toMatchObject({
      problem: { code: 'sign_in_failed' },
    })
    expect(
      await aBrowser(test).ask(signIn, { body: { name: account.name, password: initialPassword! } }),
    ).toMatchObject({ step: 'password' })
  })

  it('removes a lost authenticator: ends sessions, allows sign-in by password alone and a new enrolment', async () => {
    const account = await anAccount(test, { name: newName(), area: { city: own } })
    const enrol = async (browser: TestBrowser) => {
      const { secret } = await browser.ask(beginEnrolment, { body: {} })
      await browser.ask(confirmEnrolment, { body: { code: generateTotpCode(secret, Date.now()) } })
    }
    const browser = await aSignedInBrowser(test, account)
    await enrol(browser)
    const params = { account: account.id }
    await local.ask(accounts.removeSecondFactor, { params })
    expect(await who(browser)).toBeNull()
    await enrol(await aSignedInBrowser(test, account))
    await expect(aSignedInBrowser(test, account)).rejects.toThrow('second_factor')
    expect(
      (await readAuditRows(test.database))
        .filter(({ object }) => object === `account:${account.name}`)
        .map(({ actor, action }) => [actor, action]),
    ).toContainEqual(['local', 'account.remove_second_factor'])
  })

  it('writes an audit row for each action with the values before and after, without passwords', async () => {
    const { account, initialPassword } = await make(local)
    await local.ask(accounts.changeAccount, {
      params: { account: account.id },
      body: { version: account.version, role: 'leader' },
    })
    const rows = (await readAuditRows(test.database)).filter(
      ({ object }) => object === `account:${account.name}`,
    )
    expect(rows).toMatchObject([
      {
        actor: 'local',
        action: 'account.create',
        detail: { role: 'planner', area: { city: own }, city: own },
      },
      {
        actor: 'local',
        action: 'account.change',
        detail: { before: { role: 'planner' }, after: { role: 'leader' }, city: own },
      },
    ])
    expect(JSON.stringify(await readAuditRows(test.database))).not.toContain(initialPassword)
  })
})
