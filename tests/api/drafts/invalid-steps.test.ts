import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCity } from '../../helpers/city/a-city.ts'
import { createDraftClient, anOfficial } from '../../helpers/drafts/draft-client.ts'
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

describe('invalid input', () => {
  let id: string
  beforeAll(async () => {
    id = await client.begin(street)
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
