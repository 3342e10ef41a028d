import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as reviewing from '#shared/contract/drafts/draft-review.ts'
import * as contract from '#shared/contract/drafts/drafts.ts'
import type { DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import { certifyDraft } from '#shared/drafts/certify-draft.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { getShapeAreaM2 } from '#shared/geometry/shapes/shape-area.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { createDraftClient, anOfficial, aReviewer } from '../../helpers/drafts/draft-client.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const city = '321000'
/** Rows 0 and 1 of the brickwork; north of it lies 321001002. */
const street = '321001001'
const north = '321001002'
const own = anOfficial(city, street)

let test: TestApp
let draw: ReturnType<typeof createDraftClient>
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
  draw = createDraftClient(test, city)
})
afterAll(() => test.close())

const ground = async (unit = street) =>
  readDraftBase(await test.ask(contract.getDraftBase, { params: { city, unit } }))
const idOf = async (code: string) =>
  [...(await ground(code.slice(0, 9))).facts].find(([, facts]) => facts.code === code)![0]

/** A line from south to north through the middle of a grid. */
async function cutThrough(code: string, newGrid = -1): Promise<Extract<DraftOperation, { op: 'split' }>> {
  const grid = await idOf(code)
  const [west, south, east, upper] = getShapeBox((await ground(code.slice(0, 9))).set.cells.get(grid)!.shape)
  const x = Math.round((west + east) / 2)
  return {
    op: 'split',
    grid,
    line: [
      [x, south - 500],
      [x, upper + 500],
    ],
    newGrid,
  }
}

describe('the base geometry of a street', () => {
  it('contains its own and neighbouring grids exactly, tiling their communities', async () => {
    const state = await ground()
    const places = [...state.places.values()]
    expect(places.filter((place) => place === 'own')).toHaveLength(9)
    // row 2 of the brickwork lies along the border, row 3 behind it
    expect(places.filter((place) => place === 'beside')).toHaveLength(4)
    expect(places.filter((place) => place === 'beyond')).toHaveLength(5)
    expect(certifyDraft(state)).toEqual(
      [street, `${street}001`, `${street}002`].map((unit) => ({ unit, holds: true })),
    )
  })

  it('comes with nearby features for snapping and counting', async () => {
    const around = await test.ask(contract.getSnapTargets, { params: { city, unit: street } })
    expect(around.roads.name).toEqual(['砖城路'])
    expect(around.premises.kind.toSorted()).toEqual(['center', 'station', 'station'])
    expect(around.waterAreas.class).toEqual(['lake'])
  })
})

describe('a draft', () => {
  it('stores its steps and returns them when it is opened again', async () => {
    const id = await draw.begin(street)
    const { accepted, refused, draft } = await draw.add(id, [await cutThrough(`${street}001001`)], own)
    expect({ accepted: accepted.length, refused, steps: draft.steps }).toEqual({
      accepted: 1,
      refused: null,
      steps: 1,
    })
    const { state } = await draw.state(id)
    expect(state.set.cells.size).toBe((await ground()).set.cells.size + 1)
    expect(certifyDraft(state).every(({ holds }) => holds)).toBe(true)
  })

  it('is created once, however often the request is repeated', async () => {
    const id = randomUUID()
    const begin = (as = own) =>
      test.ask(contract.createDraft, { params: { city, unit: street }, body: { id, name: '一次' } }, { as })
    const first = await begin()
    expect(await begin()).toEqual(first)
    await expect(begin(aReviewer(city))).rejects.toMatchObject({ problem: { code: 'conflict' } })
  })

  it('splits households by area without losing any', async () => {
    const id = await draw.begin(street)
    const operation = await cutThrough(`${street}001001`)
    await draw.add(id, [operation], own)
    const { state } = await draw.state(id)
    const before = (await ground()).facts.get(operation.grid)!
    const [kept, fresh] = [state.facts.get(operation.grid)!, state.facts.get(-1)!]
    expect(kept.households + fresh.households).toBe(before.households)
    expect(kept.residents + fresh.residents).toBe(before.residents)
    const share =
      getShapeAreaM2(state.set.cells.get(-1)!.shape) /
      (getShapeAreaM2(state.set.cells.get(-1)!.shape) +
        getShapeAreaM2(state.set.cells.get(operation.grid)!.shape))
    expect(fresh.households).toBe(Math.round(before.households * share))
    expect(fresh).toMatchObject({
      code: null,
      fullTimeWorkers: 0,
      branchSince: null,
      name: `${before.name}-2`,
    })
    expect(kept.fullTimeWorkers).toBe(before.fullTimeWorkers)
  })

  it('undoes and redoes without limit and without loss', async () => {
    const id = await draw.begin(street)
    const blank = (await draw.state(id)).state
    const [one, two] = [await cutThrough(`${street}001001`, -1), await cutThrough(`${street}001003`, -2)]
    await draw.add(id, [one], own)
    const afterOne = (await draw.state(id)).state
    await draw.add(id, [two, { op: 'merge', grids: [one.grid, -1] }], own)
    const afterAll = (await draw.state(id)).state
    for (let i = 0; i < 2; i++) await draw.step(id, 'undo', own)
    expect((await draw.state(id)).state).toEqual(afterOne)
    await draw.step(id, 'undo', own)
    expect((await draw.state(id)).state).toEqual(blank)
    expect((await draw.step(id, 'undo', own)).refused?.reason.code).toBe('nothing_to_undo')
    for (let i = 0; i < 3; i++) await draw.step(id, 'redo', own)
    expect((await draw.state(id)).state).toEqual(afterAll)
    expect((await draw.step(id, 'redo', own)).refused?.reason.code).toBe('nothing_to_redo')
  })

  it('applies a step once, even when it is sent again after a lost response', async () => {
    const id = await draw.begin(street)
    const steps = [
      { id: randomUUID(), step: 'do' as const, operation: await cutThrough(`${street}001001`) },
      { id: randomUUID(), step: 'undo' as const },
    ]
    const send = (after: number, some = steps) =>
      test.ask(
        contract.appendSteps,
        { params: { city, draft: id }, body: { after, steps: some } },
        { as: own },
      )
    expect((await send(0, steps.slice(0, 1))).draft.steps).toBe(1)
    const again = await send(0)
    expect(again.draft.steps).toBe(2)
    expect(again.accepted.toSorted()).toEqual(steps.map((step) => step.id).toSorted())
    expect((await send(0)).draft.steps).toBe(2)
  })

  it('rejects steps that are not based on the latest steps of others', async () => {
    const id = await draw.begin(street)
    await draw.add(id, [await cutThrough(`${street}001001`)], own)
    const blind = {
      after: 0,
      steps: [{ id: randomUUID(), step: 'do' as const, operation: await cutThrough(`${street}001002`, -2) }],
    }
    await expect(
      test.ask(contract.appendSteps, { params: { city, draft: id }, body: blind }, { as: own }),
    ).rejects.toMatchObject({ problem: { code: 'stale_base', details: { steps: 1 } } })
    const { steps, ground: none } = await test.ask(
      contract.openDraft,
      { params: { city, draft: id }, query: { after: 0 } },
      { as: own },
    )
    expect(none).toBeNull()
    expect(steps.map(({ number }) => number)).toEqual([1])
  })

  it('stops at the first rejected step, and returns the reason', async () => {
    const id = await draw.begin(street)
    const good = await cutThrough(`${street}001001`)
    const answer = await draw.add(
      id,
      [good, { op: 'merge', grids: [good.grid, 99_999] }, await cutThrough(`${street}001002`, -2)],
      own,
    )
    expect(answer.accepted).toHaveLength(1)
    expect(answer.refused).toMatchObject({ reason: { code: 'unknown_cell', cells: [99_999] } })
    expect(answer.draft.steps).toBe(1)
  })

  it('applies attribute changes of a grid', async () => {
    const id = await draw.begin(street)
    const grid = await idOf(`${street}001001`)
    await draw.add(
      id,
      [
        {
          op: 'describe',
          grid,
          values: { name: '滨河网格', kind: 'dedicated', fullTimeWorkers: 3, branchSince: '2018-07-01' },
        },
      ],
      own,
    )
    expect((await draw.state(id)).state.facts.get(grid)).toMatchObject({
      name: '滨河网格',
      kind: 'dedicated',
      fullTimeWorkers: 3,
      branchSince: '2018-07-01',
      households: 300,
    })
    expect(
      (await draw.add(id, [{ op: 'describe', grid, values: { name: '滨河网格' } }], own)).refused?.reason
        .code,
    ).toBe('nothing_changes')
  })

  it('is listed with the other drafts of the street until it is discarded', async () => {
    const id = await draw.begin(street, own, '临时')
    const listed = async () =>
      (
        await test.ask(contract.listDrafts, { params: { city }, query: { parent: street } }, { as: own })
      ).drafts.map((draft) => draft.id)
    expect(await listed()).toContain(id)
    expect(
      (
        await test.ask(
          contract.renameDraft,
          { params: { city, draft: id }, body: { name: '改名' } },
          { as: own },
        )
      ).name,
    ).toBe('改名')
    await test.ask(contract.discardDraft, { params: { city, draft: id } }, { as: own })
    await test.ask(contract.discardDraft, { params: { city, draft: id } }, { as: own })
    expect(await listed()).not.toContain(id)
    await expect(draw.add(id, [await cutThrough(`${street}001001`)], own)).rejects.toMatchObject({
      problem: { code: 'wrong_stage' },
    })
  })
})

describe('an official of another street', () => {
  it('may read a draft but not change it', async () => {
    const stranger = anOfficial(city, north)
    const id = await draw.begin(street)
    await expect(
      test.ask(
        contract.createDraft,
        { params: { city, unit: street }, body: { id: randomUUID(), name: 'x' } },
        { as: stranger },
      ),
    ).rejects.toMatchObject({ problem: { code: 'forbidden' } })
    await expect(draw.add(id, [await cutThrough(`${street}001001`)], stranger)).rejects.toMatchObject({
      problem: { code: 'forbidden' },
    })
    await expect(
      test.ask(contract.acquireLeases, { params: { city, draft: id }, body: {} }, { as: stranger }),
    ).rejects.toMatchObject({ problem: { code: 'forbidden' } })
    await expect(draw.submit(id, stranger)).rejects.toMatchObject({ problem: { code: 'forbidden' } })
    await expect(
      test.ask(contract.discardDraft, { params: { city, draft: id } }, { as: stranger }),
    ).rejects.toMatchObject({ problem: { code: 'forbidden' } })
    expect((await draw.open(id, stranger)).draft).toMatchObject({ id, status: 'open', steps: 0 })
    await expect(
      test.ask(reviewing.approveDraft, { params: { city, draft: id }, body: { note: 'x' } }, { as: own }),
    ).rejects.toMatchObject({ problem: { code: 'forbidden' } })
  })
})

describe('invalid input', () => {
  let id: string
  beforeAll(async () => {
    id = await draw.begin(street)
  })

  const boxOf = async (code: string) =>
    getShapeBox((await ground(code.slice(0, 9))).set.cells.get(await idOf(code))!.shape)
  const cut =
    (points: (box: readonly number[]) => [number, number][]) => async (): Promise<DraftOperation> => ({
      op: 'split',
      grid: await idOf(`${street}001002`),
      line: points(await boxOf(`${street}001002`)),
      newGrid: -7,
    })
  /** By two neighbouring vertices of the city's straight southern border. */
  const onSouth =
    (points: (vertices: [[number, number], [number, number]]) => [number, number][]) =>
    async (): Promise<DraftOperation> => {
      const grid = await idOf(`${street}001002`)
      const ring = (await ground()).set.cells.get(grid)!.shape[0]![0]!
      const south = Math.min(...ring.map(([, y]) => y))
      const [from, to] = ring.filter(([, y]) => y === south).toSorted((a, b) => a[0] - b[0])
      return {
        op: 'split',
        grid,
        line: points([
          [from![0], from![1]],
          [to![0], to![1]],
        ]),
        newGrid: -7,
      }
    }
  /** A ring around the south-western corner of a grid. */
  const cornered = (code: string) => async (): Promise<DraftOperation> => {
    const [w, s] = await boxOf(code)
    const ring: [number, number][] = [
      [w! + 5000, s! - 20_000],
      [w! + 20_000, s! - 20_000],
      [w! + 20_000, s! + 20_000],
      [w! + 5000, s! + 20_000],
    ]
    return { op: 'carve', ring: [...ring, ring[0]!], newGrid: -8 }
  }

  it.each<[string, () => Promise<DraftOperation>, string]>([
    [
      'a self-crossing line',
      cut(([w, s, e, n]) => [
        [w! - 100, s! + 9000],
        [e! + 100, n! - 9000],
        [e! + 100, s! + 9000],
        [w! - 100, n! - 9000],
      ]),
      'self_crossing',
    ],
    [
      'a line that ends inside',
      cut(([w, s, e, n]) => [
        [w! - 100, Math.round((s! + n!) / 2)],
        [Math.round((w! + e!) / 2), Math.round((s! + n!) / 2)],
      ]),
      'line_dangles',
    ],
    [
      'a line of no length',
      cut(([w, s]) => [
        [w! + 10, s! + 10],
        [w! + 10, s! + 10],
      ]),
      'zero_length',
    ],
    [
      'a line elsewhere',
      cut(([w, s]) => [
        [w! - 900_000, s! - 900_000],
        [w! - 800_000, s! - 900_000],
      ]),
      'line_misses',
    ],
    [
      'a line with a point twice',
      cut(([w, s, , n]) => [
        [w! + 20_000, s! - 500],
        [w! + 21_000, s! + 9000],
        [w! + 21_000, s! + 9000],
        [w! + 20_000, n! + 500],
      ]),
      'duplicate_point',
    ],
    [
      'a line that touches one vertex',
      onSouth(([[x, y]]) => [
        [x - 500, y - 500],
        [x, y],
        [x + 500, y - 500],
      ]),
      'line_touches_only',
    ],
    ['a line along the border', onSouth(([from, to]) => [from, to]), 'line_along_border'],
    [
      'a line that makes five pieces',
      cut(([w, s, e, n]) =>
        [0.2, 0.3, 0.4, 0.5, 0.6].map((part, i) => [
          Math.round(w! + part * (e! - w!)),
          i % 2 === 0 ? s! - 500 : n! + 500,
        ]),
      ),
      'too_many_parts',
    ],
    [
      'a line to the end of the world',
      cut(([w, s]) => [
        [w!, s!],
        [1e300, -1e300],
      ]),
      'outside_lattice',
    ],
    ['a ring across two communities', cornered(`${street}002001`), 'different_communities'],
    ['a ring in the neighbours’ street', cornered(`${north}001001`), 'different_communities'],
    [
      'a ring beyond the city',
      async () => ({
        op: 'carve',
        ring: [
          [1_190_000_000, 330_000_000],
          [1_190_010_000, 330_000_000],
          [1_190_010_000, 330_010_000],
          [1_190_000_000, 330_000_000],
        ],
        newGrid: -8,
      }),
      'outside_area',
    ],
    [
      'swapped coordinates',
      cut(([w, s, e, n]) => [
        [s!, w! - 100],
        [n!, e! + 100],
      ]),
      'outside_lattice',
    ],
    [
      'half a lattice unit',
      cut(([w, s, e, n]) => [
        [w! - 100.5, s!],
        [e!, n! + 0.25],
      ]),
      'outside_lattice',
    ],
    [
      'a grid of the neighbours',
      async () => ({
        op: 'split',
        grid: await idOf(`${north}001001`),
        line: [
          [0, 0],
          [1, 1],
        ],
        newGrid: -7,
      }),
      'other_street',
    ],
    [
      'a grid that there is not',
      async () => ({ op: 'merge', grids: [123_456, await idOf(`${street}001002`)] }),
      'unknown_cell',
    ],
    [
      'one grid alone',
      async () => ({ op: 'merge', grids: [await idOf(`${street}001002`)] }),
      'one_is_not_enough',
    ],
    [
      'grids apart',
      async () => ({ op: 'merge', grids: [await idOf(`${street}001001`), await idOf(`${street}001004`)] }),
      'not_adjacent',
    ],
    [
      'grids of two communities',
      async () => ({ op: 'merge', grids: [await idOf(`${street}001001`), await idOf(`${street}002001`)] }),
      'different_communities',
    ],
    [
      'a vertex that there is not',
      async () => ({ op: 'moveVertex', from: [1, 2], to: [3, 4] }),
      'unknown_vertex',
    ],
    [
      'a gap that there is not',
      async () => ({ op: 'fillGap', at: [1_200_010_000, 330_010_000], grid: await idOf(`${street}001001`) }),
      'not_a_gap',
    ],
    [
      'a neighbour’s community to number',
      async () => ({ op: 'renumber', community: `${north}001` }),
      'other_street',
    ],
    [
      'an open ring',
      async () => ({
        op: 'carve',
        ring: [
          [1_200_010_000, 330_010_000],
          [1_200_020_000, 330_010_000],
          [1_200_020_000, 330_020_000],
          [1_200_010_000, 330_020_000],
        ],
        newGrid: -8,
      }),
      'ring_not_closed',
    ],
  ])('%s is rejected with its reason and changes nothing', async (_what, operation, code) => {
    const answer = await draw.add(id, [await operation()], own)
    expect(answer.refused?.reason.code).toBe(code)
    expect(answer).toMatchObject({ accepted: [], draft: { steps: 0 } })
  })

  it('a merged grid is retired, and its code is not reused', async () => {
    const draft = await draw.begin(street)
    const [one, two] = [await idOf(`${street}001001`), await idOf(`${street}001002`)]
    const split = await cutThrough(`${street}001003`, -1)
    await draw.add(
      draft,
      [{ op: 'merge', grids: [one, two], keep: one }, split, { op: 'merge', grids: [split.grid, -1] }],
      own,
    )
    expect(
      (await draw.add(draft, [{ op: 'describe', grid: two, values: { name: 'x' } }], own)).refused?.reason,
    ).toMatchObject({ code: 'retired_cell', cells: [two] })
    expect((await draw.add(draft, [split], own)).refused?.reason.code).toBe('id_taken')
  })

  it.each<[string, unknown]>([
    ['an operation that there is not', { op: 'explode', grid: 1 }],
    ['one that only the server writes', { op: 'restore', changeset: 1, grids: [], retire: [], outlines: [] }],
    [
      'a new grid with a number of the city',
      {
        op: 'split',
        grid: 1,
        line: [
          [0, 0],
          [1, 1],
        ],
        newGrid: 5,
      },
    ],
    [
      'not a number',
      {
        op: 'split',
        grid: 1,
        line: [
          [null, 0],
          [1, 1],
        ],
        newGrid: -5,
      },
    ],
    [
      'a line of a million points',
      { op: 'split', grid: 1, line: Array.from({ length: 3000 }, (_, i) => [i, i]), newGrid: -5 },
    ],
    ['fewer than no households', { op: 'describe', grid: 1, values: { households: -1 } }],
    ['a kind that there is not', { op: 'describe', grid: 1, values: { kind: 'secret' } }],
  ])('%s is an invalid request', async (_what, operation) => {
    const answer = await test.send(`/api/cities/${city}/drafts/${id}/steps`, {
      as: own,
      method: 'POST',
      body: { after: 0, steps: [{ id: randomUUID(), step: 'do', operation }] },
    })
    expect(answer.status).toBe(400)
  })
})

describe('a lease', () => {
  it('names who is editing a community, and locks out others until it is released', async () => {
    const [mine, theirs] = [await draw.begin(street), await draw.begin(street, aReviewer(city))]
    const lease = (draft: string, as: typeof own, body = {}) =>
      test.ask(contract.acquireLeases, { params: { city, draft }, body }, { as })
    const taken = await lease(mine, own, { communities: [`${street}002`] })
    expect(taken.leases.find(({ community }) => community === `${street}002`)).toMatchObject({
      draft: mine,
      holder: 'demo-street_official',
      own: true,
    })
    await expect(lease(theirs, aReviewer(city), { communities: [`${street}002`] })).rejects.toMatchObject({
      problem: { code: 'leased', details: { holder: 'demo-street_official', draft: mine } },
    })
    await expect(
      draw.add(theirs, [await cutThrough(`${street}002002`)], aReviewer(city)),
    ).rejects.toMatchObject({ problem: { code: 'leased' } })
    expect(
      (await draw.open(theirs)).leases.find(({ community }) => community === `${street}002`),
    ).toMatchObject({ draft: mine, own: false })
    await lease(mine, own, { release: true })
    expect(
      (await draw.add(theirs, [await cutThrough(`${street}002002`)], aReviewer(city))).accepted,
    ).toHaveLength(1)
    await lease(theirs, aReviewer(city), { release: true })
    await expect(lease(mine, own, { communities: [`${north}001`] })).rejects.toMatchObject({
      problem: { code: 'unprocessable' },
    })
  })
})

describe('validation issues', () => {
  it('list violations of the rule profile with their fixes', async () => {
    const id = await draw.begin(street)
    const operation = await cutThrough(`${street}002003`, -1)
    await draw.add(id, [operation], own)
    const { issues } = await test.ask(contract.getProblems, { params: { city, draft: id } }, { as: own })
    const ofNew = issues.filter(({ cells }) => cells.includes(-1))
    expect(ofNew.map(({ type }) => type).toSorted()).toEqual(['no_branch', 'no_worker', 'too_few_households'])
    expect(issues.every(({ severity }) => severity === 'warning')).toBe(true)
    const few = ofNew.find(({ type }) => type === 'too_few_households')!
    expect(few).toMatchObject({
      wanted: 300,
      fixes: expect.arrayContaining([{ op: 'merge', grids: [operation.grid, -1], keep: operation.grid }]),
    })
    expect((await draw.add(id, [few.fixes[0]!], own)).refused).toBeNull()
  })
})
