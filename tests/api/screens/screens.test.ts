import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDisplay, revokeDisplay } from '#shared/contract/access/credentials.ts'
import {
  getScreen,
  listScreens,
  putScreen,
  removeScreen,
  reportScreen,
  type ScreenDocument,
  sendScreenCommand,
} from '#shared/contract/screens/screens.ts'
import { getWallData, getWallTrends } from '#shared/contract/screens/wall-data.ts'
import { getWallList, type WallList } from '#shared/contract/screens/wall-lists.ts'
import { itemAt } from '#shared/geometry/at.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const city = '321000'
let test: TestApp
const admin = { as: { role: 'admin' } } as const

beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
})
afterAll(() => test.close())

const of = (screen: string) => ({ params: { city, screen } })
const document = (facts: Partial<ScreenDocument> = {}) => ({
  scenes: [{ id: 'one', name: '一', left: ['figures'], right: ['coverage'], metric: 'gap-class' }],
  ...facts,
})
const put = (screen: string, version: number, facts: Partial<ScreenDocument> = {}, name = '大厅') =>
  test.ask(
    putScreen,
    {
      ...of(screen),
      body: { requestId: randomUUID(), note: '测试', version, name, document: document(facts) },
    },
    admin,
  )

describe('the wall data', () => {
  it('contains consistent numbers of one revision', async () => {
    const board = await test.ask(getWallData, { params: { city } })
    expect(board.provenance).toMatchObject({ city, revision: 1 })
    expect(board.figures).toMatchObject({ grids: 36, communities: 8 })
    // every community has one grid without a branch
    expect(board.coverage.find(({ metric }) => metric === 'branch-share')?.value).toBeCloseTo(28 / 36)
    expect(board.coverage.find(({ metric }) => metric === 'work-share')).toMatchObject({ value: 1 })
    expect(board.gaps.classes.reduce((sum, { grids }) => sum + grids, 0)).toBe(board.figures.grids)
    expect(board.gaps.types.flatMap(({ classes }) => classes).reduce((sum, grids) => sum + grids, 0)).toBe(
      board.figures.grids,
    )
    expect(board.streets.reduce((sum, { households }) => sum + households, 0)).toBe(board.figures.households)
    expect(board.centers).toEqual({ planned: 0, building: 0, open: 1, closed: 0 })
    expect(board.projects).toMatchObject({ total: 1, costYuan: 30_000 })
    expect(board.gaps.worst[0]?.box).toHaveLength(4)
  })

  it('has a trend of the city as of past days, which ends at today’s figure', async () => {
    const { coverage, provenance } = await test.ask(getWallData, { params: { city } })
    const { trends } = await test.ask(getWallTrends, { params: { city } })
    expect(trends.map(({ metric }) => metric)).toEqual(['branch-share', 'work-share', 'service-share'])
    for (const { metric, points } of trends) {
      const { scope, value, urban } = coverage.find((row) => row.metric === metric)!
      expect(points.map(({ day }) => day)).toEqual([
        ...['2017-09-30', '2017-12-31', '2018-03-31', '2018-06-30', '2018-09-30'],
        provenance.dataDate,
      ])
      expect(points.at(-1)?.value, metric).toBe(scope === 'urban' ? urban : value)
    }
  })

  it('is identical for every display and returns 304 when unchanged', async () => {
    const first = await test.send(`/api/cities/${city}/board`)
    const again = await test.send(`/api/cities/${city}/board`, {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    })
    expect(again.status).toBe(304)
  })
})

describe('the list behind a number', () => {
  it('has as many rows as the number, at the same revision, and can be filtered by unit', async () => {
    const board = await test.ask(getWallData, { params: { city } })
    const listed = async (list: WallList, query: { within?: string; offset?: number } = {}) =>
      test.ask(getWallList, { params: { city, list }, query: { limit: 5, ...query } })
    const branchless = Math.round((1 - (board.coverage[0]?.value ?? 0)) * board.figures.grids)
    const numbers: [WallList, number][] = [
      ['grids', board.figures.grids],
      ['branches', board.figures.branches],
      ['no-branch', branchless],
      ['streets', board.units.street],
      ['communities', board.units.community],
      ['stations', board.figures.stations],
      ['centers-open', board.centers.open],
      ['centers-planned', board.centers.planned],
      ['standard-met', board.standard.met],
      ['standard-failing', board.standard.communities - board.standard.met],
      ['gaps', board.gaps.total],
      ['gaps-closed', board.gaps.closed],
      ['projects', board.projects.total],
      ...board.gaps.types.map(({ type, gaps }): [WallList, number] => [`gaps-${type}`, gaps]),
    ]
    for (const [list, total] of numbers) {
      const found = await listed(list)
      expect([list, found.total, found.rows.length]).toEqual([list, total, Math.min(5, total)])
      expect(found.provenance.revision).toBe(board.provenance.revision)
    }
    const { total, rows } = await listed('grids', { within: '321001' })
    expect(total).toBeLessThan(board.figures.grids)
    expect(rows.every(({ code }) => code.startsWith('321001'))).toBe(true)
    expect((await listed('grids', { offset: 5 })).rows[0]?.code).not.toBe(
      (await listed('grids')).rows[0]?.code,
    )
    // groups and hubs of one community are listed by grid
    const of = { within: itemAt(rows, 0).code.slice(0, 12) }
    for (const list of ['buildingGroups', 'householdHubs'] as const) {
      const found = await listed(list, of)
      expect(found.total, list).toBeGreaterThan(0)
      for (const row of found.rows) {
        expect(row.layer).toBe('grids')
        const { snapshot } = await test.app.cities.get(city)
        expect(row.value).toBe(snapshot.grids[list][snapshot.grids.codes.indexOf(row.code)])
      }
    }
    await expect(listed('grids', { within: '999999' })).rejects.toMatchObject({
      problem: { code: 'not_found' },
    })
  })
})

describe('a screen', () => {
  it('shows the built-in scenes when it was never configured', async () => {
    const { screen } = await test.ask(getScreen, of('lobby'))
    expect(screen).toMatchObject({ id: 'lobby', version: 0, told: null })
    expect(screen.document.scenes.length).toBeGreaterThan(2)
  })

  it('stores every version, increments the city’s revision and does not overwrite unseen changes', async () => {
    const before = (await test.ask(getWallData, { params: { city } })).provenance.revision
    expect((await put('hall', 0)).screen).toMatchObject({ version: 1, name: '大厅' })
    expect((await put('hall', 1, { title: '第二版' })).screen.version).toBe(2)
    await expect(put('hall', 1)).rejects.toMatchObject({
      problem: { code: 'stale_base', details: { version: 2 } },
    })
    expect(
      (await test.ask(getScreen, { ...of('hall'), query: { version: 1 } })).screen.document.title,
    ).toBeNull()
    await expect(test.ask(getScreen, { ...of('hall'), query: { version: 3 } })).rejects.toMatchObject({
      problem: { code: 'not_found' },
    })
    await expect
      .poll(async () => (await test.ask(getWallData, { params: { city } })).provenance.revision)
      .toBe(before + 2)
  })

  it('accepts removed panels and metrics, and rejects invalid sizes and scenes', async () => {
    const scene = {
      id: 'gone',
      name: '旧',
      seconds: 30,
      left: ['no-such-panel', ...Array<string>(99).fill('figures')],
      right: [],
      metric: 'no-such-metric',
      detail: 'auto' as const,
      depth: 'flat' as const,
      hidden: ['no-such-layer'],
      camera: { kind: 'home' as const },
    }
    expect((await put('odd', 0, { scenes: [scene] })).screen.document.scenes[0]?.left).toHaveLength(100)
    for (const bad of [
      { scenes: [] },
      { size: { width: 1e9, height: 1 } },
      { pauseSeconds: 5 },
      { reloadAt: '25:00' },
    ]) {
      await expect(put('bad', 0, bad)).rejects.toMatchObject({ problem: { code: 'invalid_request' } })
    }
  })

  it('falls back to the built-in scenes when deleted, and continues its version numbers when saved again', async () => {
    await put('gone', 0)
    await test.ask(removeScreen, { ...of('gone'), query: { requestId: randomUUID(), version: 1 } }, admin)
    expect((await test.ask(getScreen, of('gone'))).screen.version).toBe(0)
    expect((await put('gone', 0)).screen.version).toBe(2)
  })

  it('is edited by planners and administrators, but only administrators send remote commands', async () => {
    const said = {
      ...of('hall'),
      body: { requestId: randomUUID(), telling: { kind: 'message' as const, text: '九点开会' } },
    }
    await expect(test.ask(sendScreenCommand, said)).rejects.toMatchObject({ problem: { code: 'forbidden' } })
    const { screen } = await test.ask(sendScreenCommand, said, admin)
    expect(screen.told).toMatchObject({ telling: { kind: 'message', text: '九点开会', seconds: 60 } })
    const next = await test.ask(
      sendScreenCommand,
      { ...of('hall'), body: { requestId: randomUUID(), telling: { kind: 'reload' } } },
      admin,
    )
    expect(next.screen.told!.number).toBeGreaterThan(screen.told!.number)
    await expect(
      test.ask(
        putScreen,
        {
          ...of('x'),
          body: { requestId: randomUUID(), note: '-', version: 0, name: 'x', document: document() },
        },
        { as: { role: 'leader' } },
      ),
    ).rejects.toMatchObject({ problem: { code: 'forbidden' } })
  })
})

describe('a wall display', () => {
  const report = {
    version: 2,
    revision: 1,
    width: 3840,
    height: 2160,
    pixelRatio: 1,
    frames: 60,
    scene: 'overview',
    state: 'well' as const,
  }
  const claim = async () => {
    const { display, secret } = await test.ask(
      createDisplay,
      { body: { name: '大厅', city, screen: 'hall' } },
      admin,
    )
    const claimed = await test.send('/api/session/display', {
      as: null,
      method: 'POST',
      body: { token: secret },
    })
    const cookie = (claimed.headers.get('set-cookie') ?? '').split(';')[0]!
    return { display, wall: { as: null, headers: { cookie } } }
  }

  it('sends heartbeats, appears in the list, reads only its own screen and loses access when its token is revoked', async () => {
    const { display, wall } = await claim()
    await test.ask(reportScreen, { ...of('hall'), body: report }, wall)
    await test.ask(reportScreen, { ...of('hall'), body: { ...report, frames: 30 } }, wall)
    const { screens } = await test.ask(listScreens, { params: { city } })
    const [seen, ...more] = screens.find(({ id }) => id === 'hall')!.walls
    expect(more).toEqual([])
    expect(seen).toMatchObject({
      display: display.id,
      name: '大厅',
      revoked: false,
      report: { width: 3840, frames: 30 },
    })
    expect((await test.ask(getWallData, { params: { city } }, wall)).figures.grids).toBe(36)
    await expect(test.ask(getScreen, of('lobby'), wall)).rejects.toMatchObject({
      problem: { code: 'forbidden' },
    })
    await expect(test.ask(reportScreen, { ...of('lobby'), body: report }, wall)).rejects.toMatchObject({
      problem: { code: 'forbidden' },
    })
    await test.ask(revokeDisplay, { params: { display: display.id } }, admin)
    // in demo mode nobody is a leader; but this is no wall any more
    await expect(test.ask(reportScreen, { ...of('hall'), body: report }, wall)).rejects.toMatchObject({
      problem: { code: 'forbidden' },
    })
    expect(
      (await test.ask(listScreens, { params: { city } })).screens.find(({ id }) => id === 'hall')!.walls[0]
        ?.revoked,
    ).toBe(true)
  })

  it('is the only client that may send a heartbeat', async () => {
    await expect(test.ask(reportScreen, { ...of('hall'), body: report }, admin)).rejects.toMatchObject({
      problem: { code: 'forbidden' },
    })
  })
})
