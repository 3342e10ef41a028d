// @vitest-environment node
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NewStep } from '#shared/contract/drafts/draft-operations.ts'
import { Draft, type Lease, type StoredStep } from '#shared/contract/drafts/drafts.ts'
import {
  appendOperation,
  applyStep,
  createDraftHistory,
  type DraftHistory,
  replaySteps,
} from '#shared/drafts/draft-history.ts'
import { readDraftBase } from '#shared/drafts/read-draft-base.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import {
  createDraftSync,
  type DraftSyncEffect,
  type DraftSyncEvent,
  type DraftSyncState,
  getHistory,
  reduceDraftSync,
} from '../../../web/features/editor/draft-sync/draft-sync.ts'
import { ProblemError } from '../../../web/lib/problem-error.ts'
import { buildRandomDraftBase, createRandomStep, STREET } from '../../helpers/drafts/random-draft-steps.ts'
import { createSeededRandom } from '../../helpers/geometry/build-brickwork.ts'

const base = buildRandomDraftBase(1)
const aDraft = (steps: number, more: Partial<Draft> = {}): Draft =>
  Draft.parse({
    id: '0d9f8f5e-3a35-4a43-9f43-5a4b2f1f6c11',
    street: { code: STREET, name: 'street' },
    name: 'draft',
    status: 'open',
    baseRevision: 1,
    steps,
    author: 'author',
    createdAt: '2026-01-01T00:00:00.000Z',
    changedAt: '2026-01-01T00:00:00.000Z',
    submittedBy: null,
    submittedAt: null,
    note: null,
    decidedBy: null,
    decidedAt: null,
    publishedRevision: null,
    reverts: null,
    ...more,
  })
const anAnswer = (steps: readonly StoredStep[], more: Partial<Draft> = {}) => ({
  draft: aDraft(steps.length, more),
  ground: base,
  steps,
  leases: [] as Lease[],
  stale: null,
})
const toStored = (step: NewStep, number: number): StoredStep => ({ ...step, number, author: 'x', at: '' })
const households = (grid: number, count: number): NewStep => ({
  id: crypto.randomUUID(),
  step: 'do',
  operation: { op: 'describe', grid, values: { households: count } },
})

/** Events one after the other; the effects are those of the last. */
function run(events: readonly DraftSyncEvent[], start: DraftSyncState = createDraftSync('author')) {
  let state = start
  let effects: readonly DraftSyncEffect[] = []
  for (const event of events) ({ state, effects } = reduceDraftSync(state, event))
  return { state, effects, types: effects.map(({ type }) => type) }
}
/** The event of a step that is drawn on the state. */
function draw(state: DraftSyncState, step: NewStep): DraftSyncEvent {
  const history = getHistory(state)
  const result = history === null ? null : applyStep(history, step)
  if (!result?.ok) throw new Error('the step is not possible')
  return { type: 'stepDrawn', step, history: result.value }
}
const opened = (steps: readonly StoredStep[] = [], more: Partial<Draft> = {}): DraftSyncEvent => ({
  type: 'opened',
  answer: anAnswer(steps, more),
  stored: undefined,
})
const sentAnswer = (steps: number, accepted: readonly NewStep[]) => ({
  draft: aDraft(steps),
  accepted: accepted.map(({ id }) => id),
  notes: [],
  refused: null,
  leases: [],
})
/** Everything that a state consists of, to the last coordinate. */
const toData = ({ state, done, undone }: DraftHistory) => ({
  cells: [...state.set.cells].toSorted(([a], [b]) => a - b),
  outlines: [...state.set.outlines].map(([unit, { shape }]) => [unit, shape]),
  facts: [...state.facts].toSorted(([a], [b]) => a - b),
  gone: [...state.gone].toSorted((a, b) => a - b),
  done: done.map(({ id }) => id),
  undone: undone.map(({ id }) => id),
})

describe('the synchronised draft', () => {
  it('equals a full replay after any order of drawing, answers, echoes and steps of others', () => {
    const counts = { known: 0, foreign: 0, answered: 0, echoed: 0 }
    const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 })
    fc.assert(
      fc.property(seeds, fc.array(seeds, { minLength: 25, maxLength: 25 }), (groundSeed, moves) => {
        const ground = buildRandomDraftBase(groundSeed)
        const server: StoredStep[] = []
        let served = createDraftHistory(readDraftBase(ground))
        const store = (steps: readonly NewStep[]) => {
          const added = steps
            .filter(({ id }) => !server.some((each) => each.id === id))
            .map((step, i) => toStored(step, server.length + i + 1))
          server.push(...added)
          served = replaySteps(served, added).replay
          return added
        }
        let { state } = run([{ type: 'opened', answer: { ...anAnswer([]), ground }, stored: undefined }])
        for (const [i, seed] of moves.entries()) {
          const random = createSeededRandom(seed)
          const move = Math.floor(random() * 6)
          const history = getHistory(state)!
          if (move <= 2) {
            const step = createRandomStep(history.state, random, -1 - i)
            const plain = applyStep(history, step)
            if (!plain.ok) continue
            let next = plain.value
            if (step.step === 'do') {
              // as the page does: the change was computed for the preview
              const preview = runOperation(history.state, step.operation)
              if (!preview.ok) throw new Error(preview.reason.code)
              next = appendOperation(history, { ...step, change: preview.value })
              counts.known++
            }
            ;({ state } = run([{ type: 'stepDrawn', step, history: next }], state))
          } else if (move === 3) {
            const foreign = createRandomStep(served.state, random, -1000 - i)
            if (!applyStep(served, foreign).ok) continue
            counts.foreign++
            const steps = store([foreign])
            ;({ state } = run([{ type: 'stepsReceived', draft: aDraft(server.length), steps }], state))
          } else if (state.pending.length > 0) {
            const waiting = state.pending.map(({ step }) => step)
            const sent = waiting.slice(0, 1 + Math.floor(random() * waiting.length))
            const steps = store(sent)
            if (move === 5) {
              counts.echoed++
              ;({ state } = run([{ type: 'stepsReceived', draft: aDraft(server.length), steps }], state))
            }
            counts.answered++
            const answer = sentAnswer(server.length, sent)
            ;({ state } = run([{ type: 'sent', answer, steps: sent }], state))
          }
          expect(state.steps.map(({ id }) => id)).toEqual(server.map(({ id }) => id))
          if (i % 6 !== 0 && i + 1 < moves.length) continue
          const all = [...server, ...state.pending.map(({ step }) => step)]
          const { replay, refused } = replaySteps(createDraftHistory(readDraftBase(ground)), all)
          expect(refused).toBeNull()
          expect(toData(getHistory(state)!)).toEqual(toData(replay))
        }
      }),
      { numRuns: 8, seed: 14 },
    )
    expect(Math.min(...Object.values(counts)), JSON.stringify(counts)).toBeGreaterThan(5)
  })

  it('takes over the history of an accepted step instead of running it again', () => {
    const { state } = run([opened()])
    const event = draw(state, households(1, 7))
    if (event.type !== 'stepDrawn') throw new Error(event.type)
    const drawn = run([event], state).state
    const answered = run(
      [{ type: 'sent', answer: sentAnswer(1, [event.step]), steps: [event.step] }],
      drawn,
    ).state
    expect(answered.confirmed).toBe(event.history)
    expect(getHistory(answered)).toBe(event.history)
    expect(answered).toMatchObject({ pending: [], saveState: 'saved', sending: false })
  })
})

describe('the effects of an event', () => {
  it('stores a step before it is sent, and sends one request at a time', () => {
    const first = run([opened([], { author: 'somebody' })])
    expect(first.types).toEqual(['store', 'acquireLease', 'precache'])
    expect(first.state.wantsLease).toBe(false)
    const one = run([draw(first.state, households(1, 5))], first.state)
    expect(one.types).toEqual(['store', 'acquireLease', 'send'])
    const two = run([draw(one.state, households(2, 5))], one.state)
    expect(two.types).toEqual(['store'])
    const [sent] = one.state.pending.map(({ step }) => step)
    const answered = run([{ type: 'sent', answer: sentAnswer(1, [sent!]), steps: [sent!] }], two.state)
    expect(answered.types).toEqual(['store', 'send'])
    expect(answered.effects.at(-1)).toMatchObject({
      after: 1,
      steps: [{ id: two.state.pending[1]?.step.id }],
    })
  })

  it('drops the rejected step and all after it, and says how many', () => {
    let { state } = run([opened()])
    for (const count of [5, 6, 7]) ({ state } = run([draw(state, households(1, count))], state))
    const steps = state.pending.map(({ step }) => step)
    const { id } = steps[1]!
    const answer = { ...sentAnswer(1, steps.slice(0, 1)), refused: { id, reason: { code: 'not_adjacent' } } }
    const refused = run([{ type: 'sent', answer, steps }], state).state
    expect(refused).toMatchObject({
      pending: [],
      saveState: 'saved',
      rejection: { reason: { code: 'not_adjacent' }, count: 2 },
    })
    expect(getHistory(refused)?.state.facts.get(1)?.households).toBe(5)
  })

  it.each([
    ['leased', ['readChanges', 'retryLater'], null],
    ['stale_base', ['open', 'retryLater'], null],
    ['unreachable', ['retryLater'], null],
    ['forbidden', ['retryLater'], 'forbidden'],
  ] as const)('after the answer %s to a step are %j', (code, effects, failure) => {
    const { state } = run([opened()])
    const drawn = run([draw(state, households(1, 5))], state).state
    const failed = run([{ type: 'sendFailed', problem: new ProblemError(code, '') }], drawn)
    expect(failed.types).toEqual(effects)
    expect(failed.state.saveState).toBe('waiting')
    expect(failed.state.failure?.code ?? null).toBe(failure)
    expect(run([{ type: 'retryDue' }], failed.state).types).toEqual(['send'])
  })

  it('shows the stored draft while the server is unreachable, and opens it again after reconnecting', () => {
    const waiting = households(1, 9)
    const stored = { holder: 'author', draft: aDraft(0), ground: base, steps: [], pending: [waiting] }
    const problem = new ProblemError('unreachable', '')
    const offline = run([
      { type: 'openFailed', problem, stored },
      { type: 'sendFailed', problem },
      { type: 'connectionChanged', connected: false },
    ]).state
    expect(offline).toMatchObject({ offline: true, saveState: 'waiting', failure: null })
    expect(getHistory(offline)?.state.facts.get(1)?.households).toBe(9)
    const up = run([{ type: 'connectionChanged', connected: true }], offline)
    expect(up.types).toEqual(['open'])
    const again = run([opened()], up.state)
    expect(again.types).toEqual(['store', 'acquireLease', 'send', 'precache'])
    expect(run([{ type: 'openFailed', problem, stored: undefined }]).state.failure).toBe(problem)
  })

  it('reads changes when a step is missing, when the city is published, and when somebody else has the lease', () => {
    const { state } = run([opened()])
    const [first, second] = [households(1, 5), households(2, 6)].map((step, i) => toStored(step, i + 1))
    expect(run([{ type: 'stepsReceived', draft: aDraft(2), steps: [second!] }], state).effects).toEqual([
      { type: 'readChanges', after: 0 },
    ])
    for (const type of ['cityPublished', 'leaseRefused'] as const)
      expect(run([{ type }], state).types).toEqual(['readChanges'])
    const changes = { ...anAnswer([first!, second!]), ground: null }
    const read = run([{ type: 'changesRead', answer: changes }], state)
    expect(read.types).toEqual(['store'])
    expect(getHistory(read.state)?.done).toHaveLength(2)
    expect(run([{ type: 'changesRead', answer: anAnswer([]) }], state).types).toEqual(['open'])
    expect(run([{ type: 'helloReceived', draft: aDraft(2), leases: [] }], read.state).types).toEqual([])
    expect(run([{ type: 'helloReceived', draft: aDraft(3), leases: [] }], read.state).types).toEqual([
      'readChanges',
    ])
  })

  it('are no requests once the page is closed, but an answer on its way is stored', () => {
    const { state } = run([opened()])
    const one = run([draw(state, households(1, 5))], state).state
    const two = run([draw(one, households(1, 6)), { type: 'closed' }], one).state
    const steps = one.pending.map(({ step }) => step)
    const answered = run([{ type: 'sent', answer: sentAnswer(1, steps), steps }], two)
    expect(answered.types).toEqual(['store'])
    expect(answered.state.pending).toHaveLength(1)
  })
})
