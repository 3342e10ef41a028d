import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getCity } from '#shared/contract/city/city.ts'
import { checkDrawnLine } from '#shared/drafts/check-drawn-line.ts'
import { applyDraftChange } from '#shared/drafts/draft-state.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import { reject } from '#shared/geometry/result.ts'
import { aCity } from '../../helpers/city/a-city.ts'
import { anOfficial, createDraftClient } from '../../helpers/drafts/draft-client.ts'
import { openTestApp, type TestApp } from '../../helpers/api/open-test-app.ts'
import { drawRandomOperation } from '../../helpers/fuzz/draw-random-operation.ts'
import { createSeededRandom } from '../../helpers/geometry/build-brickwork.ts'
import { countRuns, readSeed } from '../../helpers/random-run.ts'
import { waitUntil } from '../../helpers/wait-until.ts'

const city = '321500'
/** The only street, so that no neighbour has to consent. */
const street = '321501001'
const own = anOfficial(city, street)
const DRAFTS = countRuns(4)
const STEPS = 30

let test: TestApp
let client: ReturnType<typeof createDraftClient>
beforeAll(async () => {
  test = await openTestApp({ cities: [aCity({ code: city, columns: 4, rows: 2 })] })
  client = createDraftClient(test, city)
})
afterAll(() => test.close())

const seen = (revision: number) =>
  waitUntil(async () => (await test.ask(getCity, { params: { city } })).provenance.revision >= revision)

describe('what the page accepts', () => {
  it(
    `the server accepts as well, step by step, and publishes (${DRAFTS} drafts of ${STEPS} random operations)`,
    async () => {
      const random = createSeededRandom(readSeed(20251129))
      let accepted = 0
      let refused = 0
      for (let i = 0; i < DRAFTS; i++) {
        const id = await client.begin(street)
        let { state } = await client.state(id)
        for (let step = 0; step < STEPS; step++) {
          const operation = drawRandomOperation(state.set, random, -1 - step)
          const duplicate = checkDrawnLine(operation)
          const preview = duplicate ? reject(duplicate.code, duplicate) : runOperation(state, operation)
          const answer = await client.add(id, [operation], own)
          expect(answer.refused?.reason.code, `draft ${i}, step ${step}: ${JSON.stringify(operation)}`).toBe(
            preview.ok ? undefined : preview.reason.code,
          )
          if (!preview.ok) {
            expect(answer.refused?.reason.at, operation.op).toEqual(preview.reason.at)
            refused++
            continue
          }
          accepted++
          state = applyDraftChange(state, preview.value)
        }
        await seen((await client.release(id, street)).revision)
      }
      expect(accepted).toBeGreaterThan(0.3 * DRAFTS * STEPS)
      expect(refused).toBeGreaterThan(0.1 * DRAFTS * STEPS)
    },
    60_000 * DRAFTS,
  )
})
