import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import * as city from '#shared/contract/city.ts'
import * as service from '#shared/contract/service.ts'
import * as session from '#shared/contract/session.ts'
import { type Area, may, type Role, roles } from '#shared/contract/permissions.ts'
import { aCity } from '../helpers/a-city.ts'
import { openTestApp, type TestApp } from '../helpers/open-test-app.ts'

const own = '321000'
const foreign = '321100'
let test: TestApp

beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: own }), aCity({ code: foreign })] })
})

afterAll(() => test.close())

const isEndpoint = (value: unknown): value is Endpoint => typeof value === 'object' && value !== null && 'permission' in value && 'path' in value
const endpoints = [city, service, session].flatMap((module) => Object.values(module)).filter(isEndpoint)

/** A sound value for each name in a path; a route with a name that is not here fails the test. */
const sample: Record<string, string> = {
  layer: 'grids', feature: '1', metric: 'branch-share', level: 'grid', revision: 'current', layers: 'grids', z: '8', x: '213', y: '102', theme: 'day',
}
const pathIn = (endpoint: Endpoint, code: string) => `/api${endpoint.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
  const value = name === 'city' ? code : sample[name]
  if (value === undefined) throw new Error(`the test has no sample for {${name}} of ${endpoint.id}`)
  return value
})}`

const status = async (endpoint: Endpoint, code: string, as: { role: Role; area: Area } | null) => {
  const answer = await test.send(pathIn(endpoint, code), { as, method: endpoint.method.toUpperCase() })
  await answer.body?.cancel()
  return answer.status
}

describe('every route', () => {
  it('of the server is declared in the contract, with a permission', async () => {
    const { paths } = await (await test.send('/api/openapi.json')).json()
    const served = Object.entries(paths as Record<string, Record<string, { operationId: string; 'x-permission': string }>>)
      .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => `${method} ${path} ${operation.operationId} ${operation['x-permission']}`))
    const declared = endpoints.map(({ method, path, id, permission }) => `${method} ${path} ${id} ${permission}`)
    expect(served.sort()).toEqual(declared.sort())
  })

  const guarded = endpoints.filter(({ permission }) => permission !== 'public' && permission !== 'session')

  it.each(guarded.flatMap((endpoint) => roles.map((role) => [endpoint.id, role, endpoint] as const)))(
    '%s lets %s in where the permission table says so, and nowhere else',
    async (_id, role, endpoint) => {
      const area = { city: own }
      for (const code of [own, foreign]) {
        const answered = await status(endpoint, code, { role, area })
        const allowed = may({ role, area }, endpoint.permission as never, { city: code })
        expect(answered === 403, `${endpoint.id} in ${code} answered ${answered}`).toBe(!allowed)
      }
    },
  )
})

describe('without a session', () => {
  let closed: TestApp
  beforeAll(async () => {
    closed = await openTestApp({ environment: { DEMO_MODE: 'off' } })
  })
  afterAll(() => closed.close())

  it('every route but the public ones answers 401', async () => {
    for (const endpoint of endpoints) {
      const answer = await closed.send(pathIn(endpoint, own), { as: null, method: endpoint.method.toUpperCase() })
      await answer.body?.cancel()
      expect(answer.status === 401, `${endpoint.id} answered ${answer.status}`).toBe(endpoint.permission !== 'public')
    }
  })

  it('nobody becomes a role by one click, and a demo session from elsewhere does not count', async () => {
    const taken = await closed.send('/api/session/demo', { as: null, method: 'POST', body: { role: 'planner' } })
    expect(taken.status).toBe(403)
    const demo = await test.send('/api/session/demo', { as: null, method: 'POST', body: { role: 'planner' } })
    const cookie = (demo.headers.get('set-cookie') ?? '').split(';')[0]
    expect((await closed.send('/api/cities', { as: null, headers: { cookie } })).status).toBe(401)
  })
})

describe('a session', () => {
  const read = async (cookie: string) => (await (await test.send('/api/session', { as: null, headers: { cookie } })).json()).session
  const cookie = async () => {
    const answer = await test.send('/api/session/demo', { as: null, method: 'POST', body: { role: 'street_official', area: { city: own, unit: '321001001' } } })
    return answer.headers.get('set-cookie') ?? ''
  }

  it('is kept where scripts and other sites cannot reach it', async () => {
    expect(await cookie()).toMatch(/; HttpOnly; SameSite=Strict/)
  })

  it('is read from the signed cookie, and not from one that was changed', async () => {
    const [name, token] = (await cookie()).split(';')[0].split('=')
    expect(await read(`${name}=${token}`)).toMatchObject({ role: 'street_official', area: { city: own, unit: '321001001' } })
    const [payload, signature] = token.split('.')
    const forged = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('street_official', 'planner')).toString('base64url')
    for (const bad of [`${forged}.${signature}`, `${payload}.`, payload, `${payload}.${signature}x`, '.', '', 'x'.repeat(5000)]) {
      expect((await read(`${name}=${bad}`)).role, bad.slice(0, 20)).toBe('leader')
    }
  })
})

describe('may', () => {
  it('keeps a role inside its area for what it does there', () => {
    const planner = { role: 'planner', area: { city: own, unit: '321001' } } as const
    expect(may(planner, 'city.import', { city: own, code: '321001002' })).toBe(true)
    expect(may(planner, 'city.import', { city: own, code: '321002001' })).toBe(false)
    expect(may(planner, 'city.import', { city: own })).toBe(false)
    expect(may(planner, 'city.read', { city: own, code: '321002001' })).toBe(true)
    expect(may({ role: 'auditor', area: { city: '*' } }, 'city.read', { city: own })).toBe(false)
  })
})
