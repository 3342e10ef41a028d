import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCity } from '#shared/contract/city/new-city.ts'
import { finishSetup, getSetup, type SetupStep, skipSetupStep } from '#shared/contract/city/setup.ts'
import type { Endpoint } from '#shared/contract/endpoint.ts'
import { type PermissionArea, type Role, roles } from '#shared/contract/permissions.ts'
import { withCity } from '../../../api/db/transaction/with-city.ts'
import { anAccount } from '../../helpers/api/an-account.ts'
import { buildEndpointPath, endpoints } from '../../helpers/api/endpoints.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { anApprovedDraft } from '../../helpers/drafts/an-approved-draft.ts'
import { createDraftClient } from '../../helpers/drafts/draft-client.ts'

const empty = '321200'
const complete = '321000'
const admin = { role: 'admin' } as const
const planner = { role: 'planner' } as const
let folder: string
let test: TestApp

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'grid-map-setup-'))
  test = await openTestApp({ cities: [aCity({ code: complete })], environment: { DATA_DIR: folder } })
  await test.ask(createCity, { body: { code: empty, name: '泰州市', nameEn: 'Taizhou' } }, { as: admin })
})
afterEach(async () => {
  await test.close()
  await rm(folder, { recursive: true })
})

const ask = (city: string, as: { role: Role } = admin) => test.ask(getSetup, { params: { city } }, { as })
const skip = (step: SetupStep, skipped: boolean) =>
  test.ask(skipSetupStep, { params: { city: empty }, body: { step, skipped } }, { as: admin })
const finish = (as: { role: Role } = admin) =>
  test.ask(finishSetup, { params: { city: empty }, body: {} }, { as })
const logOf = async (city: string) =>
  (
    await withCity(test.database, city, (tx) =>
      tx.query<{ action: string; object: string }>(
        "select action, object from audit where action like 'setup.%' order by id",
      ),
    )
  ).rows

describe('the set-up of a city', () => {
  it('begins with the districts, and every step is open', async () => {
    const setup = await ask(empty)
    expect(setup).toMatchObject({ settingUp: true, finishedAt: null, next: 'districts' })
    expect(setup.steps.map(({ state, count }) => [state, count])).toEqual(
      Array.from({ length: 10 }, () => ['open', 0]),
    )
  })

  it('counts what is there, and the units of the level above that have none', async () => {
    await anAccount(test, {
      name: 'draws',
      role: 'street_official',
      area: { city: complete, units: ['321001001'] },
    })
    await anAccount(test, { name: 'elsewhere', role: 'planner', area: { city: empty } })
    await anAccount(test, { name: 'manages', role: 'admin' })
    await withCity(test.database, complete, async (tx) => {
      await tx.query(
        "delete from grid where community_id = (select id from unit where code = '321001001001')",
      )
      await tx.query('update meta set revision = revision + 1')
    })
    await test.app.cities.refresh(complete)
    const { steps, ...rest } = await ask(complete)
    expect(rest).toMatchObject({ settingUp: false, next: 'basemap' })
    const of = (step: SetupStep) => steps.find((each) => each.step === step)
    expect(of('districts')).toMatchObject({ state: 'done', count: 2 })
    expect(of('communities')).toMatchObject({ count: 8, without: 0 })
    expect(of('grids')).toMatchObject({ count: 32, without: 1 })
    expect(of('accounts')).toMatchObject({
      count: 1,
      parts: [
        { part: 'planner', count: 0 },
        { part: 'street_official', count: 1 },
        { part: 'leader', count: 0 },
      ],
      lastAt: expect.any(String),
    })
  })

  it('passes over what is skipped, until it is taken up again; what is there is done all the same', async () => {
    expect(await skip('districts', true)).toMatchObject({ next: 'streets' })
    await skip('districts', true)
    expect((await ask(empty)).steps[0]).toMatchObject({ state: 'skipped' })
    expect(await skip('districts', false)).toMatchObject({ next: 'districts' })
    expect((await logOf(empty)).map(({ action }) => action)).toEqual(['setup.skip', 'setup.skip'])
    expect((await ask(complete)).steps[0], 'another city').toMatchObject({ state: 'done' })
  })

  it('ends when it is declared finished, once and for good', async () => {
    const first = await finish()
    expect(first).toMatchObject({
      settingUp: false,
      finishedBy: 'demo-admin',
      finishedAt: expect.any(String),
    })
    expect(await finish(planner)).toMatchObject({ finishedBy: 'demo-admin', finishedAt: first.finishedAt })
    expect(await logOf(empty)).toEqual([{ action: 'setup.finish', object: `city:${empty}` }])
  })

  it('ends with the first publication', async () => {
    await withCity(test.database, complete, (tx) => tx.query('update setup set finished_at = null'))
    expect((await ask(complete)).settingUp).toBe(true)
    await createDraftClient(test, complete).publish(await anApprovedDraft(test, complete, '321001001'))
    const after = await ask(complete)
    expect(after).toMatchObject({ settingUp: false, finishedBy: expect.any(String) })
    expect(after.steps.at(-1)).toMatchObject({ step: 'review', state: 'done', count: 1 })
  })
})

describe('routes of imports', () => {
  const imports = endpoints.filter(({ permission }) => permission === 'city.import')
  const status = async (endpoint: Endpoint, city: string, as: { role: Role; area: PermissionArea }) => {
    const answer = await test.send(buildEndpointPath(endpoint, city), {
      as,
      method: endpoint.method.toUpperCase(),
    })
    await answer.body?.cancel()
    return answer.status
  }

  it('are open to an administrator of the city while it is set up, and to no other role but planners', async () => {
    expect(imports.length).toBeGreaterThan(8)
    for (const stage of ['set up', 'finished'] as const) {
      if (stage === 'finished') await finish()
      for (const endpoint of imports)
        for (const role of roles)
          for (const area of [{ city: '*' }, { city: empty }, { city: complete }]) {
            const allowed =
              area.city !== complete && (role === 'planner' || (role === 'admin' && stage === 'set up'))
            const answered = await status(endpoint, empty, { role, area })
            expect(
              answered === 403,
              `${endpoint.id} of a city that is ${stage} for ${role} of ${area.city} answered ${answered}`,
            ).toBe(!allowed)
            expect(answered).toBeLessThan(500)
          }
    }
  })

  it('are closed to an administrator in a city that came complete, and in one that is not there', async () => {
    for (const endpoint of imports)
      for (const city of [complete, '999999'])
        expect(
          await status(endpoint, city, { role: 'admin', area: { city: '*' } }),
          `${endpoint.id} ${city}`,
        ).toBe(city === complete ? 403 : 404)
  })
})
