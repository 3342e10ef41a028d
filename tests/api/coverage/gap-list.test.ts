import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkBuildings, getBlankSpots, getGap, listGaps, putGap } from '#shared/contract/coverage/gaps.ts'
import { getSettings, putSettings } from '#shared/contract/city/city-settings.ts'
import { getRepresentativePoints } from '#shared/geometry/shapes/representative-points.ts'
import { commitChangeset } from '../../../api/changesets/commit-changeset.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { readLonLat } from '../../helpers/coverage/read-lon-lat.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

const city = '321000'
let test: TestApp
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
})
afterAll(() => test.close())
const ask = async <T extends object>(sql: string) =>
  (await test.database.query<T>(sql.replaceAll('@', `city_${city}.`))).rows

describe('the gap list', () => {
  const subject = '321001001001'
  const gaps = (query = {}) => test.ask(listGaps, { params: { city }, query })
  const one = () => test.ask(getGap, { params: { city, subject } })
  const put = (version: number, over: object = {}, as: Parameters<typeof test.ask>[2] = {}) =>
    test.ask(
      putGap,
      {
        params: { city, subject },
        body: {
          requestId: crypto.randomUUID(),
          note: '接手',
          version,
          status: 'planned',
          office: '第1街道党建办',
          due: '2019-06-30',
          remedy: '建一处服务站',
          ...over,
        },
      },
      as,
    )
  /** A change of the city's data, as a publication or an import makes it. */
  const publish = async (kind: string, note: string, sql: string) => {
    const { revision } = await commitChangeset(
      test.database,
      { city, actor: 'tester', note, requestId: crypto.randomUUID(), kind },
      async (tx, scope) => {
        await tx.query(sql, [scope.revision])
        return { answer: null, box: null, layers: [] }
      },
    )
    await test.app.cities.get(city, revision)
    return revision
  }

  it('lists reason, population and nearest premises of each community', async () => {
    const { settings, version } = await test.ask(getSettings, { params: { city } })
    const wide = { ...settings, coverage: { ...settings.coverage, serviceMinutes: 60, walkingSpeed: 200 } }
    await test.ask(
      putSettings,
      { params: { city }, body: { requestId: crypto.randomUUID(), note: '放宽', version, settings: wide } },
      { as: { role: 'admin', area: { city } } },
    )
    await publish(
      'premises.change',
      '扩容',
      'update premises set capacity_households = 100000, revision = $1::bigint',
    )
    const { total, gaps: list, households } = await gaps()
    expect(total).toBe(8)
    expect(list.map((gap) => gap.reasons)).toEqual(list.map(() => ['no-branch']))
    expect(
      await ask('select sum(households)::float8 as households from @grid where branch_since is null'),
    ).toEqual([{ households }])
    const gap = list.find((each) => each.subject === subject)
    expect(gap).toMatchObject({
      kind: 'community',
      grids: [`${subject}001`],
      households: 300,
      street: { name: '第1街道' },
      // no grid is out of reach
      nearest: null,
      work: { status: 'open', version: 0 },
    })
    expect((await gaps({ within: '321001001' })).total).toBe(2)
    expect((await gaps({ types: 'new' })).total).toBe(0)
  })

  it('can be edited by the responsible officials, and records each action', async () => {
    await put(0)
    await expect(put(0)).rejects.toMatchObject({ problem: { code: 'stale_base', details: { version: 1 } } })
    await put(
      1,
      { status: 'working', note: '开工' },
      { as: { role: 'street_official', area: { city, units: ['321001001'] } } },
    )
    await expect(
      put(2, {}, { as: { role: 'street_official', area: { city, units: ['321001002'] } } }),
    ).rejects.toMatchObject({ problem: { code: 'forbidden' } })
    const { gap, events } = await one()
    expect(gap.work).toMatchObject({
      status: 'working',
      office: '第1街道党建办',
      due: '2019-06-30',
      remedy: '建一处服务站',
      version: 2,
    })
    expect(events.map(({ actor, note, fields }) => [actor, note, fields])).toEqual([
      ['demo-street_official', '开工', { status: 'working' }],
      [
        'demo-planner',
        '接手',
        { status: 'planned', office: '第1街道党建办', due: '2019-06-30', remedy: '建一处服务站' },
      ],
    ])
    expect(await gaps({ status: 'working' })).toMatchObject({ total: 1, overdue: 1 })
  })

  it('closes a gap that a published change resolves, and links to that change', async () => {
    const revision = await publish(
      'draft.publish',
      '成立网格党支部',
      `update grid set branch_since = '2019-01-01', revision = $1::bigint where code like '${subject}%'`,
    )
    await waitUntil(async () => (await one()).gap.work.status === 'closed')
    const { gap, events } = await one()
    expect(gap).toMatchObject({
      reasons: [],
      grids: [],
      work: { closedBy: revision, office: '第1街道党建办' },
    })
    expect(events[0]).toMatchObject({
      actor: 'system',
      note: 'draft.publish · 成立网格党支部',
      fields: { status: 'closed', closedBy: revision },
    })
    expect((await gaps()).total).toBe(7)
    expect((await gaps({ status: 'closed' })).gaps.map((each) => each.subject)).toEqual([subject])
  })

  it('lists features outside all grids and grids outside their household band', async () => {
    await publish(
      'import',
      '数据',
      `update premises set geom = ST_SetSRID(ST_MakePoint(1, 1), 4326), revision = $1::bigint where code = 'S-002'`,
    )
    const { lists } = await test.ask(getBlankSpots, { params: { city } })
    const codes = Object.fromEntries(lists.map(({ id, spots }) => [id, spots.map(({ code }) => code)]))
    expect(codes).toMatchObject({ parks: [], premises: ['S-002'], withoutWorker: [], tooFew: [] })
    const many = await ask<{ code: string }>('select code from @grid where households > 500 order by code')
    expect(codes['tooMany']?.sort()).toEqual(many.map(({ code }) => code))
    const { snapshot } = await test.app.cities.get(city)
    const points = getRepresentativePoints(snapshot.grids.mesh.polygons)
    const buildings = [
      { name: '一号楼', ...readLonLat(points, 0) },
      { name: '二号楼', lon: 1, lat: 1 },
    ]
    expect(await test.ask(checkBuildings, { params: { city }, body: { buildings } })).toMatchObject({
      total: 2,
      outside: [{ name: '二号楼' }],
    })
    expect(
      (
        await test.send(`/api/cities/${city}/blank-spots/buildings`, {
          method: 'POST',
          body: { buildings: [] },
        })
      ).status,
    ).toBe(400)
  })
})
