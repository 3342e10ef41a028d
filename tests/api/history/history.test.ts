import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity, getFeature, getMetric, listGrids, listPlaces } from '#shared/contract/city.ts'
import { getCoverage } from '#shared/contract/coverage.ts'
import * as drafts from '#shared/contract/drafts.ts'
import * as contract from '#shared/contract/history.ts'
import { fromBase64 } from '#shared/drafts/base64.ts'
import { readGround } from '#shared/drafts/read-ground.ts'
import { multiPolygonAt } from '#shared/geometry/flat-polygons.ts'
import { shapeBox } from '#shared/geometry/shape-box.ts'
import { readLines, readPolygons } from '#shared/geometry/twkb.ts'
import type { Database, Queryable } from '../../../api/db/database.ts'
import { DatabaseError } from '../../../api/db/database-errors.ts'
import { openDesk } from '../../../api/drafting/open-desk.ts'
import { publishDraft } from '../../../api/drafting/publish-draft.ts'
import { loadCity } from '../../../api/snapshot/load-city.ts'
import { aCity } from '../../helpers/a-city.ts'
import { drawing, official, reviewer } from '../../helpers/draw.ts'
import { openTestApp, type TestApp } from '../../helpers/open-test-app.ts'
import { until } from '../../helpers/until.ts'

const city = '321000'
const street = '321001001'
const own = official(city, street)

let test: TestApp
let draw: ReturnType<typeof drawing>
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city, columns: 3, rows: 4 })] })
  draw = drawing(test, city)
})
afterAll(() => test.close())

const ground = async () => readGround(await test.ask(drafts.getGround, { params: { city, unit: street } }))
async function cut(code: string, newGrid = -1) {
  const { facts, set } = await ground()
  const grid = [...facts].find(([, each]) => each.code === code)![0]
  const [west, south, east, upper] = shapeBox(set.cells.get(grid)!.shape)
  const x = Math.round((west + east) / 2)
  return { op: 'split' as const, grid, line: [[x, south - 500], [x, upper + 500]] as [number, number][], newGrid }
}
const onDay = (day: string) => test.ask(contract.getDay, { params: { city, day }, query: { parent: street } })
const seen = (revision: number) => until(async () => (await test.ask(getCity, { params: { city } })).provenance.revision >= revision)
const history = (code?: string) => test.ask(contract.listHistory, { params: { city }, query: code === undefined ? {} : { code } })

/** The city's territory as the database has it, for comparison bit for bit. */
async function standing() {
  const { rows } = await test.database.query(`
    select g.id, g.code, g.name, g.households, g.valid_to is null as stands, encode(public.ST_AsTWKB(g.geom, 7), 'hex') as shape from city_${city}.grid g where g.valid_to is null
    union all
    select u.id, u.code, u.name, 0, true, encode(public.ST_AsTWKB(u.geom, 7), 'hex') from city_${city}.unit u order by 2`)
  return rows
}
const counts = async () => (await test.database.query(`
  select
    (select count(*)::int4 from city_${city}.changeset) as changesets, (select count(*)::int4 from city_${city}.grid) as grids,
    (select count(*)::int4 from city_${city}.grid_history) as history, (select count(*)::int4 from city_${city}.lineage) as lineage,
    (select count(*)::int4 from city_${city}.changeset_grid) as touched, (select count(*)::int4 from city_${city}.unit_history) as outlines,
    (select count(*)::int4 from city_${city}.audit) as audit, (select revision from city_${city}.meta) as revision`)).rows[0]

describe('a city’s history', () => {
  let split: { changeset: number; revision: number; made: string }

  it('has each published change, by grid, community and street, with who and why', async () => {
    const id = await draw.begin(street, own, '划小网格')
    await draw.add(id, [await cut(`${street}001001`)], own)
    const { revision, grids } = await draw.release(id, street, { effectiveOn: '2020-03-01' })
    await seen(revision)
    const { entries: [entry] } = await history()
    split = { changeset: entry!.changeset, revision, made: grids[0]!.code }
    expect(entry).toMatchObject({ revision, kind: 'grid.publish', actor: 'demo-planner', note: '发布', day: '2020-03-01', draft: { id, name: '划小网格', street, author: 'demo-street_official', submittedBy: 'demo-street_official', approvedBy: 'demo-planner' }, revertedBy: null })
    expect(entry!.grids.filter(({ what }) => what === 'new').map(({ code }) => code)).toEqual([split.made])
    for (const code of [street, `${street}001`, `${street}001001`, split.made]) expect((await history(code)).entries.map(({ changeset }) => changeset), code).toContain(split.changeset)
    expect((await history('321001002')).entries).toEqual([])
  })

  it('shows a change grid by grid, before and after', async () => {
    const change = await test.ask(contract.getChangeset, { params: { city, changeset: split.changeset } })
    const kept = change.grids.find(({ codeAfter }) => codeAfter === `${street}001001`)!
    const made = change.grids.find(({ codeAfter }) => codeAfter === split.made)!
    expect(made).toMatchObject({ what: 'new', before: null, codeBefore: null })
    expect(kept.before!.households).toBe(kept.after!.households + made.after!.households)
    expect(kept.before!.areaM2).toBeCloseTo(kept.after!.areaM2 + made.after!.areaM2, 0)
    const shapes = readPolygons(fromBase64(change.shapesAfter), change.grids.length)
    expect(multiPolygonAt(shapes, change.grids.indexOf(made))[0]![0]!.length).toBeGreaterThan(3)
    expect(change.lineage).toEqual([{ predecessor: kept.id, successor: made.id, operation: 'split' }])
    // nothing went, and one line came: a brick is some 670 m high
    expect(change.borders).toMatchObject({ removedM: 0, removedLines: 0, addedLines: 1 })
    const { xy } = readLines(fromBase64(change.borders.added), 1)
    expect(xy[0], 'it runs straight north').toBe(xy[2])
    expect(change.borders.addedM).toBeGreaterThan(600)
    expect(change.borders.addedM).toBeLessThan(800)
  })

  it('has every state of a grid and of a unit, with the change that began it', async () => {
    const states = async (code: string) => (await test.ask(contract.getStates, { params: { city, code } })).states
    const [first, second] = await states(`${street}001001`)
    expect(first).toMatchObject({ version: 1, validFrom: '2016-01-01', validTo: '2020-03-01', began: null, figures: { households: 300 } })
    expect(second).toMatchObject({ version: 2, validFrom: '2020-03-01', validTo: null, began: { changeset: split.changeset, actor: 'demo-planner', note: '发布' } })
    expect(await states(split.made)).toMatchObject([{ validFrom: '2020-03-01', began: { changeset: split.changeset }, areaM2: expect.closeTo(first!.areaM2 - second!.areaM2, 0) }])
    // the new border ends on the outline, which was given a vertex there
    expect(await states(street)).toMatchObject([{ validFrom: '2010-01-01', validTo: '2020-03-01', code: null, figures: null, began: null }, { validTo: null, began: { changeset: split.changeset } }])
    await expect(states('321009')).rejects.toMatchObject({ problem: { code: 'not_found' } })
  })

  it('reproduces any day: grids, shapes, figures', async () => {
    const [before, after] = [await onDay('2020-02-29'), await onDay('2020-03-01')]
    expect(after.grids).toHaveLength(before.grids.length + 1)
    expect(before.grids.map(({ code }) => code)).not.toContain(split.made)
    expect(after.figures).toMatchObject({ households: before.figures.households, residents: before.figures.residents })
    expect(after.figures.areaM2).toBeCloseTo(before.figures.areaM2, 0)
    expect(before.grids.find(({ code }) => code === `${street}001001`)).toMatchObject({ validFrom: '2016-01-01', validTo: '2020-03-01' })
    expect((await onDay('2015-12-31')).grids).toEqual([])
    expect(before.units.map(({ code }) => code)).toEqual([street, `${street}001`, `${street}002`])
  })

  it('knows who became whom, forwards and back', async () => {
    const id = await draw.begin(street)
    const { facts } = await ground()
    const [made, next] = [split.made, `${street}001002`].map((code) => [...facts].find(([, each]) => each.code === code)![0])
    await draw.add(id, [{ op: 'merge', grids: [made!, next!], keep: next! }], own)
    await seen((await draw.release(id, street, { effectiveOn: '2020-06-01' })).revision)
    const graph = await test.ask(contract.getLineage, { params: { city, grid: `${street}001001` } })
    const codeOf = new Map(graph.nodes.map((node) => [node.id, node.code]))
    expect(graph.edges.map((edge) => [codeOf.get(edge.predecessor), edge.operation, codeOf.get(edge.successor), edge.day])).toEqual([
      [`${street}001001`, 'split', split.made, '2020-03-01'],
      [split.made, 'merge', `${street}001002`, '2020-06-01'],
    ])
    expect(graph.nodes.find(({ code }) => code === split.made)).toMatchObject({ validFrom: '2020-03-01', validTo: '2020-06-01' })
    // a retired code is not given again
    const again = await draw.begin(street)
    await draw.add(again, [await cut(`${street}001003`)], own)
    const { revision, grids } = await draw.release(again, street)
    expect(grids.map(({ code }) => code)).toEqual([`${street}001005`])
    await seen(revision)
  })

  it('shows the whole city as of any day: figures, lists, tiles, metrics, coverage', async () => {
    const on = async (day: string) => {
      const params = { city: `${city}@${day}` }
      return {
        summary: await test.ask(getCity, { params }),
        grids: (await test.ask(listGrids, { params })).grids.map(({ code }) => code),
        places: (await test.ask(listPlaces, { params, query: { kind: 'station' } })).total,
        metric: await test.ask(getMetric, { params: { ...params, metric: 'branch-share', level: 'grid' } }),
        coverage: (await test.ask(getCoverage, { params })).coverage.grids.codes,
      }
    }
    const [before, after, first] = [await on('2020-02-29'), await on('2020-03-01'), await on('2016-12-31')]
    expect(before.summary.provenance).toMatchObject({ city, asOf: '2020-02-29' })
    expect(after.summary.figures).toEqual({ ...before.summary.figures, grids: before.summary.figures.grids + 1 })
    expect(before.grids).not.toContain(split.made)
    for (const { grids, metric, coverage } of [before, after]) expect([coverage.toSorted(), metric.ids.length]).toEqual([grids, grids.length])
    // it has stations since 2017
    expect([first.places, before.places]).toEqual([0, 2])
    expect((await on('2009-12-31')).summary).toMatchObject({ units: { community: 0 }, figures: { grids: 0, areaM2: 0 } })

    const tile = (address: string) => test.send(`/api/cities/${address}/tiles/current/grids/12/3412/1649`)
    const [then, now] = [await tile(`${city}@2020-02-29`), await tile(city)]
    expect([then.status, now.status]).toEqual([200, 200])
    expect(Buffer.from(await then.arrayBuffer())).not.toEqual(Buffer.from(await now.arrayBuffer()))
    expect((await tile(`${city}%402020-02-29`)).headers.get('etag')).toBe(then.headers.get('etag'))

    const feature = (address: string) => test.ask(getFeature, { params: { city: address, layer: 'grids', feature: `code:${split.made}` } })
    expect(await feature(`${city}@2020-03-01`)).toMatchObject({ code: split.made })
    await expect(feature(`${city}@2020-02-29`)).rejects.toMatchObject({ problem: { code: 'not_found' } })
    await expect(on('2999-01-01')).rejects.toMatchObject({ problem: { code: 'unprocessable', details: { reason: 'day_in_future' } } })
    await expect(on('2019-02-29')).rejects.toMatchObject({ problem: { code: 'invalid_request' } })
    expect((await test.send(`/api/cities/${city}@2020-02-29/drafts`)).status, 'nobody draws on a day that is past').toBe(400)
    expect((await test.send(`/api/cities/${city}@2020-02-29`, { as: official('321100') })).status).toBe(403)
  })

  it('refuses a day before the grids’ own, and one to come', async () => {
    const id = await draw.begin(street)
    await draw.add(id, [await cut(`${street}001002`)], own)
    await draw.submit(id, own)
    await draw.approve(id)
    await expect(draw.publish(id, reviewer(city), { effectiveOn: '2020-01-01' })).rejects.toMatchObject({ problem: { code: 'unprocessable', details: { reason: 'day_too_early' } } })
    await expect(draw.publish(id, reviewer(city), { effectiveOn: '2999-01-01' })).rejects.toMatchObject({ problem: { code: 'unprocessable', details: { reason: 'day_in_future' } } })
    await test.ask(drafts.discardDraft, { params: { city, draft: id } }, { as: own })
  })
})

describe('a published change', () => {
  it('is taken back by another one, bit for bit, and that one as well', async () => {
    const before = await standing()
    const id = await draw.begin(street)
    const operation = await cut(`${street}002002`)
    const { facts, set } = await ground()
    const corner = [...set.cells.values()].find((cell) => facts.get(cell.id)?.code === `${street}002003`)!.shape[0]![0]!
    const inner = corner.find((point) => [...set.cells.values()].filter(({ shape }) => shape.flat(2).some((other) => String(other) === String(point))).length === 2
      && [...set.outlines.values()].every(({ shape }) => !shape.flat(2).some((other) => String(other) === String(point))))!
    await draw.add(id, [operation, { op: 'moveVertex', from: [inner[0], inner[1]], to: [inner[0] + 900, inner[1] + 700] }], own)
    await seen((await draw.release(id, street)).revision)
    const drawn = await standing()
    const { entries: [entry] } = await history(street)

    const revert = async (changeset: number) => {
      const draft = randomUUID()
      await test.ask(contract.revertChangeset, { params: { city, changeset }, body: { id: draft, name: '恢复' } }, { as: own })
      const { revision } = await draw.release(draft, street)
      await seen(revision)
      return (await history(street)).entries[0]!
    }
    await expect(test.ask(contract.revertChangeset, { params: { city, changeset: entry!.changeset }, body: { id: randomUUID(), name: 'x' } }, { as: official(city, '321001002') })).rejects.toMatchObject({ problem: { code: 'forbidden' } })
    const back = await revert(entry!.changeset)
    expect(await standing()).toEqual(before)
    expect((await history(street)).entries.find(({ changeset }) => changeset === entry!.changeset)!.revertedBy).toBe(back.changeset)
    // its grids are not as it left them: it cannot be taken back a second time
    await expect(test.ask(contract.revertChangeset, { params: { city, changeset: entry!.changeset }, body: { id: randomUUID(), name: 'x' } }, { as: own })).rejects.toMatchObject({ problem: { code: 'conflict' } })
    await revert(back.changeset)
    expect(await standing()).toEqual(drawn)
  })

  it('and all others are in memory what the database has, though only what they touched was read again', async () => {
    const patched = (await test.app.cities.get(city)).snapshot
    const loaded = (await loadCity(test.database, city)).snapshot
    expect(patched.revision).toBe(loaded.revision)
    expect(patched).toEqual(loaded)
  })
})

describe('a publication that breaks off', () => {
  /** The database, but its `at`-th statement inside a change fails; Infinity: none, only counted. */
  function breaking(database: Database, at: number, failure: () => Error) {
    let count = 0
    const wrapped: Database = {
      ...database,
      transaction: (work, options) => database.transaction((tx) => {
        let inChange = false
        const watched: Queryable = {
          query(text, parameters) {
            if (text.includes('from meta for update')) inChange = true
            if (inChange && ++count === at) throw failure()
            return tx.query(text, parameters)
          },
        }
        return work(watched)
      }, options),
    }
    return { database: wrapped, count: () => count }
  }
  const ready = async () => {
    const id = await draw.begin(street)
    await draw.add(id, [await cut(`${street}001001`), { op: 'renumber', community: `${street}002` }], own)
    await draw.submit(id, own)
    await draw.approve(id)
    return id
  }
  const publish = (id: string, database: Database) => publishDraft(openDesk({ database, cities: test.app.cities, now: Date.now }), { name: 'demo-planner', address: null }, { city, id, note: '发布' }, () => undefined)

  it('at any statement is not there at all, and is there as a whole when asked again', async () => {
    const id = await ready()
    const [territory, rows] = [await standing(), await counts()]
    let statements = 0
    for (let at = 1; ; at++) {
      const { database } = breaking(test.database, at, () => new Error(`broken at statement ${at}`))
      const outcome = await publish(id, database).then(() => 'published', (error: unknown) => (error instanceof Error ? error.message : ''))
      if (outcome === 'published') break
      expect(outcome).toBe(`broken at statement ${at}`)
      expect(await counts(), `after statement ${at}`).toEqual(rows)
      statements = at
    }
    expect(statements).toBeGreaterThan(15)
    expect(await standing()).not.toEqual(territory)
    const { revision, grids } = await publish(id, test.database)
    expect(grids.length).toBeGreaterThan(3)
    await seen(revision)
  })

  it('whose answer was lost on the way of COMMIT was applied once', async () => {
    const id = await ready()
    const rows = await counts()
    let lost = false
    const forgetful: Database = {
      ...test.database,
      async transaction(work, options) {
        let inChange = false
        const answer = await test.database.transaction((tx) => work({ query: (text, parameters) => {
          if (text.startsWith('select pg_notify')) inChange = true
          return tx.query(text, parameters)
        } }), options)
        if (inChange && !lost) {
          lost = true
          throw Object.assign(new DatabaseError('08006', 'the connection broke'), { outcomeUnknown: true })
        }
        return answer
      },
    }
    const { revision } = await publish(id, forgetful)
    expect(lost).toBe(true)
    expect((await publish(id, test.database)).revision).toBe(revision)
    expect(await counts()).toMatchObject({ changesets: Number(rows!['changesets']) + 1, revision })
  })
})
