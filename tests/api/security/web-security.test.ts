import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { validPassword } from '../../helpers/api/an-account.ts'
import { openProxiedServer, type ProxiedServer } from '../../helpers/api/open-proxied-server.ts'

const own = '321000'
const foreign = '321100'
let server: ProxiedServer
beforeAll(async () => {
  server = await openProxiedServer({ city: own, otherCity: foreign })
})
afterAll(() => server.close())
const tilePath = (city: string) => `/api/cities/${city}/tiles/current/grids/8/213/102`

describe('every response', () => {
  it('forbids framing, except a screen by the screen editor', async () => {
    const framing = async (address: string) => {
      const { headers } = await server.get(address)
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
    const { headers, status: answered } = await server.get(address)
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
    expect((await server.get('/api/session')).headers.get('strict-transport-security')).toBeNull()
    const secure = await server.post(
      '/api/session',
      { name: 'wang', password: validPassword },
      { 'x-forwarded-proto': 'https' },
    )
    expect(secure.headers.get('strict-transport-security')).toMatch(/max-age=\d{8}/)
    for (const line of secure.headers.getSetCookie())
      expect(line).toMatch(/; HttpOnly; Secure; SameSite=Strict$/)
  })

  it('with personal data is not stored in shared caches', async () => {
    for (const address of [`/api/cities/${own}`, '/api/sessions', tilePath(own)])
      expect((await server.getSignedIn(address)).headers.get('cache-control'), address).toMatch(
        /private|no-store/,
      )
  })
})

describe('a page of another site', () => {
  it('cannot read responses: CORS is closed', async () => {
    for (const method of ['GET', 'OPTIONS']) {
      const { headers, status } = await fetch(`${server.url}/api/cities`, {
        method,
        headers: {
          cookie: server.cookie,
          origin: 'https://evil.example',
          'access-control-request-method': 'POST',
        },
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
        await server.post(
          '/api/session/password',
          { current: validPassword, next: 'Luzhou-canal-28' },
          { cookie: server.cookie, ...headers },
        )
      ).status,
    ).toBe(403)
    expect(
      (await server.getSignedIn(`/api/cities/${own}/events`, { accept: 'text/event-stream', ...headers }))
        .status,
    ).toBe(403)
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'cannot submit a form as %s',
    async (type) => {
      expect(
        (await server.post('/api/session', '{"name":"wang","password":"x"}', { 'content-type': type }))
          .status,
      ).toBe(415)
    },
  )
})

describe('tiles and events', () => {
  it('require access to the city, also on the fast path and for cached tiles', async () => {
    for (let i = 0; i < 2; i++) {
      expect((await server.getSignedIn(tilePath(own))).ok).toBe(true)
      expect((await server.get(tilePath(own))).status).toBe(401)
      expect((await server.getSignedIn(tilePath(foreign))).status).toBe(403)
      expect((await server.get(tilePath(own), { cookie: server.cookie.slice(0, -2) })).status).toBe(401)
    }
    expect(
      (await server.getSignedIn(`/api/cities/${foreign}/events`, { accept: 'text/event-stream' })).status,
    ).toBe(403)
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
    tilePath(own),
    `/api/cities/${foreign}`,
  ]
  it.each(addresses)('%s forbid shared caches and depend on the credentials', async (address) => {
    for (const answer of [await server.getSignedIn(address), await server.get(address)]) {
      expect(answer.headers.get('cache-control'), address).toMatch(/private|no-store/)
      const vary = (answer.headers.get('vary') ?? '').toLowerCase().split(/\s*,\s*/)
      expect(vary, address).toEqual(expect.arrayContaining(['cookie', 'authorization', 'x-api-key']))
      await answer.body?.cancel()
    }
  })

  it('stay in the browser’s cache when they have not changed', async () => {
    const etag = (await server.getSignedIn(`/api/cities/${own}`)).headers.get('etag')!
    const again = await server.getSignedIn(`/api/cities/${own}`, { 'if-none-match': etag })
    expect([again.status, again.headers.get('cache-control')]).toEqual([304, 'private, no-cache'])
  })

  it('name no foreign host in their links', async () => {
    const named = async (host: string) => {
      const { text } = await server.getRaw(`/api/cities/${own}/layers/grids/tilejson`, { host })
      return (JSON.parse(text) as { tiles: string[] }).tiles[0]!
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
      const text = await (await server.get(address)).text()
      expect(text).not.toContain(own)
      expect(text).not.toContain(foreign)
    },
  )

  it('who has signed in sees them', async () => {
    expect(await (await server.getSignedIn('/api/ready')).text()).toContain(own)
  })
})

describe('event streams and uploads', () => {
  const foreignPage = { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }
  it.each(['text/event-stream', '*/*', 'text/html, text/event-stream;q=0.1', 'application/json', ''])(
    'are guarded when Accept is %j',
    async (accept) => {
      const events = (city: string, headers: Record<string, string>) =>
        server.get(`/api/cities/${city}/events`, { accept, ...headers }).then(async (answer) => {
          await answer.body?.cancel()
          return answer
        })
      expect((await events(own, {})).status).toBe(401)
      expect((await events(foreign, { cookie: server.cookie })).status).toBe(403)
      expect((await events(own, { cookie: server.cookie, ...foreignPage })).status).toBe(403)
      expect((await events(own, { cookie: server.cookie, origin: 'https://evil.example' })).status).toBe(403)
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
      fetch(`${server.url}/api/cities/${city}/imports?name=a.csv`, {
        method: 'POST',
        body: 'a,b',
        headers: { 'content-type': type, ...headers },
      }).then(({ status }) => status)
    expect(await upload(own, {})).toBe(401)
    expect(await upload(foreign, { cookie: server.cookie })).toBe(403)
    expect(await upload(own, { cookie: server.cookie, ...foreignPage })).toBe(403)
    if (type !== 'application/octet-stream') expect(await upload(own, { cookie: server.cookie })).toBe(415)
  })
})
