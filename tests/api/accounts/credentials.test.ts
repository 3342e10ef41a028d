import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as accounts from '#shared/contract/accounts.ts'
import * as credentials from '#shared/contract/accounts-credentials.ts'
import { getCity } from '#shared/contract/city.ts'
import { getSession } from '#shared/contract/session.ts'
import { Problem } from '#shared/contract/problem.ts'
import { aCity } from '../../helpers/a-city.ts'
import { aBrowser, anAccount, signedIn, soundPassword, type TestBrowser } from '../../helpers/an-account.ts'
import { auditRows } from '../../helpers/audit-rows.ts'
import { openTestApp, Refused, type TestApp } from '../../helpers/open-test-app.ts'
import { until } from '../../helpers/until.ts'

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
  chief = await signedIn(test, { name: 'chief', password: soundPassword })
  local = await signedIn(test, { name: 'local', password: soundPassword })
})
afterAll(() => test.close())

const who = async (browser: TestBrowser) => (await browser.ask(getSession)).session

describe('an API key', () => {
  const issue = async (by = local, over: object = {}) => {
    const answer = await by.send('/api/keys', {
      body: { name: 'QGIS', area: { city: own }, scopes: ['city.read'], ...over },
    })
    if (!answer.ok) throw new Refused(Problem.parse(await answer.json()))
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
  ])('opens its city as %s, and no other city', async (_how, show) => {
    const { secret, key } = await issue()
    const { path, headers } = show(secret)
    expect(await status(`${path}/api/cities/${own}`, headers)).toBe(200)
    expect(await status(`${path}/api/cities/${foreign}`, headers)).toBe(403)
    expect(await status(`${path}/api/accounts`, headers)).toBe(403)
    await local.ask(credentials.revokeKey, { params: { key: key.id } })
    expect(await status(`${path}/api/cities/${own}`, headers)).toBe(401)
  })

  it('in the path is carried along by the addresses in the answers', async () => {
    const { secret } = await issue()
    const answer = await test.send(`/k/${secret}/api/cities/${own}/layers/grids/tilejson`, { as: null })
    expect((await answer.json()).tiles[0]).toBe(
      `http://test/k/${secret}/api/cities/${own}/tiles/current/grids/{z}/{x}/{y}`,
    )
  })

  it('that is wrong opens nothing, also beside a good session', async () => {
    const { secret } = await issue()
    for (const bad of [secret.slice(0, -1), `${secret}A`, secret.toUpperCase(), 'gmk_', 'gmk_AAAA', '']) {
      expect(await status(`/api/cities/${own}`, { 'x-api-key': bad }), bad).toBe(401)
    }
    const answer = await local.send(`/api/cities/${own}`, { headers: { 'x-api-key': `${secret}x` } })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="grid-map", charset="UTF-8"')
  })

  it('opens nothing after its last moment', async () => {
    const { secret } = await issue(local, { expiresAt: inMinutes(10) })
    expect(await status(`/api/cities/${own}`, { 'x-api-key': secret })).toBe(200)
    time += 10 * 60_000
    expect(await status(`/api/cities/${own}`, { 'x-api-key': secret })).toBe(401)
  })

  it('is limited to what integrators may do, to cities that its maker looks after and to a time to come', async () => {
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

  it('is kept as a hash alone, and shows when it was last used', async () => {
    const { secret, key } = await issue()
    await status(`/api/cities/${own}`, { 'x-api-key': secret })
    const kept = JSON.stringify((await test.database.query('select * from grid_shared.credential')).rows)
    expect(kept).not.toContain(secret.slice(4))
    const listed = (await local.ask(credentials.listKeys)).keys.find(({ id }) => id === key.id)
    expect(listed).toMatchObject({ name: 'QGIS', createdBy: 'local', revokedAt: null })
    expect(JSON.stringify(listed)).not.toContain(secret.slice(4))
  })

  it('of another city cannot be revoked, nor seen', async () => {
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

  it('makes one browser a screen: it sees its city, follows its changes and may do nothing else', async () => {
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

  it('that was copied opens nothing in another browser, and the attempt is written down', async () => {
    const { secret } = await issue()
    const [wall, thief] = [aBrowser(test), aBrowser(test)]
    await claim(wall, secret)
    expect(await claim(thief, secret)).toBe(403)
    expect(await who(thief)).toBeNull()
    expect(await who(wall)).toMatchObject({ kind: 'display' })
    // refusals do not wait for their row
    await until(async () =>
      (await auditRows(test.database)).some(
        ({ action, object, result }) =>
          action === 'access.refused' && object === 'POST /api/session/display' && result === 'refused',
      ),
    )
  })

  it('does not open with a forged device, the secret itself, or the cookie of another token', async () => {
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

  it('goes dark after its last moment, and cannot be claimed any more', async () => {
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

  it('goes dark when it is revoked, also its open event stream; renewed, only the new browser sees', async () => {
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
