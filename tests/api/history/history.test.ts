import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity, getMetric } from '#shared/contract/city/city.ts'
import { getWallData } from '#shared/contract/screens/wall-data.ts'
import { getFeature, listGrids, listPlaces } from '#shared/contract/city/features.ts'
import { getCoverage } from '#shared/contract/coverage/coverage.ts'
import * as drafts from '#shared/contract/drafts/drafts.ts'
import * as contract from '#shared/contract/drafts/history.ts'
import { listHistory } from '#shared/contract/drafts/history-list.ts'
import { decodeBase64 } from '#shared/geometry/base64.ts'
import { getMultiPolygon } from '#shared/geometry/flat-polygons.ts'
import { readTwkbLines, readTwkbPolygons } from '#shared/geometry/twkb.ts'
import { runExport } from '../../../api/cli/export/run-export.ts'
import { readExportArguments } from '../../../api/cli/export/read-export-arguments.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { createDraftClient, anOfficial, aReviewer } from '../../helpers/drafts/draft-client.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

const city = '321000'
const street = '321001001'
const own = anOfficial(city, street)

let test: TestApp
let client: ReturnType<typeof createDraftClient>
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city, columns: 3, rows: 4 })] })
  client = createDraftClient(test, city)
})
afterAll(() => test.close())

const onDay = (day: string) => test.ask(contract.getDay, { params: { city, day }, query: { parent: street } })
const seen = (revision: number) =>
  waitUntil(async () => (await test.ask(getCity, { params: { city } })).provenance.revision >= revision)
const history = (code?: string) =>
  test.ask(listHistory, { params: { city }, query: code === undefined ? {} : { code } })

describe('the history of a city', () => {
  let split: { changeset: number; revision: number; made: string }

  it('lists each published change by grid, community and street, with author and reason', async () => {
    const id = await client.begin(street, own, '划小网格')
    await client.add(id, [await client.cut(`${street}001001`)], own)
    const { revision, grids } = await client.release(id, street, { effectiveOn: '2020-03-01' })
    await seen(revision)
    const {
      entries: [entry],
    } = await history()
    split = { changeset: entry!.changeset, revision, made: grids[0]!.code }
    expect(entry).toMatchObject({
      revision,
      kind: 'grid.publish',
      actor: 'demo-planner',
      note: '发布',
      day: '2020-03-01',
      draft: {
        id,
        name: '划小网格',
        street,
        author: 'demo-street_official',
        submittedBy: 'demo-street_official',
        approvedBy: 'demo-planner',
      },
      revertedBy: null,
    })
    expect(entry!.grids.filter(({ what }) => what === 'new').map(({ code }) => code)).toEqual([split.made])
    for (const code of [street, `${street}001`, `${street}001001`, split.made])
      expect(
        (await history(code)).entries.map(({ changeset }) => changeset),
        code,
      ).toContain(split.changeset)
    expect((await history('321001002')).entries).toEqual([])
  })

  it('is told on a wall with the draft, its street and the same number of grids', async () => {
    const { changes } = await test.ask(getWallData, { params: { city } })
    const { entries } = await history()
    const [row] = changes
    expect(row).toMatchObject({
      revision: split.revision,
      what: '划小网格',
      street: { name: '第1街道' },
    })
    for (const { revision, grids } of changes)
      expect(grids, String(revision)).toBe(entries.find((each) => each.revision === revision)?.touched ?? 0)
  })

  it('exports the city as of a day', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'grid-map-day-'))
    const onDate = async (date: string) => {
      const given = readExportArguments([
        'grids',
        '--city',
        city,
        '--date',
        date,
        '--out',
        path.join(folder, `${date}.geojson`),
        '--crs',
        '4326',
        '--unit',
        street,
      ])!
      const { file, features } = await runExport(test.database, given, Date.parse('2026-01-01T12:00:00Z'))
      const { features: rows }: { features: { properties: { code: string; households: number } }[] } =
        JSON.parse(await readFile(file, 'utf8'))
      expect(rows).toHaveLength(features)
      return rows.map(({ properties }) => [properties.code, properties.households]).sort()
    }
    const [before, after] = [await onDate('2020-02-29'), await onDate('2020-03-01')]
    const on = async (day: string) =>
      (await onDay(day)).grids.map(({ code, households }) => [code, households]).sort()
    expect(before).toEqual(await on('2020-02-29'))
    expect(after).toEqual(await on('2020-03-01'))
    expect(after).toHaveLength(before.length + 1)
    await rm(folder, { recursive: true })
  })

  it('shows a change grid by grid, before and after', async () => {
    const change = await test.ask(contract.getChangeset, { params: { city, changeset: split.changeset } })
    const kept = change.grids.find(({ codeAfter }) => codeAfter === `${street}001001`)!
    const made = change.grids.find(({ codeAfter }) => codeAfter === split.made)!
    expect(made).toMatchObject({ what: 'new', before: null, codeBefore: null })
    expect(kept.before!.households).toBe(kept.after!.households + made.after!.households)
    expect(kept.before!.areaM2).toBeCloseTo(kept.after!.areaM2 + made.after!.areaM2, 0)
    const shapes = readTwkbPolygons(decodeBase64(change.shapesAfter), change.grids.length)
    expect(getMultiPolygon(shapes, change.grids.indexOf(made))[0]![0]!.length).toBeGreaterThan(3)
    expect(change.lineage).toEqual([{ predecessor: kept.id, successor: made.id, operation: 'split' }])
    // nothing went, and one line came: a brick is some 670 m high
    expect(change.borders).toMatchObject({ removedM: 0, removedLines: 0, addedLines: 1 })
    const { xy } = readTwkbLines(decodeBase64(change.borders.added), 1)
    expect(xy[0], 'it runs straight north').toBe(xy[2])
    expect(change.borders.addedM).toBeGreaterThan(600)
    expect(change.borders.addedM).toBeLessThan(800)
  })

  it('lists every state of a grid and of a unit, with the change that started it', async () => {
    const states = async (code: string) =>
      (await test.ask(contract.getStates, { params: { city, code } })).states
    const [first, second] = await states(`${street}001001`)
    expect(first).toMatchObject({
      version: 1,
      validFrom: '2016-01-01',
      validTo: '2020-03-01',
      began: null,
      figures: { households: 300 },
    })
    expect(second).toMatchObject({
      version: 2,
      validFrom: '2020-03-01',
      validTo: null,
      began: { changeset: split.changeset, actor: 'demo-planner', note: '发布' },
    })
    expect(await states(split.made)).toMatchObject([
      {
        validFrom: '2020-03-01',
        began: { changeset: split.changeset },
        areaM2: expect.closeTo(first!.areaM2 - second!.areaM2, 0),
      },
    ])
    // the new border ends on the outline, which was given a vertex there
    expect(await states(street)).toMatchObject([
      { validFrom: '2010-01-01', validTo: '2020-03-01', code: null, figures: null, began: null },
      { validTo: null, began: { changeset: split.changeset } },
    ])
    await expect(states('321009')).rejects.toMatchObject({ problem: { code: 'not_found' } })
  })

  it('reproduces grids, shapes and statistics of any day', async () => {
    const [before, after] = [await onDay('2020-02-29'), await onDay('2020-03-01')]
    expect(after.grids).toHaveLength(before.grids.length + 1)
    expect(before.grids.map(({ code }) => code)).not.toContain(split.made)
    expect(after.figures).toMatchObject({
      households: before.figures.households,
      residents: before.figures.residents,
    })
    expect(after.figures.areaM2).toBeCloseTo(before.figures.areaM2, 0)
    expect(before.grids.find(({ code }) => code === `${street}001001`)).toMatchObject({
      validFrom: '2016-01-01',
      validTo: '2020-03-01',
    })
    expect((await onDay('2015-12-31')).grids).toEqual([])
    expect(before.units.map(({ code }) => code)).toEqual([street, `${street}001`, `${street}002`])
  })

  it('traces predecessors and successors of a grid', async () => {
    const id = await client.begin(street)
    const { facts } = await client.base(street)
    const [made, next] = [split.made, `${street}001002`].map(
      (code) => [...facts].find(([, each]) => each.code === code)![0],
    )
    await client.add(id, [{ op: 'merge', grids: [made!, next!], keep: next! }], own)
    await seen((await client.release(id, street, { effectiveOn: '2020-06-01' })).revision)
    const graph = await test.ask(contract.getLineage, { params: { city, grid: `${street}001001` } })
    const codeOf = new Map(graph.nodes.map((node) => [node.id, node.code]))
    expect(
      graph.edges.map((edge) => [
        codeOf.get(edge.predecessor),
        edge.operation,
        codeOf.get(edge.successor),
        edge.day,
      ]),
    ).toEqual([
      [`${street}001001`, 'split', split.made, '2020-03-01'],
      [split.made, 'merge', `${street}001002`, '2020-06-01'],
    ])
    expect(graph.nodes.find(({ code }) => code === split.made)).toMatchObject({
      validFrom: '2020-03-01',
      validTo: '2020-06-01',
    })
    // a retired code is not given again
    const again = await client.begin(street)
    await client.add(again, [await client.cut(`${street}001003`)], own)
    const { revision, grids } = await client.release(again, street)
    expect(grids.map(({ code }) => code)).toEqual([`${street}001005`])
    await seen(revision)
  })

  it('serves statistics, lists, tiles, metrics and coverage as of any day', async () => {
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
    expect(after.summary.figures).toEqual({
      ...before.summary.figures,
      grids: before.summary.figures.grids + 1,
    })
    expect(before.grids).not.toContain(split.made)
    for (const { grids, metric, coverage } of [before, after])
      expect([coverage.toSorted(), metric.ids.length]).toEqual([grids, grids.length])
    // it has stations since 2017
    expect([first.places, before.places]).toEqual([0, 2])
    expect((await on('2009-12-31')).summary).toMatchObject({
      units: { community: 0 },
      figures: { grids: 0, areaM2: 0 },
    })

    const tile = (address: string) => test.send(`/api/cities/${address}/tiles/current/grids/12/3413/1649`)
    const [then, now] = [await tile(`${city}@2020-02-29`), await tile(city)]
    expect([then.status, now.status]).toEqual([200, 200])
    expect(Buffer.from(await then.arrayBuffer())).not.toEqual(Buffer.from(await now.arrayBuffer()))
    expect((await tile(`${city}%402020-02-29`)).headers.get('etag')).toBe(then.headers.get('etag'))

    const feature = (address: string) =>
      test.ask(getFeature, { params: { city: address, layer: 'grids', feature: `code:${split.made}` } })
    expect(await feature(`${city}@2020-03-01`)).toMatchObject({ code: split.made })
    await expect(feature(`${city}@2020-02-29`)).rejects.toMatchObject({ problem: { code: 'not_found' } })
    await expect(on('2999-01-01')).rejects.toMatchObject({
      problem: { code: 'unprocessable', details: { reason: 'day_in_future' } },
    })
    await expect(on('2019-02-29')).rejects.toMatchObject({ problem: { code: 'invalid_request' } })
    expect(
      (await test.send(`/api/cities/${city}@2020-02-29/drafts`)).status,
      'nobody draws on a day that is past',
    ).toBe(400)
    expect((await test.send(`/api/cities/${city}@2020-02-29`, { as: anOfficial('321100') })).status).toBe(403)
  })

  it('rejects a day before the grids existed, and a future day', async () => {
    const id = await client.begin(street)
    await client.add(id, [await client.cut(`${street}001002`)], own)
    await client.submit(id, own)
    await client.approve(id)
    await expect(client.publish(id, aReviewer(city), { effectiveOn: '2020-01-01' })).rejects.toMatchObject({
      problem: { code: 'unprocessable', details: { reason: 'day_too_early' } },
    })
    await expect(client.publish(id, aReviewer(city), { effectiveOn: '2999-01-01' })).rejects.toMatchObject({
      problem: { code: 'unprocessable', details: { reason: 'day_in_future' } },
    })
    await test.ask(drafts.discardDraft, { params: { city, draft: id } }, { as: own })
  })
})
