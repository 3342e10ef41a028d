import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getHealth } from '#shared/contract/system/service.ts'
import type { NewStep } from '#shared/contract/drafts/draft-operations.ts'
import * as contract from '#shared/contract/drafts/drafts.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { anOfficial, createDraftClient } from '../../helpers/drafts/draft-client.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const city = '321200'
const street = '321201001'
const own = anOfficial(city, street)
/** Steps of one request at most. */
const BATCH = 200

let test: TestApp
let client: ReturnType<typeof createDraftClient>
let grid: number
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
  client = createDraftClient(test, city)
  grid = (await client.findGrid(`${street}001001`)).id
})
afterAll(() => test.close())

const describeGrid = (households: number): NewStep => ({
  id: randomUUID(),
  step: 'do',
  operation: { op: 'describe', grid, values: { households } },
})
const send = (draft: string, after: number, steps: NewStep[]) =>
  test.ask(contract.appendSteps, { params: { city, draft }, body: { after, steps } }, { as: own })
const batch = (from: number) => Array.from({ length: BATCH }, (_, i) => describeGrid(from + i))

describe('many steps', () => {
  it('run in turns: a short request is answered before a batch that was sent earlier', async () => {
    const drafts = [await client.begin(street), await client.begin(street)]
    const ended: string[] = []
    const batches = drafts.map((id) => send(id, 0, batch(100)).then(() => ended.push('batch')))
    await test.ask(getHealth, {}, {}).then(() => ended.push('health'))
    await Promise.all(batches)
    expect(ended).toEqual(['health', 'batch', 'batch'])
  })

  it('of a request that is repeated while it runs are stored once', async () => {
    const id = await client.begin(street)
    const steps = batch(2000)
    const answers = await Promise.all([send(id, 0, steps), send(id, 0, steps), send(id, 0, steps)])
    for (const answer of answers) {
      expect(answer.refused).toBeNull()
      expect(new Set(answer.accepted)).toEqual(new Set(steps.map((step) => step.id)))
      expect(answer.draft.steps).toBe(BATCH)
    }
    expect((await client.state(id)).state.facts.get(grid)?.households).toBe(2000 + BATCH - 1)
  })

  it('of two editors at the same time: one has its steps stored, the other is told', async () => {
    const id = await client.begin(street)
    const results = await Promise.allSettled([send(id, 0, batch(500)), send(id, 0, batch(900))])
    const refused = results.filter((result) => result.status === 'rejected')
    expect(refused).toMatchObject([{ reason: { problem: { code: 'stale_base' } } }])
    expect((await client.state(id)).state.facts.get(grid)?.households).toBeOneOf([
      500 + BATCH - 1,
      900 + BATCH - 1,
    ])
  })

  it('of one draft are bounded; the steps before the bound are stored', async () => {
    const id = await client.begin(street)
    let after = 0
    for (; after + BATCH <= contract.MAX_DRAFT_STEPS; after += BATCH) await send(id, after, batch(after))
    expect(after).toBe(contract.MAX_DRAFT_STEPS)
    const more = describeGrid(7)
    expect(await send(id, after, [more])).toMatchObject({
      accepted: [],
      refused: { id: more.id, reason: { code: 'too_many_steps', count: contract.MAX_DRAFT_STEPS } },
      draft: { steps: contract.MAX_DRAFT_STEPS },
    })
    expect((await client.state(id)).state.facts.get(grid)?.households).toBe(after - 1)
  })
})
