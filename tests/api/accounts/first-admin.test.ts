import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFirstAdmin } from '#shared/contract/access/first-admin.ts'
import { getSession } from '#shared/contract/access/session.ts'
import { createAdmin } from '../../../api/accounts/create-admin.ts'
import { FIRST_ADMIN_LINK_MINUTES, issueFirstAdminLink } from '../../../api/accounts/first-admin-link.ts'
import { aBrowser, aSignedInBrowser, validPassword } from '../../helpers/api/an-account.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { readAuditRows } from '../../helpers/api/read-audit-rows.ts'

let test: TestApp
let time = Date.now()

beforeEach(async () => {
  test = await openTestApp({ environment: { DEMO_MODE: 'off', TRUSTED_PROXIES: '1' }, now: () => time })
})
afterEach(() => test.close())

const wang = { name: 'wang.fang', displayName: '王芳', password: validPassword }
const issue = async () => {
  const token = await issueFirstAdminLink(test.database, time)
  if (token === null) throw new Error('no link was made')
  return token
}
const use = async (
  token: string,
  { address = '10.1.0.1', ...given }: Partial<typeof wang> & { address?: string } = {},
) => {
  const answer = await aBrowser(test, address).send('/api/session/first-admin', {
    body: { token, ...wang, ...given },
  })
  const { code } = (await answer.json()) as { code?: string }
  return { status: answer.status, code }
}
const readRows = async (action: string) =>
  (await readAuditRows(test.database)).filter((row) => row.action === action)
const expired = { status: 403, code: 'link_expired' }

describe('the one-time link of the first administrator', () => {
  it('makes an administrator of all cities with an own password, signed in at once, and says so in the log', async () => {
    const token = await issue()
    const browser = aBrowser(test, '10.1.0.1')
    const { session } = await browser.ask(createFirstAdmin, { body: { token, ...wang } })
    expect(session).toMatchObject({ name: 'wang.fang', role: 'admin', area: { city: '*' }, kind: 'account' })
    expect((await browser.ask(getSession)).signIn.noAccounts).toBe(false)
    await aSignedInBrowser(test, wang)
    expect(await readRows('account.create')).toEqual([
      expect.objectContaining({ actor: 'first-link', object: 'account:wang.fang', address: '10.1.0.1' }),
    ])
  })

  it('is good once, and of two at the same moment for one', async () => {
    const token = await issue()
    const answers = await Promise.all([use(token), use(token, { name: 'other', address: '10.1.0.2' })])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403])
    expect(await use(token, { name: 'third' })).toEqual(expired)
    expect(test.app.access.counts().accounts).toBe(1)
  })

  it('ends after an hour, and with the next link', async () => {
    const old = await issue()
    time += FIRST_ADMIN_LINK_MINUTES * 60_000
    expect(await use(old)).toEqual(expired)
    const [replaced, good] = [await issue(), await issue()]
    expect(await use(replaced)).toEqual(expired)
    expect((await use(good)).status).toBe(200)
  })

  it('is neither made nor good where an account exists, also one that a command made meanwhile', async () => {
    const token = await issue()
    await createAdmin(test.database, { name: 'chief', displayName: '陈', city: '*', actor: 'command:test' })
    expect(await use(token)).toEqual(expired)
    expect(await issueFirstAdminLink(test.database, time)).toBeNull()
  })

  it('stays good when the password is refused', async () => {
    const token = await issue()
    expect(await use(token, { password: 'password' })).toEqual({ status: 422, code: 'weak_password' })
    expect((await use(token)).status).toBe(200)
  })

  it('is stored as a hash only', async () => {
    const token = await issue()
    const { rows } = await test.database.query('select * from grid_shared.first_admin_link')
    expect(rows).toHaveLength(1)
    expect(JSON.stringify(rows)).not.toContain(token)
    const { rows: log } = await test.database.query('select detail, object from grid_shared.audit')
    expect(JSON.stringify(log)).not.toContain(token)
  })

  it('cannot be guessed at will: an address has to wait after a few wrong ones, another one has not', async () => {
    const token = await issue()
    const wrong = 'A'.repeat(43)
    const statuses = []
    for (let i = 0; i < 5; i++) statuses.push((await use(wrong)).status)
    expect(statuses).toEqual([403, 403, 403, 429, 429])
    expect((await use(token)).status).toBe(429)
    expect((await use(token, { address: '10.1.9.9' })).status).toBe(200)
    expect(await readRows('account.link')).toContainEqual(
      expect.objectContaining({ actor: 'nobody', result: 'refused', address: '10.1.0.1' }),
    )
  })

  it.each([
    ['no token', { token: '' }],
    ['a long token', { token: 'A'.repeat(44) }],
    ['a name with capitals', { name: 'Wang' }],
    ['a name without characters', { displayName: ' ' }],
    ['a password of a book', { password: 'x'.repeat(257) }],
  ])('rejects %s before anything is looked up', async (_what, wrong) => {
    const answer = await aBrowser(test).send('/api/session/first-admin', {
      body: { token: await issue(), ...wang, ...wrong },
    })
    expect(answer.status).toBe(400)
  })
})
