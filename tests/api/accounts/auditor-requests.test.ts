import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as accounts from '#shared/contract/access/accounts.ts'
import { searchAudit } from '#shared/contract/access/audit.ts'
import {
  confirmAuditorRequest,
  createAuditorRequest,
  listAuditorRequests,
  removeAuditorRequest,
} from '#shared/contract/access/auditor-requests.ts'
import { beginEnrolment, changePassword, confirmEnrolment, signIn } from '#shared/contract/access/session.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import {
  aBrowser,
  anAccount,
  aSignedInBrowser,
  generateTotpCode,
  type TestAccount,
  type TestBrowser,
  validPassword,
} from '../../helpers/api/an-account.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const own = '321000'
const foreign = '321100'
let test: TestApp
let first: TestBrowser
let second: TestBrowser
let auditor: TestAccount

const newName = () => `n${randomUUID().slice(0, 8)}`
const newAuditor = () => anAccount(test, { name: newName(), role: 'auditor', area: { city: own } })
const askFor = (by: TestBrowser, { id }: TestAccount, action: 'reset_password' | 'remove_second_factor') =>
  by.ask(createAuditorRequest, { params: { account: id }, body: { action } })
const confirm = (by: TestBrowser, request: string) =>
  by.ask(confirmAuditorRequest, { params: { request }, body: {} })

beforeAll(async () => {
  test = await openTestApp({
    cities: [aCity({ code: own }), aCity({ code: foreign })],
    environment: { DEMO_MODE: 'off' },
  })
  await anAccount(test, { name: 'first', role: 'admin' })
  await anAccount(test, { name: 'second', role: 'admin', area: { city: own } })
  first = await aSignedInBrowser(test, { name: 'first', password: validPassword })
  second = await aSignedInBrowser(test, { name: 'second', password: validPassword })
  auditor = await newAuditor()
})
afterAll(() => test.close())

describe('two administrators', () => {
  it('reset the password of an auditor together, and auditors are told of each step', async () => {
    const session = await aSignedInBrowser(test, auditor)
    const { id, own: isOwn } = await askFor(first, auditor, 'reset_password')
    expect(isOwn).toBe(true)
    const { requests } = await second.ask(listAuditorRequests)
    expect(requests).toMatchObject([
      { id, action: 'reset_password', name: auditor.name, requestedBy: 'first', own: false },
    ])
    // nothing has happened yet
    await session.ask(searchAudit, { query: {} })

    const { initialPassword, account } = await confirm(second, id)
    expect(account.password).toBe('initial')
    await expect(session.ask(searchAudit, { query: {} })).rejects.toMatchObject({
      problem: { code: 'unauthenticated' },
    })
    const browser = aBrowser(test)
    expect(
      await browser.ask(signIn, { body: { name: auditor.name, password: initialPassword! } }),
    ).toMatchObject({ step: 'password' })
    await browser.ask(changePassword, { body: { next: 'Orchard-river-41' } })

    // what auditors are told is what the log says of accounts of auditors
    const { rows } = await browser.ask(searchAudit, {
      query: { action: 'account.', role: 'auditor', object: auditor.name },
    })
    expect(rows.map(({ actor, action }) => [actor, action]).slice(-2)).toEqual([
      ['second', 'account.reset_password'],
      ['first', 'account.request_reset_password'],
    ])
    expect((await first.ask(listAuditorRequests)).requests).toEqual([])
    await expect(confirm(second, id)).rejects.toMatchObject({ problem: { code: 'not_found' } })
  })

  it('remove the lost authenticator of an auditor together', async () => {
    const person = await newAuditor()
    const browser = await aSignedInBrowser(test, person)
    const { secret } = await browser.ask(beginEnrolment, { body: {} })
    await browser.ask(confirmEnrolment, { body: { code: generateTotpCode(secret, Date.now()) } })
    const { id } = await askFor(second, person, 'remove_second_factor')
    const { initialPassword, account } = await confirm(first, id)
    expect([initialPassword, account.secondFactor, account.password]).toEqual([null, false, 'own'])
    await aSignedInBrowser(test, person)
  })
})

describe('a request for the sign-in of an auditor', () => {
  it('is never confirmed by who made it, and can be declined by anybody who sees it', async () => {
    const person = await newAuditor()
    const { id } = await askFor(second, person, 'reset_password')
    await expect(confirm(second, id)).rejects.toMatchObject({
      problem: { code: 'forbidden', details: { reason: 'own_request' } },
    })
    await expect(askFor(first, person, 'reset_password')).rejects.toMatchObject({
      problem: { code: 'conflict', details: { reason: 'requested_already' } },
    })
    await first.ask(removeAuditorRequest, { params: { request: id } })
    await expect(confirm(first, id)).rejects.toMatchObject({ problem: { code: 'not_found' } })
    await aSignedInBrowser(test, person)
  })

  it('is not confirmed by an administrator whom the other one made, directly or by a third', async () => {
    const make = async (by: TestBrowser) => {
      const name = newName()
      const { initialPassword } = await by.ask(accounts.createAccount, {
        body: { name, displayName: name, role: 'admin', area: { city: '*' } },
      })
      const browser = aBrowser(test)
      await browser.ask(signIn, { body: { name, password: initialPassword! } })
      await browser.ask(changePassword, { body: { next: validPassword } })
      return browser
    }
    const child = await make(first)
    const grandchild = await make(child)
    const person = await newAuditor()
    const refused = { problem: { code: 'forbidden', details: { reason: 'dependent_administrators' } } }
    const { id } = await askFor(first, person, 'reset_password')
    await expect(confirm(child, id)).rejects.toMatchObject(refused)
    await expect(confirm(grandchild, id)).rejects.toMatchObject(refused)
    await first.ask(removeAuditorRequest, { params: { request: id } })
    // nor the other way round
    const { id: theirs } = await askFor(grandchild, person, 'reset_password')
    await expect(confirm(first, theirs)).rejects.toMatchObject(refused)
    expect((await confirm(second, theirs)).initialPassword).toMatch(/./)
  })

  it('is not confirmed by an administrator whose password the other one has reset', async () => {
    const taken = await anAccount(test, { name: newName(), role: 'admin' })
    const { initialPassword } = await first.ask(accounts.resetPassword, {
      params: { account: taken.id },
      body: {},
    })
    const browser = aBrowser(test)
    await browser.ask(signIn, { body: { name: taken.name, password: initialPassword! } })
    await browser.ask(changePassword, { body: { next: 'Orchard-river-41' } })
    const { id } = await askFor(first, await newAuditor(), 'reset_password')
    await expect(confirm(browser, id)).rejects.toMatchObject({
      problem: { details: { reason: 'dependent_administrators' } },
    })
  })

  it('is about auditors alone, within the city of the administrator', async () => {
    const planner = await anAccount(test, { name: newName(), area: { city: own } })
    await expect(askFor(first, planner, 'reset_password')).rejects.toMatchObject({
      problem: { code: 'unprocessable', details: { reason: 'no_auditor' } },
    })
    const elsewhere = await anAccount(test, { name: newName(), role: 'auditor', area: { city: foreign } })
    await expect(askFor(second, elsewhere, 'reset_password')).rejects.toMatchObject({
      problem: { code: 'not_found' },
    })
    const { id } = await askFor(first, elsewhere, 'reset_password')
    expect((await second.ask(listAuditorRequests)).requests.map((each) => each.id)).not.toContain(id)
    await expect(confirm(second, id)).rejects.toMatchObject({ problem: { code: 'not_found' } })
  })

  it('lapses after seven days', async () => {
    const person = await newAuditor()
    const { id } = await askFor(first, person, 'reset_password')
    await test.database.query(
      `update grid_shared.auditor_request set requested_at = now() - interval '7 days 1 minute' where id = '${id}'`,
    )
    await expect(confirm(second, id)).rejects.toMatchObject({ problem: { code: 'not_found' } })
    expect((await askFor(second, person, 'reset_password')).requestedBy).toBe('second')
  })
})
