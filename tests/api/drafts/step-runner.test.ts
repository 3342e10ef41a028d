import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { NewStep } from '#shared/contract/drafts/draft-operations.ts'
import { applyStep, createDraftHistory, type DraftHistory } from '#shared/drafts/draft-history.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { createStepRunner, type StepRunner } from '../../../api/drafts/steps/step-runner.ts'
import { buildRandomDraftBase, createRandomStep } from '../../helpers/drafts/random-draft-steps.ts'
import { createSeededRandom } from '../../helpers/geometry/build-brickwork.ts'
import { readSeed } from '../../helpers/random-run.ts'

let runner: StepRunner
beforeEach(() => {
  runner = createStepRunner()
})
afterEach(() => runner.close())

describe('steps that run in the worker', () => {
  it('give the states and refusals of the same steps on this thread, with several drafts in turns', async () => {
    const random = createSeededRandom(readSeed(20261130))
    const drafts = [1, 2, 3].map((seed) => {
      const base = buildRandomDraftBase(seed)
      const history = createDraftHistory(readDraftBase(base))
      return { base, there: history, here: createDraftHistory(readDraftBase(base)) }
    })
    // the first step of each draft is refused, as there is nothing to undo; later an undo is redone now and then
    const drawStep = (round: number, { state }: DraftHistory, newGrid: number): NewStep => {
      if (round % 6 === 0) return { id: crypto.randomUUID(), step: 'undo' }
      if (round % 6 === 1) return { id: crypto.randomUUID(), step: 'redo' }
      return createRandomStep(state, random, newGrid)
    }
    const kinds = new Set<string>()
    for (let i = 0; i < 120; i++) {
      const draft = drafts[i % drafts.length]!
      const step = drawStep(Math.floor(i / drafts.length), draft.here, -1 - i)
      const [there, here] = [await runner.run(draft.there, step, draft.base), applyStep(draft.here, step)]
      kinds.add(`${step.step} ${here.ok}`)
      if (!there.ok || !here.ok) {
        expect(there).toEqual(here)
        continue
      }
      expect(there.value).toEqual(here.value)
      draft.there = there.value
      draft.here = here.value
    }
    expect([...kinds].sort()).toEqual([
      'do false',
      'do true',
      'redo false',
      'redo true',
      'undo false',
      'undo true',
    ])
  })

  it('run on any state, also on one that the worker has forgotten or lost with its thread', async () => {
    const base = buildRandomDraftBase(4)
    const random = createSeededRandom(5)
    const states: DraftHistory[] = [createDraftHistory(readDraftBase(base))]
    while (states.length < 50) {
      const last = states.at(-1)!
      const result = await runner.run(last, createRandomStep(last.state, random, -states.length), base)
      if (result.ok) states.push(result.value)
    }
    const compare = async (history: DraftHistory, other: StepRunner) => {
      const step = createRandomStep(history.state, random, -1000)
      expect(await other.run(history, step, base)).toEqual(applyStep(history, step))
    }
    for (const history of states) await compare(history, runner)
    const next = createStepRunner()
    for (const history of [...states].reverse()) await compare(history, next)
    await next.close()
  })
})
