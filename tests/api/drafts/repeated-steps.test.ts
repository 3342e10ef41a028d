import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as contract from '#shared/contract/drafts/drafts.ts'
import type { NewStep } from '#shared/contract/drafts/draft-operations.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { anOfficial, createDraftClient } from '../../helpers/drafts/draft-client.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'

const city = '321200'
const street = '321201001'
const own = anOfficial(city, street)

let test: TestApp
let client: ReturnType<typeof createDraftClient>
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city })] })
  client = createDraftClient(test, city)
})
afterAll(() => test.close())

describe('a step id that is sent again', () => {
  const send = (draft: string, after: number, steps: NewStep[]) =>
    test.ask(contract.appendSteps, { params: { city, draft }, body: { after, steps } }, { as: own })
  const describeGrid = async (households: number) => ({
    op: 'describe' as const,
    grid: (await client.findGrid(`${street}001001`)).id,
    values: { households, residents: 900 },
  })

  it('is accepted with the same content, whatever the order of its keys', async () => {
    const id = await client.begin(street)
    const { op, grid, values } = await describeGrid(400)
    const step = { id: randomUUID(), step: 'do' as const }
    await send(id, 0, [{ ...step, operation: { op, grid, values } }])
    const turned = { values: { residents: values.residents, households: 400 }, grid, op }
    const again = await send(id, 0, [{ operation: turned, ...step }])
    expect(again).toMatchObject({ accepted: [step.id], refused: null, draft: { steps: 1 } })
  })

  it('is a conflict with other content, and nothing of the request is stored', async () => {
    const id = await client.begin(street)
    const step = { id: randomUUID(), step: 'do' as const, operation: await describeGrid(401) }
    await send(id, 0, [step])
    const before = await client.state(id)
    const others: NewStep[] = [
      { ...step, operation: await describeGrid(402) },
      { ...step, operation: await client.cut(`${street}001002`) },
      { id: step.id, step: 'undo' },
    ]
    for (const other of others) {
      const fresh = { id: randomUUID(), step: 'do' as const, operation: await describeGrid(500) }
      await expect(send(id, 1, [fresh, other])).rejects.toMatchObject({
        problem: { code: 'conflict', status: 409, details: { step: step.id } },
      })
    }
    expect(await client.state(id)).toEqual(before)
  })

  it('is a conflict inside one request as well', async () => {
    const id = await client.begin(street)
    const step = { id: randomUUID(), step: 'do' as const, operation: await describeGrid(410) }
    await expect(send(id, 0, [step, { ...step, operation: await describeGrid(411) }])).rejects.toMatchObject({
      problem: { code: 'conflict' },
    })
    expect((await send(id, 0, [step, step])).draft.steps).toBe(1)
  })
})
