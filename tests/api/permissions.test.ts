import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import {
  type Action,
  actions,
  type PermissionArea,
  isAllowed,
  isAllowedSomewhere,
  permissions,
  findPermissionReach,
  type Role,
  roles,
} from '#shared/contract/permissions.ts'
import { itemAt } from '#shared/geometry/at.ts'
import { aCity } from '../helpers/city/a-city.ts'
import { endpoints, buildEndpointPath } from '../helpers/api/endpoints.ts'
import { openTestApp, type TestApp } from '../helpers/api/open-test-app.ts'

const own = '321000'
const foreign = '321100'
const ownDistrict = '321001'
const ownStreet = '321001001'
const foreignStreet = '321001002'
/** A street of another district. */
const elsewhere = '321002001'
let test: TestApp

beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: own }), aCity({ code: foreign })] })
})

afterAll(() => test.close())

const status = async (
  endpoint: Endpoint,
  path: string,
  as: { role: Role; area: PermissionArea } | null,
  app = test,
) => {
  const answer = await app.send(path, { as, method: endpoint.method.toUpperCase() })
  await answer.body?.cancel()
  return answer.status
}
const actionOf = ({ permission }: Endpoint): Action | null =>
  permission === 'public' || permission === 'session' ? null : permission

describe('every route', () => {
  it('is declared in the contract with a permission', async () => {
    const { paths } = await (await test.send('/api/openapi.json')).json()
    const served = Object.entries(
      paths as Record<string, Record<string, { operationId: string; 'x-permission': string }>>,
    ).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, operation]) => `${method} ${path} ${operation.operationId} ${operation['x-permission']}`,
      ),
    )
    const declared = endpoints.map(
      ({ method, path, id, permission }) => `${method} ${path} ${id} ${permission}`,
    )
    expect(served.sort()).toEqual(declared.sort())
  })

  const guarded = endpoints.flatMap((endpoint) => {
    const action = actionOf(endpoint)
    return action === null ? [] : [{ endpoint, action }]
  })

  it.each(
    guarded.flatMap(({ endpoint, action }) =>
      roles.map((role) => [endpoint.id, role, endpoint, action] as const),
    ),
  )(
    '%s grants access to %s exactly where the permission table says so',
    async (_id, role, endpoint, action) => {
      const inUnit = endpoint.path.includes('{unit}')
      // where a path names no unit, or not even a city, several targets are one
      const targets = new Map(
        [
          [own, ownStreet],
          [own, foreignStreet],
          [own, elsewhere],
          [foreign, ownStreet],
        ].map(([city = '', unit = '']) => [buildEndpointPath(endpoint, city, unit), { city, unit }]),
      )
      for (const area of [
        { city: own },
        { city: own, units: [ownDistrict] },
        { city: own, units: [ownStreet] },
      ]) {
        for (const [path, { city, unit }] of targets) {
          const target = endpoint.path.includes('{city}') ? { city } : {}
          const allowed = inUnit
            ? isAllowed({ role, area }, action, { ...target, code: unit })
            : isAllowedSomewhere({ role, area }, action, target.city)
          // where the path does not say which part of the city is touched, the handler asks again: area.test.ts
          if (allowed && !inUnit && area.units !== undefined && findPermissionReach(role, action) === 'area')
            continue
          const answered = await status(endpoint, path, { role, area })
          expect(
            answered === 403,
            `${endpoint.id} for ${JSON.stringify(area)} at ${path} answered ${answered}`,
          ).toBe(!allowed)
        }
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

  it('returns 401 for every non-public route', async () => {
    for (const endpoint of endpoints) {
      const answered = await status(endpoint, buildEndpointPath(endpoint, own), null, closed)
      expect(answered === 401, `${endpoint.id} answered ${answered}`).toBe(endpoint.permission !== 'public')
    }
  })

  it('rejects demo sign-in outside demo mode, and demo sessions of another server', async () => {
    const taken = await closed.send('/api/session/demo', {
      as: null,
      method: 'POST',
      body: { role: 'planner' },
    })
    expect(taken.status).toBe(403)
    const demo = await test.send('/api/session/demo', { as: null, method: 'POST', body: { role: 'planner' } })
    const cookie = itemAt((demo.headers.get('set-cookie') ?? '').split(';'), 0)
    expect((await closed.send('/api/cities', { as: null, headers: { cookie } })).status).toBe(401)
  })
})

describe('a demo session', () => {
  const area = { city: own, units: [ownStreet] }
  const read = async (cookie: string) =>
    (await (await test.send('/api/session', { as: null, headers: { cookie } })).json()).session
  const cookie = async () => {
    const answer = await test.send('/api/session/demo', {
      as: null,
      method: 'POST',
      body: { role: 'street_official', area },
    })
    return answer.headers.get('set-cookie') ?? ''
  }

  it('is stored in an HttpOnly, SameSite=Strict cookie', async () => {
    expect(await cookie()).toMatch(/; HttpOnly; SameSite=Strict/)
  })

  it('is read from the signed cookie, and rejected when modified', async () => {
    const [name, token = ''] = (await cookie()).split(';')[0]!.split('=')
    expect(await read(`${name}=${token}`)).toMatchObject({ role: 'street_official', area })
    const [payload = '', signature] = token.split('.')
    const forged = Buffer.from(
      Buffer.from(payload, 'base64url').toString().replace('street_official', 'planner'),
    ).toString('base64url')
    for (const bad of [
      `${forged}.${signature}`,
      `${payload}.`,
      payload,
      `${payload}.${signature}x`,
      '.',
      '',
      'x'.repeat(5000),
    ]) {
      expect((await read(`${name}=${bad}`)).role, bad.slice(0, 20)).toBe('leader')
    }
  })
})

describe('the permission table', () => {
  it('limits a role to its area for area-bound actions', () => {
    const planner = { role: 'planner' as const, area: { city: own, units: ['321001', '321002003'] } }
    expect(isAllowed(planner, 'city.import', { city: own, code: '321001002' })).toBe(true)
    expect(isAllowed(planner, 'city.import', { city: own, code: '321002003007' })).toBe(true)
    expect(isAllowed(planner, 'city.import', { city: own, code: '321002001' })).toBe(false)
    expect(isAllowed(planner, 'city.import', { city: own, code: '3210' })).toBe(false)
    expect(isAllowed(planner, 'city.import', { city: own })).toBe(false)
    expect(isAllowed(planner, 'city.read', { city: own, code: '321002001' })).toBe(true)
    expect(isAllowed({ role: 'auditor', area: { city: '*' } }, 'city.read', { city: own })).toBe(false)
  })

  it('lets an administrator import while a city is set up, anywhere in it, and neither before nor after nor elsewhere', () => {
    const admin = { role: 'admin' as const, area: { city: own } }
    expect(isAllowed(admin, 'city.import', { city: own, settingUp: true })).toBe(true)
    expect(isAllowed(admin, 'city.import', { city: own, code: '321001002', settingUp: true })).toBe(true)
    expect(isAllowed(admin, 'city.import', { city: own })).toBe(false)
    expect(isAllowed(admin, 'city.import', { city: own, settingUp: false })).toBe(false)
    expect(isAllowed(admin, 'city.import', { settingUp: true })).toBe(false)
    expect(isAllowed(admin, 'city.import', { city: foreign, settingUp: true })).toBe(false)
    expect(isAllowedSomewhere(admin, 'city.import', own, true)).toBe(true)
    for (const role of roles.filter((each) => each !== 'admin' && each !== 'planner'))
      expect(isAllowed({ ...admin, role }, 'city.import', { city: own, settingUp: true }), role).toBe(false)
    for (const action of actions)
      expect(findPermissionReach('admin', action) === 'setup', action).toBe(action === 'city.import')
  })

  it('limits an API key to its scopes and its role', () => {
    const key = { role: 'integrator', area: { city: own } } as const
    expect(isAllowed({ ...key, scopes: [] }, 'city.read', { city: own })).toBe(false)
    expect(isAllowed({ ...key, scopes: ['city.read'] }, 'city.read', { city: own })).toBe(true)
    expect(isAllowed({ ...key, scopes: ['city.read'] }, 'city.read', { city: foreign })).toBe(false)
    expect(isAllowed({ ...key, scopes: ['account.manage'] }, 'account.manage', { city: own })).toBe(false)
  })

  it('separates administration, auditing and business roles', () => {
    const has = (role: Role, action: Action) => findPermissionReach(role, action) !== undefined
    const business = actions.filter(
      (action) =>
        !/^(account|key|display|security|settings|system|audit|screen|webhook)\./.test(action) &&
        // a city that is created is empty
        action !== 'city.read' &&
        action !== 'city.create' &&
        // says what there is, and ends a right of the administrator
        action !== 'city.setup',
    )
    for (const role of roles) {
      expect(has(role, 'account.manage') && has(role, 'audit.read'), `${role} has accounts and audit`).toBe(
        false,
      )
      const officer = has(role, 'account.manage') || has(role, 'audit.read')
      expect(
        // what an administrator may do in a new city is over with its set-up
        officer
          ? business.filter((action) => has(role, action) && findPermissionReach(role, action) !== 'setup')
          : [],
        `${role} does business as well`,
      ).toEqual([])
    }
    expect(actions.filter((action) => has('auditor', action))).toEqual(
      actions.filter((action) => action.startsWith('audit.')),
    )
  })

  it('contains only existing roles', () => {
    for (const [action, reaches] of Object.entries(permissions)) {
      expect(
        Object.keys(reaches).filter((role) => !(roles as readonly string[]).includes(role)),
        action,
      ).toEqual([])
    }
  })
})
