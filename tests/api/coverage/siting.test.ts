import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listCandidates, type SitingAnswer } from '#shared/contract/coverage/siting.ts'
import { getRepresentativePoints } from '#shared/geometry/shapes/representative-points.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { readLonLat } from '../../helpers/coverage/read-lon-lat.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import {
  createSitingClient,
  listSiteCodes,
  readSitingMessages,
  sitingMeasure,
} from '../../helpers/coverage/siting-client.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

const city = '321000'
/** A city without premises: a station anywhere shortens the distance of every household near it. */
const bare = '321100'
let test: TestApp
let client: ReturnType<typeof createSitingClient>
beforeAll(async () => {
  test = await openTestApp({
    cities: [aCity({ code: city }), { ...aCity({ code: bare, rows: 24 }), premises: [] }],
  })
  client = createSitingClient(test, city)
})
afterAll(() => test.close())

const ask = async <T extends object>(sql: string) =>
  (await test.database.query<T>(sql.replaceAll('@', `city_${city}.`))).rows

describe('the siting API', () => {
  it('returns a greedy solution immediately, and an exact one that is never worse', async () => {
    const { answer } = await client.solve()
    expect(answer).toMatchObject({ method: 'greedy', leftOut: 0 })
    expect(answer.proven).toBe(answer.gap === 0)
    expect(answer.sites).toHaveLength(3)
    expect(answer.after - answer.before).toBe(answer.sites.reduce((sum, { gain }) => sum + gain, 0))
    for (const { gain, byType } of answer.sites)
      expect(Object.values(byType).reduce((sum, each) => sum + each, 0)).toBe(gain)
    const last = (await client.prove()).at(-1)
    expect(last).toMatchObject({
      kind: 'answer',
      answer: { method: 'exact', proven: true, households: answer.households, before: answer.before },
    })
    expect(last?.kind === 'answer' && last.answer.after).toBeGreaterThanOrEqual(answer.after)
    const ids = answer.sites.flatMap(({ grids }) => grids)
    expect(
      await ask(`select sum(households)::float8 as households from @grid where id in (${ids.join()})`),
    ).toEqual([{ households: answer.after - answer.before }])
  })

  it('accepts a list of points, a target share and a minimum distance', async () => {
    const { snapshot } = await test.app.cities.get(city)
    const points = getRepresentativePoints(snapshot.grids.mesh.polygons)
    const near = [5, 6, 7].map((grid) => ({
      name: `地块${grid}`,
      ...readLonLat(points, grid),
    }))
    expect(
      (await client.solve({ points: near })).answer.sites.every(({ name }) => name.startsWith('地块')),
    ).toBe(true)
    const share = await client.prove({ objective: 'share', share: 0.5, sites: 60 })
    expect(share.at(-1)).toMatchObject({ kind: 'answer', answer: { proven: true } })
    expect((await client.prove({ objective: 'share', share: 1, sites: 60, points: near })).at(-1)).toEqual({
      kind: 'failed',
      code: 'share_too_high',
    })
    const { answer } = await client.solve({ objective: 'distance' })
    expect((answer.metresBefore ?? 0) - (answer.metresAfter ?? 0)).toBeCloseTo(
      answer.sites.reduce((sum, { gain }) => sum + gain, 0),
      -1,
    )
  })

  it('respects the capacity of existing and new sites', async () => {
    const free = (await client.solve()).answer
    const { answer } = await client.solve({ capacity: 500 })
    expect(answer.before).toBeLessThanOrEqual(free.before)
    for (const { gain, serves, capacity, byType } of answer.sites) {
      expect(capacity).toBe(500)
      expect(serves).toBeLessThanOrEqual(500)
      expect(gain).toBeLessThanOrEqual(500)
      expect(Object.values(byType).reduce((sum, each) => sum + each, 0)).toBe(gain)
    }
    const last = (await client.prove({ capacity: 500 })).at(-1)
    expect(last).toMatchObject({ kind: 'answer', answer: { proven: true, before: answer.before } })
    expect(last?.kind === 'answer' && last.answer.after).toBeGreaterThanOrEqual(answer.after)
    // a limit that binds nobody is none
    const wide = await client.solve({ capacity: 1_000_000 })
    expect(wide.answer.sites.map(({ gain }) => gain)).toEqual(
      [...wide.answer.sites.map(({ gain }) => gain)].sort((a, b) => b - a),
    )
    await expect(client.solve({ objective: 'distance', capacity: 500 })).rejects.toMatchObject({
      problem: { code: 'unprocessable', details: { reason: 'no_limits_for_distance' } },
    })
  })

  it('selects from an imported candidate list with individual capacities', async () => {
    const { snapshot } = await test.app.cities.get(city)
    const points = getRepresentativePoints(snapshot.grids.mesh.polygons)
    const rows = [5, 6, 7].map((grid) => {
      const { lon, lat } = readLonLat(points, grid)
      const capacity = grid === 6 ? 120 : 'null'
      return `('K-${grid}', '待用房${grid}', '闲置用房', ${capacity}, '2018-01-01',
        ST_SetSRID(ST_MakePoint(${lon}, ${lat}), 4326))`
    })
    await ask(
      `insert into @siting_candidate (code, name, list, capacity_households, valid_from, geom) values ${rows.join()}`,
    )
    const { lists, places } = await test.ask(listCandidates, {
      params: { city },
      query: { list: '闲置用房' },
    })
    expect(lists).toEqual([{ name: '闲置用房', count: 3 }])
    expect(places.map(({ code, capacity }) => [code, capacity])).toEqual([
      ['K-5', null],
      ['K-6', 120],
      ['K-7', null],
    ])
    const { answer } = await client.solve({ list: '闲置用房', capacity: 400 })
    expect(answer).toMatchObject({ candidates: 3 })
    for (const { code, capacity } of answer.sites) expect(capacity).toBe(code === 'K-6' ? 120 : 400)
    await expect(client.solve({ list: '没有的清单' })).rejects.toMatchObject({
      problem: { code: 'not_found' },
    })
  })

  it('cancels a search when its client disconnects, and frees its slot', async () => {
    for (let i = 0; i < 4; i++) {
      const answer = await test.send(`/api/cities/${city}/siting/proof`, {
        method: 'POST',
        body: { objective: 'reach', sites: 3, measure: sitingMeasure },
      })
      expect(answer.status).toBe(200)
      await answer.body?.cancel()
      await waitUntil(
        async () =>
          (
            await test
              .send(`/api/cities/${city}/siting/proof`, {
                method: 'POST',
                body: { objective: 'reach', sites: 1, measure: sitingMeasure },
              })
              .then(async (each) => [each.status, await each.text()] as const)
          )[0] === 200,
      )
    }
  })

  it('rejects a request when every household is already reached, or without permission', async () => {
    await expect(client.solve({ measure: { minutes: 60, speed: 200 } })).rejects.toMatchObject({
      problem: { code: 'unprocessable', details: { reason: 'nothing_to_reach' } },
    })
    expect(
      (
        await test.send(`/api/cities/${city}/siting`, {
          as: { role: 'leader' },
          method: 'POST',
          body: { objective: 'reach', sites: 1 },
        })
      ).status,
    ).toBe(403)
  })

  it('falls back to the greedy solution, and says so, when the capacitated problem is too large to prove', async () => {
    const {
      snapshot: { grids },
    } = await test.app.cities.get(bare)
    const middles = getRepresentativePoints(grids.mesh.polygons)
    const points = Array.from({ length: 2000 }, (_, i) => {
      const { lon, lat } = readLonLat(middles, i % grids.count)
      return { name: `地块${i}`, lon: lon + Math.floor(i / grids.count) * 1e-6, lat }
    })
    const answer = await test.send(`/api/cities/${bare}/siting/proof`, {
      method: 'POST',
      body: {
        objective: 'reach',
        sites: 3,
        capacity: 20_000,
        measure: { minutes: 40, speed: 100, detour: 1 },
        points,
      },
    })
    const last = (await readSitingMessages(answer)).at(-1)
    expect(last).toMatchObject({
      kind: 'answer',
      note: 'too_many_ways',
      ticket: null,
      answer: { method: 'greedy', proven: false, gap: expect.any(Number) },
    })
    expect(last?.kind === 'answer' && last.answer.sites).toHaveLength(3)
  })

  it('merges candidates at the same point, and keeps candidates with the same name apart', async () => {
    const { snapshot } = await test.app.cities.get(city)
    const middles = getRepresentativePoints(snapshot.grids.mesh.polygons)
    const at = (grid: number) => ({ name: '地块', ...readLonLat(middles, grid) })
    const { answer } = await client.solve({ points: [at(5), at(6), at(5)], sites: 2 })
    expect(answer).toMatchObject({ candidates: 2, duplicates: 1 })
    expect(listSiteCodes(answer).sort()).toEqual(['P-1', 'P-2'])
  })

  it('reports an optimality gap for the greedy solution that the exact one confirms', async () => {
    for (const question of [
      {},
      { objective: 'distance' as const },
      { capacity: 500 },
      { objective: 'share' as const, share: 0.5, sites: 60 },
    ]) {
      const { answer } = await client.solve(question)
      const last = (await client.prove(question)).at(-1)
      if (last?.kind !== 'answer') throw new Error('no answer')
      const added = ({ sites }: SitingAnswer) => sites.reduce((sum, { gain }) => sum + gain, 0)
      expect(last.answer).toMatchObject({ proven: true, gap: 0 })
      if (question.objective === 'share')
        expect(last.answer.sites.length).toBeGreaterThanOrEqual(
          Math.round(answer.sites.length * (1 - (answer.gap ?? 1))),
        )
      else expect(added(last.answer)).toBeLessThanOrEqual(Math.ceil(added(answer) * (1 + (answer.gap ?? 0))))
    }
  })
})
