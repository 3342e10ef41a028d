import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as accounts from '#shared/contract/access/accounts.ts'
import * as credentials from '#shared/contract/access/credentials.ts'
import { getCity } from '#shared/contract/city/city.ts'
import { getSession } from '#shared/contract/access/session.ts'
import { Problem } from '#shared/contract/problem.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import {
  aBrowser,
  anAccount,
  aSignedInBrowser,
  validPassword,
  type TestBrowser,
} from '../../helpers/api/an-account.ts'
import { readAuditRows } from '../../helpers/api/read-audit-rows.ts'
import { openTestApp, ApiProblemError, type TestApp } from '../../helpers/api/open-test-app.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

const own = '321000'
const foreign = '321100'
let test: TestApp
let chief: TestBrowser
let local: TestBrowser
let time = Date.now()
const inMinutes = (count: number) => new Date(time + count * 60_000).toISOString()

beforeAll(async () => {
  test = await openTestApp({
    cities: [aCity({ code: own }), aCity({ code: foreign })],
    environment: { DEMO_MODE: 'off' },
    now: () => time,
  })
  await anAccount(test, { name: 'chief', role: 'admin' })
  await anAccount(test, { name: 'local', role: 'admin', area: { city: own } })
  chief = await aSignedInBrowser(test, { name: 'chief', password: validPassword })
  local = await aSignedInBrowser(test, { name: 'local', password: validPassword })
})
afterAll(() => test.close())

const who = async (browser: TestBrowser) => (await browser.ask(getSession)).session

describe('an API key', () => {
  const issue = async (by = local, over: object = {}) => {
    const answer = await by.send('/api/keys', {
      body: { name: 'QGIS', area: { city: own }, scopes: ['city.read'], ...over },
    })
    if (!answer.ok) throw new ApiProblemError(Problem.parse(await answer.json()))
    return credentials.createKey.answer.parse(await answer.json())
  }
  const status = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await test.send(path, { as: null, headers })
    await answer.body?.cancel()
    return answer.status
  }

  it.each([
    ['header', (secret: string) => ({ path: '', headers: { 'x-api-key': secret } })],
    ['bearer token', (secret: string) => ({ path: '', headers: { authorization: `Bearer ${secret}` } })],
    [
      'password of HTTP Basic',
      (secret: string) => ({
        path: '',
        headers: { authorization: `Basic ${Buffer.from(`qgis:${secret}`).toString('base64')}` },
      }),
    ],
    ['part of the path', (secret: string) => ({ path: `/k/${secret}`, headers: {} })],
  ])('grants access to its city as %s, and to no other city', async (_how, show) => {
    const { secret, key } = await issue()
    const { path, headers } = show(secret)
    expect(await status(`${path}/api/cities/${own}`, headers)).toBe(200)
    expect(await status(`${path}/api/cities/${foreign}`, headers)).toBe(403)
    expect(await status(`${path}/api/accounts`, headers)).toBe(403)
    await local.ask(credentials.revokeKey, { params: { key: key.id } })
    expect(await status(`${path}/api/cities/${own}`, headers)).toBe(401)
  })

  it('in the path is included in the URLs of responses', async () => {
    const { secret } = await issue()
    const answer = await test.send(`/k/${secret}/api/cities/${own}/layers/grids/tilejson`, { as: null })
    expect((await answer.json()).tiles[0]).toBe(
      `http://test/k/${secret}/api/cities/${own}/tiles/current/grids/{z}/{x}/{y}`,
    )
  })

  it('is rejected when wrong, even with a valid session', async () => {
    const { secret } = await issue()
    for (const bad of [secret.slice(0, -1), `${secret}A`, secret.toUpperCase(), 'gmk_', 'gmk_AAAA', '']) {
      expect(await status(`/api/cities/${own}`, { 'x-api-key': bad }), bad).toBe(401)
    }
    const answer = await local.send(`/api/cities/${own}`, { headers: { 'x-api-key': `${secret}x` } })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="grid-map", charset="UTF-8"')
  })

  it('is rejected after it expires', async () => {
    const { secret } = await issue(local, { expiresAt: inMinutes(10) })
    expect(await status(`/api/cities/${own}`, { 'x-api-key': secret })).toBe(200)
    time += 10 * 60_000
    expect(await status(`/api/cities/${own}`, { 'x-api-key': secret })).toBe(401)
  })

  it('is limited to integrator scopes, to its creator’s cities and to a future expiry', async () => {
    await expect(issue(local, { expiresAt: inMinutes(-1) })).rejects.toMatchObject({
      problem: { code: 'unprocessable' },
    })
    await expect(issue(local, { scopes: ['account.manage'] })).rejects.toMatchObject({
      problem: { code: 'invalid_request' },
    })
    await expect(issue(local, { area: { city: foreign } })).rejects.toMatchObject({
      problem: { code: 'forbidden' },
    })
    await expect(issue(local, { area: { city: '*' } })).rejects.toMatchObject({
      problem: { code: 'forbidden' },
    })
  })

  it('is stored only as a hash and reports when it was last used', async () => {
    const { secret, key } = await issue()
    await status(`/api/cities/${own}`, { 'x-api-key': secret })
    const kept = JSON.stringify((await test.database.query('select * from grid_shared.credential')).rows)
    expect(kept).not.toContain(secret.slice(4))
    const listed = (await local.ask(credentials.listKeys)).keys.find(({ id }) => id === key.id)
    expect(listed).toMatchObject({ name: 'QGIS', createdBy: 'local', revokedAt: null })
    expect(JSON.stringify(listed)).not.toContain(secret.slice(4))
  })

  it('of another city cannot be listed or revoked', async () => {
    const { key } = await issue(chief, { area: { city: foreign } })
    await expect(local.ask(credentials.revokeKey, { params: { key: key.id } })).rejects.toMatchObject({
      problem: { code: 'not_found' },
    })
    expect((await local.ask(credentials.listKeys)).keys.map(({ id }) => id)).not.toContain(key.id)
  })
})

describe('a display token', () => {
  const issue = () =>
    local.ask(credentials.createDisplay, { body: { name: '指挥大厅', city: own, screen: 'hall' } })
  const claim = async (browser: TestBrowser, token: string) =>
    (await browser.send('/api/session/display', { body: { token } })).status

  it('turns one browser into a display that can read its city and receive events, and nothing else', async () => {
    const { secret } = await issue()
    const wall = aBrowser(test)
    expect(await claim(wall, secret)).toBe(200)
    expect(await who(wall)).toMatchObject({
      kind: 'display',
      role: 'leader',
      screen: 'hall',
      area: { city: own },
      scopes: ['city.read'],
    })
    await expect(wall.ask(getCity, { params: { city: own } })).resolves.toBeDefined()
    await expect(wall.ask(getCity, { params: { city: foreign } })).rejects.toMatchObject({
      problem: { code: 'forbidden' },
    })
    await expect(wall.ask(accounts.listAccounts)).rejects.toMatchObject({ problem: { code: 'forbidden' } })
  })

  it('is rejected in a second browser, and the attempt is logged', async () => {
    const { secret } = await issue()
    const [wall, thief] = [aBrowser(test), aBrowser(test)]
    await claim(wall, secret)
    expect(await claim(thief, secret)).toBe(403)
    expect(await who(thief)).toBeNull()
    expect(await who(wall)).toMatchObject({ kind: 'display' })
    // refusals do not wait for their row
    await waitUntil(async () =>
      (await readAuditRows(test.database)).some(
        ({ action, object, result }) =>
          action === 'access.refused' && object === 'POST /api/session/display' && result === 'refused',
      ),
    )
  })

  it('is rejected with a forged device secret, with the token itself, or with the cookie of another token', async () => {
    const [a, b] = [await issue(), await issue()]
    const [wallA, wallB] = [aBrowser(test), aBrowser(test)]
    await claim(wallA, a.secret)
    await claim(wallB, b.secret)
    const [tokenA, deviceA] = wallA.cookies.get('grid_map_display')!.split('.')
    const [tokenB] = wallB.cookies.get('grid_map_display')!.split('.')
    for (const bad of [
      `${tokenB}.${deviceA}`,
      `${tokenA}.`,
      `${tokenA}.x`,
      tokenA!,
      a.secret,
      `.${deviceA}`,
      '',
    ]) {
      wallA.cookies.set('grid_map_display', bad)
      expect(await who(wallA), bad.slice(0, 30)).toBeNull()
    }
  })

  it('expires, and can no longer be claimed after that', async () => {
    const { secret } = await local.ask(credentials.createDisplay, {
      body: { name: '展会', city: own, screen: 'fair', expiresAt: inMinutes(10) },
    })
    const late = await local.ask(credentials.createDisplay, {
      body: { name: '展会', city: own, screen: 'fair', expiresAt: inMinutes(10) },
    })
    const wall = aBrowser(test)
    await claim(wall, secret)
    expect(await who(wall)).toMatchObject({ screen: 'fair' })
    time += 10 * 60_000
    expect(await who(wall)).toBeNull()
    expect(await claim(aBrowser(test), late.secret)).toBe(403)
  })

  it('closes its open event stream when it is revoked; after renewal only the new browser has access', async () => {
    const { secret, display } = await issue()
    const wall = aBrowser(test)
    await claim(wall, secret)
    const stream = await wall.send(`/api/cities/${own}/events`, { headers: { accept: 'text/event-stream' } })
    const reader = stream.body!.getReader()
    await reader.read()
    const end = reader.read()
    const renewed = await local.ask(credentials.renewDisplay, { params: { display: display.id }, body: {} })
    expect((await end).done).toBe(true)
    expect(await who(wall)).toBeNull()
    const newWall = aBrowser(test)
    expect(await claim(newWall, renewed.secret)).toBe(200)
    await local.ask(credentials.revokeDisplay, { params: { display: display.id } })
    expect(await who(newWall)).toBeNull()
    expect(await claim(aBrowser(test), renewed.secret)).toBe(403)
  })
})
