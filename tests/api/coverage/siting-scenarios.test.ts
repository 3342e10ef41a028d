import type { z } from 'zod'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  listScenarios,
  removeScenario,
  saveScenario,
  type SitingQuestion,
} from '#shared/contract/coverage/siting.ts'
import { commitChangeset } from '../../../api/changesets/commit-changeset.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { createSitingClient, listSiteCodes, sitingMeasure } from '../../helpers/coverage/siting-client.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const city = '321000'
type SitingQuestionInput = z.input<typeof SitingQuestion>
let test: TestApp
let client: ReturnType<typeof createSitingClient>
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
  client = createSitingClient(test, city)
})
afterAll(() => test.close())

describe('the siting API', () => {
  const save = (
    name: string,
    question: SitingQuestionInput,
    sites: string[],
    ticket: string | null = null,
    scenario = crypto.randomUUID(),
  ) => test.ask(saveScenario, { params: { city, scenario }, body: { name, question, sites, ticket } })

  it('recalculates saved scenarios, and marks them as outdated after the city changes', async () => {
    const { answer, provenance } = await client.solve()
    const question = { objective: 'reach' as const, sites: 3, measure: sitingMeasure }
    const { scenario: saved } = await save('三个新站', question, listSiteCodes(answer))
    expect(saved).toMatchObject({
      name: '三个新站',
      actor: 'demo-planner',
      revision: provenance.revision,
      outdated: false,
      answer: { ...answer, seconds: 0 },
    })
    expect((await test.ask(listScenarios, { params: { city } })).scenarios).toHaveLength(1)
    const other = await save('自选', question, listSiteCodes(answer).reverse())
    expect(other.scenario.answer).toMatchObject({ method: 'chosen', after: answer.after })
    expect(
      (await test.ask(listScenarios, { params: { city } })).scenarios.map(({ outdated }) => outdated),
    ).toEqual([false, false])

    await commitChangeset(
      test.database,
      { city, actor: 'test', note: 'move away', requestId: crypto.randomUUID(), kind: 'test' },
      async (tx, { revision }) => {
        await tx.query(
          'update grid set households = households + 1, version = version + 1, revision = $1 where valid_to is null',
          [revision],
        )
        return { answer: null, box: [119e7, 32e7, 121e7, 35e7], layers: ['grids'] }
      },
    )
    await test.app.cities.get(city, provenance.revision + 3)
    expect(
      (await test.ask(listScenarios, { params: { city } })).scenarios.map(({ outdated }) => outdated),
    ).toEqual([true, true])
    for (const { id } of [saved, other.scenario])
      await test.ask(removeScenario, { params: { city, scenario: id } })
    expect((await test.ask(listScenarios, { params: { city } })).scenarios).toEqual([])
  })

  it('stores a solution as proven only with its own answer, query and data', async () => {
    const last = (await client.prove()).at(-1)
    if (last?.kind !== 'answer') throw new Error('no answer')
    const question = { objective: 'reach' as const, sites: 3, measure: sitingMeasure }
    const codes = listSiteCodes(last.answer)
    expect((await save('已证', question, codes, last.ticket)).scenario.answer).toMatchObject({
      method: 'exact',
      proven: true,
      gap: 0,
      after: last.answer.after,
    })
    // the question of another, the sites of another, no ticket of ours
    expect(
      (
        await save(
          '换题',
          { ...question, types: ['new', 'ordinary', 'village', 'converted', 'park'] },
          codes,
          last.ticket,
        )
      ).scenario.answer.method,
    ).not.toBe('exact')
    expect(
      (await save('少一站', { ...question, sites: 2 }, codes.slice(0, 2), last.ticket)).scenario.answer
        .method,
    ).not.toBe('exact')
    expect(
      (await save('伪造', question, codes, `{"proven":true}.${last.ticket?.split('.').at(-1)}`)).scenario
        .answer.method,
    ).not.toBe('exact')
    // one site is the best one, but not the best three
    const one = await save('一站', question, codes.slice(0, 1))
    expect(one.scenario.answer).toMatchObject({ proven: false })
    expect(one.scenario.answer.gap).toBeGreaterThan(0)
    for (const sites of [
      [...codes.slice(0, 2), ...codes.slice(0, 1)],
      [...codes, 'X'],
    ])
      await expect(save('凑数', question, sites)).rejects.toMatchObject({ problem: { status: 400 } })
    await expect(save('没有的', question, ['999999999999999'])).rejects.toMatchObject({
      problem: { code: 'unprocessable', details: { reason: 'site_gone' } },
    })
  })
})
