import { getRequestListener } from '@hono/node-server'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type App, createApp } from '../../../api/app.ts'
import { logOptions } from '../../../api/http/log-options.ts'
import { type HttpServer, startHttpServer } from '../../../api/runtime/http-server.ts'
import { readSettings } from '../../../api/runtime/settings.ts'
import { createCity } from '../../../api/transfer/import/city/create-city.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { anAccount, validPassword } from '../../helpers/api/an-account.ts'
import { readAuditRows } from '../../helpers/api/read-audit-rows.ts'
import { openTestDatabase, type TestDatabase } from '../../helpers/database/open-test-database.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

/** The server under an address, behind one proxy, as somebody who wishes it ill meets it. */
const own = '321000'
const foreign = '321100'
const page = '<!doctype html><title>page</title>'
let test: TestDatabase
let app: App
let listener: HttpServer
let folder: string
let log = ''
let cookie = ''
const start = Date.now()

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-web-'))
  await mkdir(path.join(folder, 'assets'))
  await writeFile(path.join(folder, 'index.html'), page)
  await writeFile(path.join(folder, 'assets/app.js'), 'export {}')
  test = await openTestDatabase()
  for (const code of [own, foreign])
    await createCity(test.database, aCity({ code }), { actor: 'test', note: 'test data' })
  const sink = new Writable({
    write(chunk, _encoding, done) {
      log += String(chunk)
      done()
    },
  })
  app = await createApp({
    settings: readSettings({ DEMO_MODE: 'off', TRUSTED_PROXIES: '1', REQUESTS_PER_MINUTE: '300' }),
    database: test.database,
    sessionSecret: 'x'.repeat(32),
    log: pino({ ...logOptions, level: 'trace' }, sink),
    version: '0.0.0',
    webFolder: folder,
    // it stands still, so that no bucket fills again while a slow machine works through a flood
    now: () => start,
  })
  listener = await startHttpServer('127.0.0.1', 0)
  const answer = getRequestListener(app.fetch)
  listener.handle((request, response) => {
    const byRoute = () => void answer(request, response)
    if (!app.answerTile(request, response, byRoute)) byRoute()
  })
  await anAccount({ app, database: test.database } as Parameters<typeof anAccount>[0], {
    name: 'wang',
    role: 'planner',
    area: { city: own },
  })
  const signedIn = await post('/api/session', { name: 'wang', password: validPassword })
  cookie = signedIn.headers
    .getSetCookie()
    .find((line) => line.startsWith('grid_map_session='))!
    .split(';')[0]!
})
afterAll(async () => {
  await app.close()
  listener.server.closeAllConnections()
  await new Promise((resolve) => listener.server.close(resolve))
  await test.drop()
  await rm(folder, { recursive: true })
})

const get = (address: string, headers: Record<string, string> = {}) =>
  fetch(listener.url + address, { headers: { ...headers } })
const mine = (address: string, headers: Record<string, string> = {}) => get(address, { cookie, ...headers })
const post = (address: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(listener.url + address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
/** Sends a path as it stands: `fetch` would tidy it up first. */
const raw = (address: string) =>
  new Promise<{ status: number; text: string }>((resolve, reject) => {
    const { hostname, port } = new URL(listener.url)
    httpRequest({ hostname, port, path: address, headers: { cookie } }, (answer) => {
      let text = ''
      answer
        .on('data', (chunk) => {
          text += String(chunk)
        })
        .on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
      .on('error', reject)
      .end()
  })
const tile = (city: string) => `/api/cities/${city}/tiles/current/grids/8/213/102`

describe('every response', () => {
  it('forbids framing, except a screen by the screen editor', async () => {
    const framing = async (address: string) => {
      const { headers } = await get(address)
      return [
        /frame-ancestors ('[a-z]+')/.exec(headers.get('content-security-policy') ?? '')?.[1],
        headers.get('x-frame-options'),
      ]
    }
    expect(await framing('/321000/screen/lobby')).toEqual(["'self'", 'SAMEORIGIN'])
    for (const address of [
      '/321000/screens/lobby',
      '/screen/lobby',
      '/321000/screen/lobby/more',
      '/321000/editor',
    ])
      expect(await framing(address)).toEqual(["'none'", 'DENY'])
  })

  it.each([
    ['a page', '/', 200],
    ['a page inside', '/321000', 200],
    ['a script', '/assets/app.js', 200],
    ['an answer', '/api/session', 200],
    ['a refusal', '/api/cities', 401],
    ['nothing', '/api/none', 404],
    ['no such file', '/none.js', 404],
  ])('%s carries the security headers', async (_what, address, status) => {
    const { headers, status: answered } = await get(address)
    expect(answered).toBe(status)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'self'")
    expect(policy).toContain("script-src 'self'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/unsafe|\*|https?:/)
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('server')).toBeNull()
  })

  it('sends HSTS over https, and then no session cookie over plain http', async () => {
    expect((await get('/api/session')).headers.get('strict-transport-security')).toBeNull()
    const secure = await post(
      '/api/session',
      { name: 'wang', password: validPassword },
      { 'x-forwarded-proto': 'https' },
    )
    expect(secure.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/)
    for (const line of secure.headers.getSetCookie())
      expect(line).toMatch(/; HttpOnly; Secure; SameSite=Strict$/)
  })

  it('with personal data is not stored in shared caches', async () => {
    for (const address of [`/api/cities/${own}`, '/api/sessions', tile(own)])
      expect((await mine(address)).headers.get('cache-control'), address).toMatch(/private|no-store/)
  })
})

describe('a page of another site', () => {
  it('cannot read responses: CORS is closed', async () => {
    for (const method of ['GET', 'OPTIONS']) {
      const { headers, status } = await fetch(`${listener.url}/api/cities`, {
        method,
        headers: { cookie, origin: 'https://evil.example', 'access-control-request-method': 'POST' },
      })
      expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
      if (method === 'OPTIONS') expect(status).toBeGreaterThanOrEqual(400)
    }
  })

  it.each([
    ['another origin', { origin: 'https://evil.example' }],
    ['an origin without a name', { origin: 'null' }],
    ['this name at another port', { origin: 'http://127.0.0.1:1' }],
    ['the browser’s own word', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour under the same domain', { 'sec-fetch-site': 'same-site' }],
  ])('cannot use this browser’s session: %s', async (_how, headers) => {
    expect(
      (
        await post(
          '/api/session/password',
          { current: validPassword, next: 'Luzhou-canal-28' },
          { cookie, ...headers },
        )
      ).status,
    ).toBe(403)
    expect(
      (await mine(`/api/cities/${own}/events`, { accept: 'text/event-stream', ...headers })).status,
    ).toBe(403)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'cannot submit a form as %s',
    async (type) => {
      expect(
        (await post('/api/session', '{"name":"wang","password":"x"}', { 'content-type': type })).status,
      ).toBe(415)
    },
  )
})

describe('tiles and events', () => {
  it('require access to the city, also on the fast path and for cached tiles', async () => {
    for (let i = 0; i < 2; i++) {
      expect((await mine(tile(own))).ok).toBe(true)
      expect((await get(tile(own))).status).toBe(401)
      expect((await mine(tile(foreign))).status).toBe(403)
      expect((await get(tile(own), { cookie: cookie.slice(0, -2) })).status).toBe(401)
    }
    expect((await mine(`/api/cities/${foreign}/events`, { accept: 'text/event-stream' })).status).toBe(403)
  })
})

describe('invalid input', () => {
  it('larger than a megabyte is rejected, with or without Content-Length', async () => {
    const body = JSON.stringify({ name: 'wang', password: 'x'.repeat(1_100_000) })
    // the server ends a connection whose body it does not read
    expect((await post('/api/session', body, { connection: 'close' })).status).toBe(413)
    const chunked = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(body))
        controller.close()
      },
    })
    const options: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { 'content-type': 'application/json', connection: 'close' },
      body: chunked,
      duplex: 'half',
    }
    expect((await fetch(`${listener.url}/api/session`, options)).status).toBe(413)
  })

  it.each([
    ['not JSON', '{"name":'],
    ['nested without end', '['.repeat(200_000)],
    ['a list', '[]'],
    ['a number', '1'],
    ['nothing', ''],
    ['more than was asked for', '{"name":"wang","password":"x","role":"admin"}'],
    ['a prototype', '{"name":"wang","password":"x","__proto__":{"role":"admin"}}'],
    ['another kind of value', '{"name":{"$ne":null},"password":["x"]}'],
  ])('%s is rejected with 400', async (_what, body) => {
    expect((await post('/api/session', body)).status).toBe(400)
  })

  it.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/../../package.json',
    '/assets/..%5c..%5cpackage.json',
    '//etc/passwd',
    '/.env',
    '/api/../package.json',
    '/assets/app.js%00.html',
  ])('a path traversal, %s, returns nothing', async (address) => {
    const { status, text } = await raw(address)
    expect(text === page || status >= 400, `${status} ${text.slice(0, 80)}`).toBe(true)
    expect(text).not.toMatch(/"dependencies"|root:/)
  })

  it.each([
    "' or 1=1 --",
    "'; drop table grid; --",
    '%27%20union%20select',
    '\\',
    '${7*7}',
    '{{7*7}}',
    '<script>alert(1)</script>',
    '\u202e',
  ])('%s is treated as plain text', async (text) => {
    const found = await mine(`/api/cities/${own}/search?q=${encodeURIComponent(text)}`)
    expect([200, 400]).toContain(found.status)
    expect(found.headers.get('content-type')).toMatch(/json/)
    expect((await mine(`/api/cities/${encodeURIComponent(text)}`)).status).toBeGreaterThanOrEqual(400)
    expect((await mine(`/api/cities/${own}`)).status).toBe(200)
  })

  it('with line breaks cannot inject headers or log lines', async () => {
    const answer = await post('/api/session', {
      name: 'wang\r\nset-cookie: a=b',
      password: 'x\n{"level":60,"msg":"forged"}',
    })
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.status).toBeGreaterThanOrEqual(400)
    for (const line of log.trim().split('\n'))
      expect(() => JSON.parse(line), line.slice(0, 100)).not.toThrow()
    expect(log).not.toContain('"msg":"forged"')
  })

  it('that arrives too slowly is rejected', async () => {
    const slow = await startHttpServer('127.0.0.1', 0, {
      headersTimeout: 150,
      requestTimeout: 300,
      connectionsCheckingInterval: 50,
    })
    slow.handle((request, response) => {
      request.resume().on('end', () => response.end('whole'))
    })
    const { port } = new URL(slow.url)
    const ends = async (text: string) => {
      const socket = connect(Number(port), '127.0.0.1')
      let heard = ''
      socket.on('data', (chunk) => {
        heard += String(chunk)
      })
      socket.write(text)
      await once(socket, 'close')
      return heard
    }
    expect(await ends('GET / HTTP/1.1\r\nhost: x\r\nx-a: ')).toMatch(/^HTTP\/1\.1 408/)
    expect(await ends('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\nabc')).toMatch(
      /^HTTP\/1\.1 408/,
    )
    await new Promise((resolve) => slow.server.close(resolve))
  })
})

describe('no information leaks', () => {
  it('in errors: the client gets a request id, and no statements, file names or versions', async () => {
    await test.database.query('alter table grid_shared.session rename to session_away', [], {
      access: 'admin',
    })
    const answer = await mine('/api/sessions')
    await test.database.query('alter table grid_shared.session_away rename to session', [], {
      access: 'admin',
    })
    const text = await answer.text()
    expect(answer.status).toBe(500)
    expect(JSON.parse(text)).toMatchObject({
      code: 'internal',
      requestId: answer.headers.get('x-request-id'),
    })
    expect(text).not.toMatch(/session_away|relation|select|\.ts|node_modules|at /)
  })

  it('in the server log: it contains no password, code, cookie or key, whatever fails', async () => {
    const secrets = [
      'Secret-in-body-1',
      'gmk_secretInHeader',
      'gmk_secretInPath',
      'Secret-in-cookie',
      'Secret-in-query',
      'Secret-in-broken',
    ]
    await post('/api/session', { name: 'wang', password: secrets[0] })
    await get('/api/cities', { 'x-api-key': secrets[1]! })
    await get(`/k/${secrets[2]}/api/cities`)
    await get('/api/cities', { cookie: `grid_map_session=${secrets[3]}` })
    await mine(`/api/cities/${own}/search?q=a&token=${secrets[4]}`)
    await post('/api/session', `{"password":"${secrets[5]}"`)
    expect(log).toContain('"path":"/api/session"')
    // keys are recognised by their shape, wherever somebody writes them
    for (const address of [
      '/k/gmk_shapeOne',
      '/K/gmk_shapeTwo/api/cities',
      '/x/k/gmk_shapeThree/api/cities',
      '/k/gm%6b_shapeFour/api/cities',
      '/k/%67md%5fshapeFive/x',
      '/api/cities/gmd_shapeSix',
      `/api/cities/${own}/grids?parent=gmk_shapeSeven`,
      '/k/gmk_shapeEight/321000',
      '//k/gmk_shapeNine/api',
      '/k/%2567mk_shapeTen/api',
    ])
      await raw(address)
    await mine(`/api/cities/${foreign}/units/gmk_shapeEleven`)
    await post('/api/session', { name: 'gmk_shapeTwelve', password: 'x' })
    expect(log).toContain('[struck out]')
    expect(log).not.toMatch(/shape[A-Z]/)
    const written = async () => JSON.stringify(await readAuditRows(test.database))
    await waitUntil(async () => (await written()).includes('[struck out]'))
    expect(await written()).not.toMatch(/shape[A-Z]/)
    for (const secret of [...secrets, validPassword, cookie.split('=')[1]!])
      expect(log.includes(secret), secret).toBe(false)
  })
})

describe('a key in the path', () => {
  it.each([
    '/k',
    '/k/',
    '/k/x',
    '/k/gmk_abc',
    '/k/gmk_abc/',
    '/k/gmk_abc/321000',
    '/k/gmk_a/k/gmk_b/api/cities',
  ])('%s leads nowhere: 404, and the answer does not repeat it', async (address) => {
    const { status, text } = await raw(address)
    expect(status).toBe(404)
    expect(text).not.toContain('gmk_')
  })

  it('is not repeated by an error', async () => {
    const { status, text } = await raw(`/api/cities/${own}/grids?limit=gmk_abc&parent=gmk_abc`)
    expect(status).toBe(400)
    expect(text).not.toContain('gmk_')
  })
})

describe('answers under /api', () => {
  const addresses = [
    '/api/',
    '/api/none',
    '/api/ready',
    '/api/session',
    '/api/cities',
    `/api/cities/${own}`,
    `/api/cities/${own}/grids`,
    `/api/cities/${own}/ogc`,
    `/api/cities/${own}/ogc/collections/grids/items?limit=1`,
    `/api/cities/${own}/layers/grids/tilejson`,
    tile(own),
    `/api/cities/${foreign}`,
  ]
  it.each(addresses)('%s forbid shared caches and depend on the credentials', async (address) => {
    for (const answer of [await mine(address), await get(address)]) {
      expect(answer.headers.get('cache-control'), address).toMatch(/private|no-store/)
      const vary = (answer.headers.get('vary') ?? '').toLowerCase().split(/\s*,\s*/)
      expect(vary, address).toEqual(expect.arrayContaining(['cookie', 'authorization', 'x-api-key']))
      await answer.body?.cancel()
    }
  })

  it('stay in the browser’s cache when they have not changed', async () => {
    const etag = (await mine(`/api/cities/${own}`)).headers.get('etag')!
    const again = await mine(`/api/cities/${own}`, { 'if-none-match': etag })
    expect([again.status, again.headers.get('cache-control')]).toEqual([304, 'private, no-cache'])
  })

  it('name no foreign host in their links', async () => {
    const named = async (host: string) => {
      const answer = await new Promise<string>((resolve, reject) => {
        const { hostname, port } = new URL(listener.url)
        const address = `/api/cities/${own}/layers/grids/tilejson`
        httpRequest({ hostname, port, path: address, headers: { cookie, host } }, (response) => {
          let text = ''
          response.on('data', (chunk) => (text += String(chunk))).on('end', () => resolve(text))
        })
          .on('error', reject)
          .end()
      })
      return (JSON.parse(answer) as { tiles: string[] }).tiles[0]!
    }
    expect(await named('map:8787')).toMatch(/^http:\/\/map:8787\/api\//)
    expect(await named('192.0.2.7')).toMatch(/^http:\/\/192\.0\.2\.7\/api\//)
    for (const host of ['evil.example', 'evil.example:8787', 'evil.example.', 'a_b.evil'])
      expect(await named(host), host).toMatch(/^\/api\//)
  })
})

describe('a stranger', () => {
  it.each(['/api/ready', '/api/', '/api/health', '/api/session'])(
    '%s does not learn the cities',
    async (address) => {
      const text = await (await get(address)).text()
      expect(text).not.toContain(own)
      expect(text).not.toContain(foreign)
    },
  )

  it('who has signed in sees them', async () => {
    expect(await (await mine('/api/ready')).text()).toContain(own)
  })
})

describe('event streams and uploads', () => {
  const foreignPage = { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }
  it.each(['text/event-stream', '*/*', 'text/html, text/event-stream;q=0.1', 'application/json', ''])(
    'are guarded when Accept is %j',
    async (accept) => {
      const events = (city: string, headers: Record<string, string>) =>
        get(`/api/cities/${city}/events`, { accept, ...headers }).then(async (answer) => {
          await answer.body?.cancel()
          return answer
        })
      expect((await events(own, {})).status).toBe(401)
      expect((await events(foreign, { cookie })).status).toBe(403)
      expect((await events(own, { cookie, ...foreignPage })).status).toBe(403)
      expect((await events(own, { cookie, origin: 'https://evil.example' })).status).toBe(403)
    },
  )

  it.each([
    'application/octet-stream',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/json',
    'x',
  ])('are guarded when Content-Type is %j', async (type) => {
    const upload = (city: string, headers: Record<string, string>) =>
      fetch(`${listener.url}/api/cities/${city}/imports?name=a.csv`, {
        method: 'POST',
        body: 'a,b',
        headers: { 'content-type': type, ...headers },
      }).then(({ status }) => status)
    expect(await upload(own, {})).toBe(401)
    expect(await upload(foreign, { cookie })).toBe(403)
    expect(await upload(own, { cookie, ...foreignPage })).toBe(403)
    if (type !== 'application/octet-stream') expect(await upload(own, { cookie })).toBe(415)
  })
})

describe('rate limiting', () => {
  it('slows down one address and not the others', async () => {
    const from = (address: string) => get('/api/session', { 'x-forwarded-for': address })
    const answers = await Promise.all(
      Array.from({ length: 330 }, () =>
        from('203.0.113.7').then(async (answer) => {
          await answer.body?.cancel()
          return answer
        }),
      ),
    )
    const refused = answers.filter(({ status }) => status === 429)
    // a connection that closes under a request makes `fetch` ask once more
    expect(refused.length).toBeGreaterThanOrEqual(30)
    expect(Number(refused[0]!.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await from('203.0.113.8')).status).toBe(200)
    expect(
      (await get('/api/session', { 'x-forwarded-for': '203.0.113.8, 203.0.113.7' })).status,
      'what the caller wrote before the proxy means nothing',
    ).toBe(429)
    // refusals do not wait for their row, and a flood of them is one
    const rows = async () =>
      (await readAuditRows(test.database)).filter(({ action }) => action === 'rate_limit.exceeded')
    await waitUntil(async () => (await rows()).length > 0)
    expect(await rows()).toMatchObject([
      { actor: 'nobody', address: '203.0.113.7', result: 'refused', detail: { perMinute: 300 } },
    ])
  })

  it('counts IPv6 clients by network', async () => {
    const answers = await Promise.all(
      Array.from({ length: 302 }, async (_, i) => {
        const answer = await get('/api/session', {
          'x-forwarded-for': `2001:db8:1:2::${(i + 1).toString(16)}`,
        })
        await answer.body?.cancel()
        return answer.status
      }),
    )
    expect(answers).toContain(429)
    expect((await get('/api/session', { 'x-forwarded-for': '2001:db8:1:3::1' })).status).toBe(200)
  })
})
