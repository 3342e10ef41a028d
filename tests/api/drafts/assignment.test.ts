import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getFeature } from '#shared/contract/city/features.ts'
import { getReview } from '#shared/contract/drafts/draft-review.ts'
import { rebaseDraft } from '#shared/contract/drafts/drafts.ts'
import type { Assignment, DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import { applyProposal } from '#shared/drafts/assignment/apply-proposal.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { getShapeBox } from '#shared/geometry/shapes/shape-box.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { anOfficial, createDraftClient } from '../../helpers/drafts/draft-client.ts'

const city = '321000'
const street = '321001001'
const own = anOfficial(city, street)
const first = `${street}001001`
const second = `${street}001002`

/*
 *     ┌───────┬───────┐
 *     │ ●     ┆     ● │   a station in each half of the first grid, which is cut between them
 *     └───────┴───────┘
 */
const plain = aCity({ code: city, columns: 3, rows: 4 })
const shape = plain.grids.find(({ code }) => code === first)!.geometry
const [west, south, east, north] = getShapeBox(shape)
const at = (share: number): Point => [
  Math.round(west + share * (east - west)),
  Math.round((south + north) / 2),
]
const station = { ...plain.premises[0]!, communityCode: `${street}001` }
const facts = {
  ...plain,
  grids: plain.grids.map((grid) => ({
    ...grid,
    ...(grid.code === first ? { fullTimeWorkers: 2, partTimeWorkers: 1, branchSince: '2012-05-01' } : {}),
    ...(grid.code === second ? { fullTimeWorkers: 1, partTimeWorkers: 0, branchSince: '2010-05-01' } : {}),
  })),
  premises: [
    { ...station, code: 'S-101', name: '西站', geometry: at(0.2) },
    { ...station, code: 'S-102', name: '东站', geometry: at(0.8) },
  ],
}

let test: TestApp
let client: ReturnType<typeof createDraftClient>
beforeAll(async () => {
  test = await openTestApp({ cities: [facts] })
  client = createDraftClient(test, city)
})
afterAll(() => test.close())

const detailOf = async (layer: string, code: string, day?: string) =>
  test.ask(getFeature, {
    params: { city: day === undefined ? city : `${city}@${day}`, layer, feature: `code:${code}` },
  })
const gridOf = async (code: string, day?: string) => (await detailOf('stations', code, day)).fields['grid']
const workersOf = async (code: string) => {
  const { fields } = await detailOf('grids', code)
  return [fields['fullTimeWorkers'], fields['partTimeWorkers'], fields['branchSince'], fields['premises']]
}

describe('a step with a choice that cannot be', () => {
  let draft: string
  let cut: Extract<DraftOperation, { op: 'split' }>
  beforeAll(async () => {
    draft = await client.begin(street, own)
    cut = await client.cut(first)
  })

  it.each<[string, (grid: number, other: number) => Assignment]>([
    ['assigned_elsewhere', (_, other) => ({ premises: [{ id: 1, grid: other }] })],
    ['unknown_premises', (grid) => ({ premises: [{ id: 4711, grid }] })],
    ['assigned_twice', (grid) => ({ branches: [grid, -1].map((each) => ({ grid: each, from: [grid] })) })],
    ['branch_left_out', () => ({ branches: [] })],
    ['unknown_branch', (grid, other) => ({ branches: [{ grid, from: [grid, other] }] })],
    [
      'workers_differ',
      (grid) => ({
        workers: [
          { grid, fullTimeWorkers: 2, partTimeWorkers: 1 },
          { grid: -1, fullTimeWorkers: 1, partTimeWorkers: 0 },
        ],
      }),
    ],
  ])('is refused with %s, and the draft stays as it is', async (code, choose) => {
    const { id: other } = await client.findGrid(second)
    const answer = await client.add(draft, [{ ...cut, assign: choose(cut.grid, other) }], own)
    expect(answer.refused?.reason.code).toBe(code)
    expect(answer.refused?.reason.at).toBeDefined()
    expect(answer.draft.steps).toBe(0)
  })

  it('is invalid input where it is no choice at all', async () => {
    for (const assign of [
      { premises: [{ id: 1.5, grid: -1 }] },
      { workers: [{ grid: -1, fullTimeWorkers: -1, partTimeWorkers: 0 }] },
      { branches: [{ grid: -1, from: [] }] },
      { persons: ['张三'] },
    ])
      await expect(
        client.add(draft, [{ ...cut, assign: assign as unknown as Assignment }], own),
      ).rejects.toThrow(/invalid/)
    await client.leave(draft, own)
  })
})

describe('a rebase onto a city in which a grid has other workers', () => {
  it('proposes the choice anew, names the step, and loses nothing', async () => {
    const other = `${street}002001`
    const [slow, quick] = [await client.begin(street, own), await client.begin(street, own)]
    const cut = await client.cut(other)
    const { facts: before } = await client.findGrid(other)
    const assign: Assignment = {
      workers: [
        { grid: cut.grid, fullTimeWorkers: before.fullTimeWorkers, partTimeWorkers: 0 },
        { grid: -1, fullTimeWorkers: 0, partTimeWorkers: before.partTimeWorkers },
      ],
    }
    expect((await client.add(slow, [{ ...cut, assign }], own)).refused).toBeNull()
    await client.add(quick, [{ op: 'describe', grid: cut.grid, values: { fullTimeWorkers: 6 } }], own)
    const { revision } = await client.release(quick, street)
    await test.app.cities.get(city, revision)

    const answer = await test.ask(rebaseDraft, { params: { city, draft: slow }, body: {} }, { as: own })
    expect(answer.leftOut).toEqual([])
    expect(answer.proposedAnew.map(({ code }) => code)).toEqual(['workers_differ'])
    const { state: after, done } = await client.state(slow)
    expect(done).toHaveLength(1)
    expect([cut.grid, -1].map((id) => after.facts.get(id)!.fullTimeWorkers).reduce((a, b) => a + b, 0)).toBe(
      6,
    )
    await client.leave(slow, own)
  })
})

describe('a cut whose premises, workers and branch go where the official wants', () => {
  let newCode: string

  it('shows in the review, and publication gives them to the grids from its day on', async () => {
    const draft = await client.begin(street, own)
    const cut = await client.cut(first)
    const { state } = await client.state(draft)
    const run = runOperation(state, cut)
    if (!run.ok) throw new Error(run.reason.code)
    const proposed = applyProposal(state, cut, run.value).operation.assign!
    const stations = proposed.premises!
    expect(new Set(stations.map(({ grid }) => grid))).toEqual(new Set([cut.grid, -1]))
    // all premises to the new grid, one worker of two, and the branch as well
    const assign: Assignment = {
      premises: stations.map(({ id }) => ({ id, grid: -1 })),
      workers: [
        { grid: cut.grid, fullTimeWorkers: 0, partTimeWorkers: 1 },
        { grid: -1, fullTimeWorkers: 2, partTimeWorkers: 0 },
      ],
      branches: [{ grid: -1, from: [cut.grid] }],
    }
    expect((await client.add(draft, [{ ...cut, assign }], own)).refused).toBeNull()
    const review = await test.ask(getReview, { params: { city, draft } }, { as: own })
    expect(review.premises.map(({ name, from, to, stands }) => [name, from, to, stands]).sort()).toEqual([
      ['东站', cut.grid, -1, stations.find(({ id }) => id === 2)!.grid === -1],
      ['西站', cut.grid, -1, stations.find(({ id }) => id === 1)!.grid === -1],
    ])
    expect(review.branches).toEqual([{ from: cut.grid, to: -1, joins: null }])

    expect(await gridOf('S-101')).toBe(await gridOf('S-102'))
    const before = await gridOf('S-101')
    const { revision, grids } = await client.release(draft, street, { effectiveOn: '2021-06-01' })
    await test.app.cities.get(city, revision)
    newCode = grids.find(({ draftId }) => draftId === -1)!.code
    const { name } = await detailOf('grids', newCode)
    expect([await gridOf('S-101'), await gridOf('S-102')]).toEqual([name, name])
    expect(await workersOf(first)).toEqual([0, 1, null, []])
    expect(await workersOf(newCode)).toEqual([2, 0, '2012-05-01', ['西站', '东站']])
    expect([await gridOf('S-101', '2021-05-31'), await gridOf('S-102', '2021-05-31')]).toEqual([
      before,
      before,
    ])
    expect(await gridOf('S-101', '2021-06-01')).toBe(name)
  })

  it('ends the choice when the grids are merged again, and keeps it for the days before', async () => {
    const draft = await client.begin(street, own)
    const [one, other, neighbour] = await Promise.all(
      [first, newCode, second].map(async (code) => (await client.findGrid(code)).id),
    )
    const assign: Assignment = { branches: [{ grid: one!, from: [neighbour!, other!] }] }
    const merge: DraftOperation = { op: 'merge', grids: [one!, other!, neighbour!], keep: one!, assign }
    expect((await client.add(draft, [merge], own)).refused).toBeNull()
    const { branches } = await test.ask(getReview, { params: { city, draft } }, { as: own })
    expect(branches).toEqual([
      { from: neighbour, to: one, joins: null },
      { from: other, to: one, joins: neighbour },
    ])
    const { revision } = await client.release(draft, street, { effectiveOn: '2022-06-01' })
    await test.app.cities.get(city, revision)
    expect(await workersOf(first)).toEqual([3, 1, '2010-05-01', ['西站', '东站']])
    const { name } = await detailOf('grids', newCode, '2021-07-01')
    expect([await gridOf('S-101', '2021-07-01'), await gridOf('S-102', '2021-07-01')]).toEqual([name, name])
    const { name: merged } = await detailOf('grids', first)
    expect([await gridOf('S-101'), await gridOf('S-102')]).toEqual([merged, merged])
  })
})
