import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as contract from '#shared/contract/drafts/drafts.ts'
import { certifyDraft } from '#shared/drafts/certify-draft.ts'
import { getShapeAreaM2 } from '#shared/geometry/shapes/shape-area.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { createDraftClient, anOfficial, aReviewer } from '../../helpers/drafts/draft-client.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const city = '321000'
/** Rows 0 and 1 of the brickwork; north of it lies 321001002. */
const street = '321001001'
const own = anOfficial(city, street)

let test: TestApp
let client: ReturnType<typeof createDraftClient>
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
  client = createDraftClient(test, city)
})
afterAll(() => test.close())

describe('a draft', () => {
  it('stores its steps and returns them when it is opened again', async () => {
    const id = await client.begin(street)
    const { accepted, refused, draft } = await client.add(id, [await client.cut(`${street}001001`)], own)
    expect({ accepted: accepted.length, refused, steps: draft.steps }).toEqual({
      accepted: 1,
      refused: null,
      steps: 1,
    })
    const { state } = await client.state(id)
    expect(state.set.cells.size).toBe((await client.base(street)).set.cells.size + 1)
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

  it('has a name that no other draft of the street has while both are worked on', async () => {
    const beside = `${street.slice(0, 6)}002`
    const named = (unit: string, as: Parameters<typeof client.begin>[1]) => client.begin(unit, as, '同名')
    const one = await named(street, own)
    const other = await client.begin(street)
    const rename = () =>
      test.ask(contract.renameDraft, { params: { city, draft: other }, body: { name: '同名' } }, { as: own })
    const taken = { problem: { code: 'name_taken', status: 409, details: { street, name: '同名' } } }
    await expect(named(street, own)).rejects.toMatchObject(taken)
    await expect(rename()).rejects.toMatchObject(taken)
    const elsewhere = await named(beside, anOfficial(city, beside))
    await test.ask(contract.discardDraft, { params: { city, draft: one } }, { as: own })
    expect((await rename()).name).toBe('同名')
    // its own name is not in its way
    expect((await rename()).name).toBe('同名')
    expect(elsewhere).not.toBe(one)
  })

  it('has one name each of two that are asked for at once', async () => {
    const begin = () =>
      client.begin(street, own, '同时').catch((error: { problem: unknown }) => error.problem)
    const answers = await Promise.all([begin(), begin(), begin()])
    expect(answers.filter((each) => typeof each === 'string').length).toBe(1)
    for (const each of answers)
      if (typeof each !== 'string') expect(each).toMatchObject({ code: 'name_taken' })
  })

  it('splits households by area without losing any', async () => {
    const id = await client.begin(street)
    const operation = await client.cut(`${street}001001`)
    await client.add(id, [operation], own)
    const { state } = await client.state(id)
    const before = (await client.base(street)).facts.get(operation.grid)!
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
    const id = await client.begin(street)
    const blank = (await client.state(id)).state
    const [one, two] = [await client.cut(`${street}001001`, -1), await client.cut(`${street}001003`, -2)]
    await client.add(id, [one], own)
    const afterOne = (await client.state(id)).state
    await client.add(id, [two, { op: 'merge', grids: [one.grid, -1] }], own)
    const afterAll = (await client.state(id)).state
    for (let i = 0; i < 2; i++) await client.step(id, 'undo', own)
    expect((await client.state(id)).state).toEqual(afterOne)
    await client.step(id, 'undo', own)
    expect((await client.state(id)).state).toEqual(blank)
    expect((await client.step(id, 'undo', own)).refused?.reason.code).toBe('nothing_to_undo')
    for (let i = 0; i < 3; i++) await client.step(id, 'redo', own)
    expect((await client.state(id)).state).toEqual(afterAll)
    expect((await client.step(id, 'redo', own)).refused?.reason.code).toBe('nothing_to_redo')
  })

  it('applies a step once, even when it is sent again after a lost response', async () => {
    const id = await client.begin(street)
    const steps = [
      { id: randomUUID(), step: 'do' as const, operation: await client.cut(`${street}001001`) },
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
    const id = await client.begin(street)
    await client.add(id, [await client.cut(`${street}001001`)], own)
    const blind = {
      after: 0,
      steps: [{ id: randomUUID(), step: 'do' as const, operation: await client.cut(`${street}001002`, -2) }],
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
    const id = await client.begin(street)
    const good = await client.cut(`${street}001001`)
    const answer = await client.add(
      id,
      [good, { op: 'merge', grids: [good.grid, 99_999] }, await client.cut(`${street}001002`, -2)],
      own,
    )
    expect(answer.accepted).toHaveLength(1)
    expect(answer.refused).toMatchObject({ reason: { code: 'unknown_cell', cells: [99_999] } })
    expect(answer.draft.steps).toBe(1)
  })

  it('applies attribute changes of a grid', async () => {
    const id = await client.begin(street)
    const grid = (await client.findGrid(`${street}001001`)).id
    await client.add(
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
    expect((await client.state(id)).state.facts.get(grid)).toMatchObject({
      name: '滨河网格',
      kind: 'dedicated',
      fullTimeWorkers: 3,
      branchSince: '2018-07-01',
      households: 300,
    })
    expect(
      (await client.add(id, [{ op: 'describe', grid, values: { name: '滨河网格' } }], own)).refused?.reason
        .code,
    ).toBe('nothing_changes')
  })

  it('is listed with the other drafts of the street until it is discarded', async () => {
    const id = await client.begin(street, own, '临时')
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
    await expect(client.add(id, [await client.cut(`${street}001001`)], own)).rejects.toMatchObject({
      problem: { code: 'wrong_stage' },
    })
  })
})
