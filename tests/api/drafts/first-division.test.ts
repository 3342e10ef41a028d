import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rebaseDraft } from '#shared/contract/drafts/drafts.ts'
import { revertChangeset } from '#shared/contract/drafts/history.ts'
import { ChangesetId, DraftId, type Revision } from '#shared/contract/ids.ts'
import { getReview } from '#shared/contract/drafts/draft-review.ts'
import type { DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import { numberUndividedCell } from '#shared/drafts/undivided/number-undivided-cell.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { addBuildings } from '../../helpers/city/add-buildings.ts'
import { anOfficial, createDraftClient } from '../../helpers/drafts/draft-client.ts'

const city = '320900'
const bricks = addBuildings(aCity({ code: city, columns: 4, rows: 8 }), { perGrid: 6 })

let test: TestApp
let client: ReturnType<typeof createDraftClient>
afterAll(() => test.close())

/** @param revision waits until the snapshot has it */
const gridsIn = async (prefix: string, revision: Revision) => {
  const { grids } = (await test.app.cities.get(city, revision)).snapshot
  return grids.codes
    .flatMap((code, row) =>
      code.startsWith(prefix)
        ? [{ code, name: grids.names[row], kind: grids.kinds[row], households: grids.households[row] ?? 0 }]
        : [],
    )
    .sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** A cut of the whole community from south to north. */
async function cutCommunity(community: string, newGrid: number, part = 0.4): Promise<DraftOperation> {
  const { set } = await client.base(community.slice(0, 9))
  const id = numberUndividedCell(community)
  const [west, south, east, north] = getShapeBox(set.cells.get(id)?.shape ?? [])
  const x = Math.round(west + (east - west) * part)
  return {
    op: 'split',
    grid: id,
    line: [
      [x, south - 500],
      [x, north + 500],
    ],
    newGrid,
  }
}

describe('a city with units and buildings, and no grids', () => {
  beforeAll(async () => {
    test = await openTestApp({ cities: [{ ...bricks, grids: [] }] })
    client = createDraftClient(test, city)
  })

  it('opens a draft in which each community is one cell that is not a grid', async () => {
    const { set, facts } = await client.base('320901001')
    const own = [...set.cells.values()].filter(({ community }) => community.startsWith('320901001'))
    expect(own.map(({ community, undivided }) => [community, undivided])).toEqual([
      ['320901001001', true],
      ['320901001002', true],
    ])
    expect(own.map(({ shape, community }) => [shape, set.outlines.get(community)?.shape])).toEqual(
      own.map(({ shape }) => [shape, shape]),
    )
    // what the buildings hold is all that is known
    expect(facts.get(own[0]!.id)?.households).toBeGreaterThan(0)
  })

  it('gets its first grids by a cut in one community, and the other one stays as it is', async () => {
    const street = '320901001'
    const own = anOfficial(city, street)
    const draft = await client.begin(street, own)
    const before = (await client.base(street)).facts.get(numberUndividedCell(`${street}001`))
    const answer = await client.add(draft, [await cutCommunity(`${street}001`, -1)], own)
    expect(answer.refused).toBeNull()
    const review = await test.ask(getReview, { params: { city, draft } }, { as: own })
    expect(review.certificate.holds).toBe(true)
    expect(review.differences.map(({ what, from, code }) => [what, from, code])).toEqual([
      ['new', [], null],
      ['new', [], null],
    ])
    expect(review.firstDivisions).toEqual([
      {
        community: `${street}001`,
        name: { name: '第1社区', nameEn: null },
        grids: 2,
        households: before?.households,
        isCounted: true,
      },
    ])
    expect(review.issues.filter(({ severity }) => severity === 'error')).toEqual([])
    const { revision } = await client.release(draft, street)

    const grids = await gridsIn(street, revision)
    expect(grids.map(({ code, name }) => [code, name])).toEqual([
      [`${street}001001`, '第1网格'],
      [`${street}001002`, '第2网格'],
    ])
    expect(grids.reduce((sum, { households }) => sum + households, 0)).toBe(before?.households)
    const { set } = await client.base(street)
    expect(set.cells.get(numberUndividedCell(`${street}001`))).toBeUndefined()
    expect(set.cells.get(numberUndividedCell(`${street}002`))?.undivided).toBe(true)
  })

  it('takes a whole community as one grid, carves a campus out of another, and undoes both', async () => {
    const street = '320901002'
    const own = anOfficial(city, street)
    const draft = await client.begin(street, own)
    const [whole, carved] = [numberUndividedCell(`${street}001`), numberUndividedCell(`${street}002`)]
    const { set } = await client.base(street)
    const [west, south, east, north] = getShapeBox(set.cells.get(carved)!.shape)
    const [x, y] = [Math.round((west + east) / 2), Math.round((south + north) / 2)]
    const answer = await client.add(
      draft,
      [
        { op: 'establish', grid: whole },
        {
          op: 'carve',
          ring: [
            [x, y],
            [x + 3000, y],
            [x + 3000, y + 3000],
            [x, y + 3000],
            [x, y],
          ],
          newGrid: -7,
        },
      ],
      own,
    )
    expect(answer.refused).toBeNull()
    await client.step(draft, 'undo', own)
    await client.step(draft, 'undo', own)
    expect((await client.state(draft)).state.set.cells.get(whole)?.undivided).toBe(true)
    expect((await client.state(draft)).state.set.cells.get(carved)).toEqual(set.cells.get(carved))
    await client.step(draft, 'redo', own)
    await client.step(draft, 'redo', own)
    const { revision } = await client.release(draft, street)
    const grids = await gridsIn(street, revision)
    expect(grids.map(({ code, kind }) => [code, kind])).toEqual([
      [`${street}001001`, 'comprehensive'],
      [`${street}002001`, 'dedicated'],
      [`${street}002002`, 'comprehensive'],
    ])
  })

  it('refuses to describe what is not a grid yet, and to establish a grid', async () => {
    const street = '320902001'
    const own = anOfficial(city, street)
    const draft = await client.begin(street, own)
    const id = numberUndividedCell(`${street}001`)
    const described = await client.add(draft, [{ op: 'describe', grid: id, values: { name: '新名' } }], own)
    expect(described.refused?.reason).toMatchObject({ code: 'undivided', cells: [id] })
    await client.add(draft, [{ op: 'establish', grid: id }], own)
    const again = await client.add(draft, [{ op: 'establish', grid: id }], own)
    expect(again.refused?.reason.code).toBe('nothing_changes')
  })
})

describe('a street where one of two communities has grids', () => {
  const street = '320901001'
  const own = anOfficial(city, street)
  const undivided = `${street}002`
  const cell = numberUndividedCell(undivided)

  beforeAll(async () => {
    await test.close()
    test = await openTestApp({
      cities: [{ ...bricks, grids: bricks.grids.filter((grid) => grid.communityCode !== undivided) }],
    })
    client = createDraftClient(test, city)
  })

  it('publishes borders of the one, and the other stays undivided with the same border', async () => {
    const draft = await client.begin(street, own)
    await client.add(draft, [await client.cut(`${street}001001`, -1)], own)
    const { revision } = await client.release(draft, street)
    await test.app.cities.get(city, revision)
    const { set } = await client.base(street)
    expect(set.cells.get(cell)?.undivided).toBe(true)
    // the end of the cut is a vertex of both
    expect(set.cells.get(cell)?.shape).toEqual(set.outlines.get(undivided)?.shape)
  })

  it('moves the border between both: the undivided one gives land, and needs no grid for it', async () => {
    const draft = await client.begin(street, own)
    const { set, facts } = await client.base(street)
    const grid = [...facts].find(([, { code }]) => code === `${street}001002`)![0]
    const shared = new Set(set.cells.get(cell)!.shape.flat(2).map(String))
    const border = set.cells
      .get(grid)!
      .shape.flat(2)
      .filter((point) => shared.has(String(point)))
      .sort(([a], [b]) => a - b)
    const [first, last] = [border[1]!, border.at(-2)!]
    const answer = await client.add(
      draft,
      [
        {
          op: 'reshape',
          grid,
          line: [
            [first[0], first[1]],
            [first[0], first[1] + 6000],
            [last[0], last[1] + 6000],
            [last[0], last[1]],
          ],
        },
      ],
      own,
    )
    expect(answer.refused).toBeNull()
    const { revision } = await client.release(draft, street)
    await test.app.cities.get(city, revision)
    const after = await client.base(street)
    expect(after.set.cells.get(cell)?.undivided).toBe(true)
    expect(after.set.cells.get(cell)?.shape).not.toEqual(set.cells.get(cell)?.shape)
    expect(after.set.cells.get(cell)?.shape).toEqual(after.set.outlines.get(undivided)?.shape)
  })

  it('is told when somebody else divided the community meanwhile, and a rebase leaves the step out', async () => {
    const late = await client.begin(street, own)
    await client.add(late, [await cutCommunity(undivided, -5, 0.6)], own)
    const early = await client.begin(street, own)
    await client.add(early, [await cutCommunity(undivided, -9)], own)
    // one of them holds the community
    const { revision } = await client.release(early, street)
    await test.app.cities.get(city, revision)
    const opened = await client.open(late)
    expect(opened.stale?.grids).toContainEqual({
      id: cell,
      code: undivided,
      name: '第2社区',
      what: 'changed',
    })
    const rebase = (leaveOut: boolean) =>
      test.ask(rebaseDraft, { params: { city, draft: late }, body: { leaveOut } }, { as: own })
    await expect(rebase(false)).rejects.toMatchObject({ problem: { code: 'stale_base' } })
    const moved = await rebase(true)
    expect(moved.leftOut.map(({ code }) => code)).toEqual(['unknown_cell'])
  })

  it('is undivided again when its first division is reverted, and can be divided anew', async () => {
    const [last] = (
      await test.database.query<{ id: number }>(`select max(changeset_id) as id from city_${city}.draft`)
    ).rows
    const id = DraftId.parse(randomUUID())
    await test.ask(
      revertChangeset,
      {
        params: { city, changeset: ChangesetId.parse(last?.id) },
        body: { id, name: '撤回首次划分' },
      },
      { as: own },
    )
    const { revision } = await client.release(id, street)
    expect(await gridsIn(undivided, revision)).toEqual([])
    const base = await client.base(street)
    expect(base.set.cells.get(cell)?.undivided).toBe(true)
    const draft = await client.begin(street, own)
    const answer = await client.add(draft, [{ op: 'establish', grid: cell }], own)
    expect(answer.refused).toBeNull()
    const again = await client.release(draft, street)
    // codes that were used are not used again
    expect((await gridsIn(undivided, again.revision)).map(({ code }) => code.slice(-3))).toEqual(['003'])
  })
})
