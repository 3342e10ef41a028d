import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import * as contract from '#shared/contract/drafts/history.ts'
import { listHistory } from '#shared/contract/drafts/history-list.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { loadCity } from '../../../api/snapshot/load-city.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { createDraftClient, anOfficial } from '../../helpers/drafts/draft-client.ts'
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

const seen = (revision: number) =>
  waitUntil(async () => (await test.ask(getCity, { params: { city } })).provenance.revision >= revision)
const history = (code?: string) =>
  test.ask(listHistory, { params: { city }, query: code === undefined ? {} : { code } })

/** The city's territory as the database has it, for comparison bit for bit. */
async function standing() {
  const { rows } = await test.database.query(`
    select g.id, g.code, g.name, g.households, g.valid_to is null as stands,
      encode(public.ST_AsTWKB(g.geom, 7), 'hex') as shape
    from city_${city}.grid g where g.valid_to is null
    union all
    select u.id, u.code, u.name, 0, true, encode(public.ST_AsTWKB(u.geom, 7), 'hex') from city_${city}.unit u order by 2`)
  return rows
}

describe('a published change', () => {
  it('is reverted exactly by another change, which can be reverted as well', async () => {
    const before = await standing()
    const id = await client.begin(street)
    const operation = await client.cut(`${street}002002`)
    const { facts, set } = await client.base(street)
    const corner = [...set.cells.values()].find((cell) => facts.get(cell.id)?.code === `${street}002003`)!
      .shape[0]![0]!
    const inner = corner.find(
      (point) =>
        [...set.cells.values()].filter(({ shape }) =>
          shape.flat(2).some((other) => String(other) === String(point)),
        ).length === 2 &&
        [...set.outlines.values()].every(
          ({ shape }) => !shape.flat(2).some((other) => String(other) === String(point)),
        ),
    )!
    await client.add(
      id,
      [operation, { op: 'moveVertex', from: [inner[0], inner[1]], to: [inner[0] + 900, inner[1] + 700] }],
      own,
    )
    await seen((await client.release(id, street)).revision)
    const drawn = await standing()
    const {
      entries: [entry],
    } = await history(street)

    const revert = async (changeset: number) => {
      const draft = randomUUID()
      await test.ask(
        contract.revertChangeset,
        { params: { city, changeset }, body: { id: draft, name: '恢复' } },
        { as: own },
      )
      const { revision } = await client.release(draft, street)
      await seen(revision)
      return (await history(street)).entries[0]!
    }
    await expect(
      test.ask(
        contract.revertChangeset,
        { params: { city, changeset: entry!.changeset }, body: { id: randomUUID(), name: 'x' } },
        { as: anOfficial(city, '321001002') },
      ),
    ).rejects.toMatchObject({ problem: { code: 'forbidden' } })
    const back = await revert(entry!.changeset)
    expect(await standing()).toEqual(before)
    expect(
      (await history(street)).entries.find(({ changeset }) => changeset === entry!.changeset)!.revertedBy,
    ).toBe(back.changeset)
    // its grids are not as it left them: it cannot be taken back a second time
    await expect(
      test.ask(
        contract.revertChangeset,
        { params: { city, changeset: entry!.changeset }, body: { id: randomUUID(), name: 'x' } },
        { as: own },
      ),
    ).rejects.toMatchObject({ problem: { code: 'conflict' } })
    await revert(back.changeset)
    expect(await standing()).toEqual(drawn)
  })

  it('can be reverted after later edits of its grids, and keeps those edits', async () => {
    const { facts } = await client.base(street)
    const grid = [...facts].find(([, { code }]) => code === `${street}002001`)![0]
    const first = await client.begin(street, own, '先切')
    await client.add(first, [await client.cut(`${street}002001`)], own)
    const {
      revision,
      grids: [made],
    } = await client.release(first, street)
    await seen(revision)
    const {
      entries: [entry],
    } = await history(street)
    const second = await client.begin(street, own, '后改')
    const [west, south, east, north] = getShapeBox((await client.base(street)).set.cells.get(made!.id)!.shape)
    const y = Math.round((south + north) / 2)
    await client.add(second, [{ op: 'describe', grid, values: { name: '新名字', fullTimeWorkers: 7 } }], own)
    await seen((await client.release(second, street)).revision)

    const back = randomUUID()
    await test.ask(
      contract.revertChangeset,
      { params: { city, changeset: entry!.changeset }, body: { id: back, name: '恢复' } },
      { as: own },
    )
    await seen((await client.release(back, street)).revision)
    const now = await client.base(street)
    expect(now.set.cells.has(made!.id)).toBe(false)
    expect(now.facts.get(grid)).toMatchObject({
      name: '新名字',
      fullTimeWorkers: 7,
      households: facts.get(grid)!.households,
    })

    // cut again where it was cut, and cut across: the first border cannot go while the second ends on it
    const third = await client.begin(street, own, '再切')
    await client.add(third, [await client.cut(`${street}002001`)], own)
    await seen((await client.release(third, street)).revision)
    const {
      entries: [cutAgain],
    } = await history(street)
    const across = await client.begin(street, own, '横切')
    await client.add(
      across,
      [
        {
          op: 'split',
          grid,
          line: [
            [west - 900_000, y],
            [east + 900_000, y],
          ],
          newGrid: -1,
        },
      ],
      own,
    )
    await seen((await client.release(across, street)).revision)
    await expect(
      test.ask(
        contract.revertChangeset,
        { params: { city, changeset: cutAgain!.changeset }, body: { id: randomUUID(), name: 'x' } },
        { as: own },
      ),
    ).rejects.toMatchObject({ problem: { code: 'conflict', details: { reason: { code: 'not_a_tiling' } } } })
  })

  it('patches the snapshot in memory to equal the database, reading only what changed', async () => {
    const patched = (await test.app.cities.get(city)).snapshot
    const loaded = (await loadCity(test.database, city)).snapshot
    expect(patched.revision).toBe(loaded.revision)
    expect(patched).toEqual(loaded)
  })
})
