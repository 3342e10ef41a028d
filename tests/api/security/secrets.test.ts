import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { validPassword } from '../../helpers/api/an-account.ts'
import { readAuditRows } from '../../helpers/api/read-audit-rows.ts'
import { openProxiedServer, type ProxiedServer } from '../../helpers/api/open-proxied-server.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

const own = '321000'
const foreign = '321100'
let server: ProxiedServer
beforeAll(async () => {
  server = await openProxiedServer({ city: own, otherCity: foreign })
})
afterAll(() => server.close())

describe('no information leaks', () => {
  it('in errors: the client gets a request id, and no statements, file names or versions', async () => {
    await server.database.query('alter table grid_shared.session rename to session_away', [], {
      access: 'admin',
    })
    const answer = await server.getSignedIn('/api/sessions')
    await server.database.query('alter table grid_shared.session_away rename to session', [], {
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
    await server.post('/api/session', { name: 'wang', password: secrets[0] })
    await server.get('/api/cities', { 'x-api-key': secrets[1]! })
    await server.get(`/k/${secrets[2]}/api/cities`)
    await server.get('/api/cities', { cookie: `grid_map_session=${secrets[3]}` })
    await server.getSignedIn(`/api/cities/${own}/search?q=a&token=${secrets[4]}`)
    await server.post('/api/session', `{"password":"${secrets[5]}"`)
    expect(server.getLog()).toContain('"path":"/api/session"')
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
      await server.getRaw(address)
    await server.getSignedIn(`/api/cities/${foreign}/units/gmk_shapeEleven`)
    await server.post('/api/session', { name: 'gmk_shapeTwelve', password: 'x' })
    expect(server.getLog()).toContain('[struck out]')
    expect(server.getLog()).not.toMatch(/shape[A-Z]/)
    const written = async () => JSON.stringify(await readAuditRows(server.database))
    await waitUntil(async () => (await written()).includes('[struck out]'))
    expect(await written()).not.toMatch(/shape[A-Z]/)
    for (const secret of [...secrets, validPassword, server.cookie.split('=')[1]!])
      expect(server.getLog().includes(secret), secret).toBe(false)
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
    const { status, text } = await server.getRaw(address)
    expect(status).toBe(404)
    expect(text).not.toContain('gmk_')
  })

  it('is not repeated by an error', async () => {
    const { status, text } = await server.getRaw(`/api/cities/${own}/grids?limit=gmk_abc&parent=gmk_abc`)
    expect(status).toBe(400)
    expect(text).not.toContain('gmk_')
  })
})
