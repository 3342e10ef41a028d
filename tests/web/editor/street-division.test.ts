import { describe, expect, it } from 'vitest'
import { effectScope } from 'vue'
import { proposeDivision } from '#shared/division/propose-division.ts'
import { readDivisionInput } from '#shared/division/read-division-input.ts'
import { applyDraftChange, type DraftState } from '#shared/drafts/draft-state.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import type { DivisionOrder } from '../../../web/features/editor/division/run-division.ts'
import {
  type CommunityDivision,
  listCommunities,
  useStreetDivision,
} from '../../../web/features/editor/division/use-street-division.ts'
import { drawStreet } from '../../helpers/division/draw-street.ts'

const EFFORT = { starts: 2, patience: 2, recombinations: 10, stepsPerAtom: 40, mostSteps: 40_000 }
const drawn = drawStreet(5)
const [first, second] = listCommunities(drawn.state) as [string, string]

/** Divides the street without a worker; `hold` keeps the work on a community until it is let go. */
function open({ hold = [] as string[] } = {}) {
  let state: DraftState = drawn.state
  const started: string[] = []
  let cancelled = 0
  const gates = new Map<string, () => void>()
  const codeOf = ({ state: now, grids }: DivisionOrder) => now.set.cells.get(grids[0]!)!.community
  const scope = effectScope()
  const street = scope.run(() =>
    useStreetDivision({
      getState: () => state,
      toOrder: (now, grids) => ({
        state: now,
        grids,
        lines: null,
        wish: { count: grids.length + 1, tolerance: 0.25, keepsCompounds: false, seed: 1 },
        styles: ['lines'],
        newIds: [-1, -2, -3, -4].map((id) => id - 10 * started.length),
      }),
      load: () =>
        Promise.resolve((order, onProgress) => {
          const code = codeOf(order)
          started.push(code)
          onProgress(0.5)
          const answer = () =>
            proposeDivision(readDivisionInput(order.state, order.grids, drawn.lines, order.wish), {
              styles: order.styles,
              effort: EFFORT,
              newIds: order.newIds,
            })
          const result = hold.includes(code)
            ? new Promise<void>((resolve) => gates.set(code, resolve)).then(answer)
            : Promise.resolve().then(answer)
          return { result, cancel: () => cancelled++ }
        }),
    }),
  )!
  return {
    street,
    started,
    scope,
    cancelled: () => cancelled,
    letGo: (code: string) => gates.get(code)?.(),
    take(division: CommunityDivision) {
      if (division.result?.ok !== true) throw new Error('there is no proposal')
      const result = runOperation(state, division.result.proposals[0]!.operation)
      if (!result.ok) throw new Error(result.reason.code)
      state = applyDraftChange(state, result.value)
      street.settle('taken')
    },
    change(next: DraftState) {
      state = next
    },
    state: () => state,
  }
}

const until = async (isTrue: () => boolean) => {
  for (let turn = 0; turn < 1000 && !isTrue(); turn++) await new Promise((resolve) => setImmediate(resolve))
  expect(isTrue()).toBe(true)
}

describe('dividing a whole street', () => {
  it('divides one community after the other, and each is taken as a step of its own', async () => {
    const { street, started, take, state } = open()
    street.start()
    await until(() => !street.isRunning)
    expect(started).toEqual([first, second])
    expect(street.counts).toMatchObject({ all: 2, waiting: 0, ready: 2 })
    expect(street.progress).toBe(1)
    const before = state().set.cells.size
    for (const code of [first, second]) {
      const next = street.showNext()!
      expect([next.code, street.shown]).toEqual([code, code])
      take(next)
    }
    // the second still holds although the first has put vertices on the border between them
    expect(state().set.cells.size).toBe(before + 2)
    expect(street.showNext()).toBeNull()
    expect(street.isLooking).toBe(false)
    expect(street.counts.taken).toBe(2)
  })

  it('shows what is ready while the rest is still divided', async () => {
    const { street, letGo } = open({ hold: [second] })
    street.start()
    await until(() => street.counts.ready === 1)
    expect(street.progress).toBe(0.75)
    expect(street.showNext()?.code).toBe(first)
    street.settle('left')
    expect(street.showNext(), 'waits for the second').toBeNull()
    expect(street.isLooking).toBe(true)
    letGo(second)
    await until(() => street.counts.ready === 1)
    expect(street.showNext()?.code).toBe(second)
    expect(street.counts).toMatchObject({ left: 1, taken: 0 })
  })

  it('divides a community again that was changed meanwhile', async () => {
    const { street, started, change, state } = open()
    street.start()
    await until(() => !street.isRunning)
    const [grid] = [...state().set.cells.values()].filter(({ community }) => community === first)
    const facts = state().facts.get(grid!.id)!
    change({
      ...state(),
      facts: new Map(state().facts).set(grid!.id, { ...facts, households: facts.households + 50 }),
    })
    expect(street.showNext()?.code, 'the other is shown first').toBe(second)
    street.settle('left')
    expect(street.showNext()).toBeNull()
    await until(() => street.counts.ready === 1)
    expect(started).toEqual([first, second, first])
    expect(street.showNext()?.code).toBe(first)
  })

  it('stops, and goes on where it was', async () => {
    const { street, started, cancelled, scope, letGo } = open({ hold: [second] })
    street.start()
    await until(() => started.length === 2)
    street.stop()
    expect([cancelled(), street.isRunning]).toEqual([1, false])
    letGo(second)
    await until(() => !street.isRunning)
    expect(street.counts, 'what was stopped has no answer').toMatchObject({ ready: 1, waiting: 1 })
    street.goOn()
    await until(() => started.length === 3)
    letGo(second)
    await until(() => street.counts.ready === 2)
    street.goOn()
    scope.stop()
    expect(street.isRunning).toBe(false)
  })
})
