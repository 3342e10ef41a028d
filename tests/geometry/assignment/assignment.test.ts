import { describe, expect, it } from 'vitest'
import type { Assignment, DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import { applyProposal } from '#shared/drafts/assignment/apply-proposal.ts'
import { proposeAssignment } from '#shared/drafts/assignment/propose-assignment.ts'
import { applyDraftChange, type DraftState, reverseDraftChange } from '#shared/drafts/draft-state.ts'
import { applyStep, createDraftHistory } from '#shared/drafts/draft-history.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import { isInShape } from '#shared/geometry/shapes/locate-points.ts'
import { aDraftOf, scatterAssignables, withPremises } from '../../helpers/drafts/a-draft-state.ts'
import { drawRandomOperation } from '../../helpers/fuzz/draw-random-operation.ts'
import { generateDraftState } from '../../helpers/fuzz/generate-draft-state.ts'
import { createSeededRandom } from '../../helpers/geometry/build-brickwork.ts'
import { parseCellSet, toDrawingPoint } from '../../helpers/geometry/parse-cell-set.ts'
import { countRuns, readSeed } from '../../helpers/random-run.ts'

/** Where premises, workers and branches go: as proposed, as chosen, and never lost or there twice. */

const workerFields = ['fullTimeWorkers', 'partTimeWorkers'] as const
const sumOf = ({ facts }: DraftState, name: (typeof workerFields)[number]) =>
  [...facts.values()].reduce((sum, each) => sum + each[name], 0)
const countBranches = ({ facts }: DraftState) =>
  [...facts.values()].filter(({ branchSince }) => branchSince !== null).length
const countJoined = (assign: Assignment | undefined) =>
  (assign?.branches ?? []).reduce((sum, { from }) => sum + from.length - 1, 0)
const pair = (x: number, y: number): [number, number] => {
  const [a, b] = toDrawingPoint(x, y)
  return [a, b]
}

/** The state and the operation with the proposal, or with another choice. */
function run(state: DraftState, operation: DraftOperation, assign?: Assignment) {
  const result = runOperation(state, assign ? ({ ...operation, assign } as DraftOperation) : operation)
  if (!result.ok) return { reason: result.reason, state, operation }
  const proposed = applyProposal(state, operation, result.value)
  return {
    reason: null,
    state: applyDraftChange(state, assign ? result.value : proposed.change),
    operation: proposed.operation,
  }
}

const chosenOf = (operation: DraftOperation): Assignment =>
  ('assign' in operation ? operation.assign : undefined) ?? {}

/*
 *     north  ┌─────┐
 *            │  A  │  400 households, 2 full-time and 3 part-time workers, a branch of 2015
 *            ├─────┤
 *            │  B  │  100 households, 1 full-time worker, a branch of 2011
 *            └─────┘
 */
const set = parseCellSet(['A', 'B'], 'AB')
const { A, B } = set.ids
const drawn = aDraftOf(set, {
  [A]: { households: 400, fullTimeWorkers: 2, partTimeWorkers: 3, branchSince: '2015-03-01' },
  [B]: { households: 100, fullTimeWorkers: 1, partTimeWorkers: 0, branchSince: '2011-07-01' },
})
const cutA = (x: number): DraftOperation => ({
  op: 'split',
  grid: A,
  line: [pair(x, 0.9), pair(x, 2.1)],
  newGrid: -1,
})

describe('the proposal for a cut', () => {
  it('divides workers by households in whole numbers, and leaves the branch with the part that has more', () => {
    const { operation, state } = run(drawn, cutA(0.5))
    expect(chosenOf(operation)).toEqual({
      workers: [
        { grid: A, fullTimeWorkers: 1, partTimeWorkers: 2 },
        { grid: -1, fullTimeWorkers: 1, partTimeWorkers: 1 },
      ],
      branches: [{ grid: A, from: [A] }],
    })
    expect(state.facts.get(-1)).toMatchObject({ fullTimeWorkers: 1, partTimeWorkers: 1, branchSince: null })
  })

  it('gives a single worker to the part with more households', () => {
    const single = aDraftOf(set, { [A]: { households: 400, fullTimeWorkers: 1 } })
    const { operation } = run(single, cutA(0.3))
    const more = [...run(single, cutA(0.3)).state.facts].find(([, { households }]) => households > 200)![0]
    expect(chosenOf(operation).workers!.find(({ fullTimeWorkers }) => fullTimeWorkers === 1)!.grid).toBe(more)
  })

  it('leaves premises with the ground on which they stand', () => {
    const { operation, state } = run(
      withPremises(drawn, [
        [0.1, 1.5],
        [0.9, 1.5],
        [0.9, 0.5],
      ]),
      cutA(0.6),
    )
    const { premises } = chosenOf(operation)
    expect(premises!.map(({ id }) => id)).toEqual([1, 2])
    const grounds = premises!.map(({ grid, id }) =>
      isInShape(state.set.cells.get(grid)!.shape, ...state.premises!.points[id - 1]!),
    )
    expect(grounds).toEqual([true, true])
    expect(new Set(premises!.map(({ grid }) => grid)).size).toBe(2)
  })

  it('asks nothing where there is nothing to choose', () => {
    const bare = aDraftOf(set, { [A]: { households: 400 } })
    expect('assign' in run(bare, cutA(0.5)).operation).toBe(false)
  })
})

describe('a merge', () => {
  const merge: DraftOperation = { op: 'merge', grids: [A, B], keep: A }

  it('sums the workers, and proposes that the branch of the grid that stays goes on', () => {
    const { operation, state } = run(drawn, merge)
    expect(chosenOf(operation)).toEqual({ branches: [{ grid: A, from: [A, B] }] })
    expect(state.facts.get(A)).toMatchObject({
      fullTimeWorkers: 3,
      partTimeWorkers: 3,
      branchSince: '2015-03-01',
    })
  })

  it('lets the other branch go on where the author chooses it', () => {
    const { state } = run(drawn, merge, { branches: [{ grid: A, from: [B, A] }] })
    expect(state.facts.get(A)!.branchSince).toBe('2011-07-01')
  })

  it('takes the only branch along', () => {
    const one = aDraftOf(set, { [A]: { households: 9 }, [B]: { branchSince: '2011-07-01' } })
    const { operation, state } = run(one, merge)
    expect(chosenOf(operation).branches).toEqual([{ grid: A, from: [B] }])
    expect(state.facts.get(A)!.branchSince).toBe('2011-07-01')
  })
})

describe('a division', () => {
  // two grids of equal halves, divided anew from west to east in three: A stays in the west
  const divide: DraftOperation = {
    op: 'divide',
    grids: [A, B],
    borders: [
      [pair(0.3, 0), pair(0.3, 2)],
      [pair(0.6, 0), pair(0.6, 2)],
    ],
    parts: [
      { grid: A, at: [pair(0.15, 1)] },
      { grid: -1, at: [pair(0.45, 1)] },
      { grid: -2, at: [pair(0.8, 1)] },
    ],
  }

  it('shares workers out by households, and gives each branch to one grid only', () => {
    const { operation, state } = run(drawn, divide)
    expect([sumOf(state, 'fullTimeWorkers'), sumOf(state, 'partTimeWorkers')]).toEqual([3, 3])
    expect(countBranches(state)).toBe(2)
    expect(chosenOf(operation).branches).toEqual([
      { grid: A, from: [A] },
      { grid: -2, from: [B] },
    ])
  })

  it('lets branches join where there are more of them than grids', () => {
    const { operation, state } = run(drawn, {
      ...divide,
      borders: [],
      parts: [{ grid: -1, at: [pair(0.5, 1)] }],
    })
    expect(chosenOf(operation).branches).toEqual([{ grid: -1, from: [B, A] }])
    expect(state.facts.get(-1)).toMatchObject({ branchSince: '2011-07-01', fullTimeWorkers: 3 })
  })
})

describe('a choice', () => {
  const premises = withPremises(drawn, [
    [0.1, 1.5],
    [0.9, 0.5],
  ])

  it('assigns premises to a grid on whose land they do not stand, until that grid is divided or retired', () => {
    const cut = run(premises, cutA(0.5), { premises: [{ id: 1, grid: -1 }] }).state
    const [chosen] = cut.premises!.owner
    expect([chosen, cut.premises!.ground[0]]).toEqual([-1, A])
    const merged = run(cut, { op: 'merge', grids: [A, -1], keep: A }).state
    expect(merged.premises!.owner[0]).toBe(A)
    // a merge with a grid elsewhere takes them along
    const far = run(cut, { op: 'merge', grids: [-1, B], keep: B }).state
    expect([far.premises!.owner[0], far.premises!.ground[0]]).toEqual([B, A])
  })

  it.each<[string, Assignment]>([
    ['assigned_elsewhere', { premises: [{ id: 1, grid: B }] }],
    ['assigned_elsewhere', { workers: [{ grid: 77, fullTimeWorkers: 2, partTimeWorkers: 3 }] }],
    ['assigned_elsewhere', { branches: [{ grid: B, from: [A] }] }],
    ['assigned_twice', { premises: [1, 1].map((id) => ({ id, grid: A })) }],
    ['assigned_twice', { workers: [A, A].map((grid) => ({ grid, fullTimeWorkers: 1, partTimeWorkers: 1 })) }],
    ['assigned_twice', { branches: [A, -1].map((grid) => ({ grid, from: [A] })) }],
    ['unknown_premises', { premises: [{ id: 2, grid: A }] }],
    ['unknown_premises', { premises: [{ id: 99, grid: A }] }],
    ['unknown_branch', { branches: [{ grid: A, from: [A, B] }] }],
    ['branch_left_out', { branches: [] }],
    [
      'workers_differ',
      {
        workers: [
          { grid: A, fullTimeWorkers: 2, partTimeWorkers: 3 },
          { grid: -1, fullTimeWorkers: 1, partTimeWorkers: 0 },
        ],
      },
    ],
  ])('is refused with %s where it cannot be: %j', (code, assign) => {
    expect(run(premises, cutA(0.5), assign).reason?.code).toBe(code)
  })

  it('is taken back by an undo and comes again with a redo', () => {
    const assign: Assignment = { premises: [{ id: 1, grid: -1 }] }
    const start = createDraftHistory(premises)
    const steps = [
      { id: '1', step: 'do' as const, operation: { ...cutA(0.5), assign } as DraftOperation },
      { id: '2', step: 'undo' as const },
      { id: '3', step: 'redo' as const },
    ]
    const owners = [start]
    for (const step of steps) {
      const result = applyStep(owners.at(-1)!, step)
      if (!result.ok) throw new Error(result.reason.code)
      owners.push(result.value)
    }
    expect(owners.map(({ state }) => state.premises!.owner[0])).toEqual([A, -1, A, -1])
  })
})

const STATES = countRuns(25)
const STEPS = 25

describe('random operations with their proposals', () => {
  it(`keep the sums of workers and every branch, and are the same when repeated (${STATES} tilings)`, () => {
    const random = createSeededRandom(readSeed(117))
    let accepted = 0
    for (let seed = 0; seed < STATES; seed++) {
      const base = scatterAssignables(generateDraftState(seed, random), random)
      let state = base
      const operations: DraftOperation[] = []
      for (let step = 0; step < STEPS; step++) {
        const operation = drawRandomOperation(state.set, random, -1 - step)
        const result = runOperation(state, operation)
        if (!result.ok) continue
        accepted++
        const proposal = proposeAssignment(state, result.value)
        expect(proposeAssignment(state, result.value)).toEqual(proposal)
        const next = run(state, operation)
        const repeated = runOperation(state, next.operation)
        if (!repeated.ok) throw new Error(`${repeated.reason.code}: ${JSON.stringify(next.operation)}`)
        for (const name of workerFields) expect(sumOf(next.state, name)).toBe(sumOf(state, name))
        expect(countBranches(next.state) + countJoined(chosenOf(next.operation))).toBe(countBranches(state))
        const { owner, ground } = next.state.premises!
        // what stood on a vertex of the outer border may lie outside of every grid afterwards
        expect(owner.map((id) => id === null || next.state.set.cells.has(id))).not.toContain(false)
        expect(owner.some((id, row) => id === null && ground[row] !== null)).toBe(false)
        const undone = applyDraftChange(next.state, reverseDraftChange(state, repeated.value))
        expect(undone.premises).toEqual(state.premises)
        expect([...undone.facts].sort()).toEqual([...state.facts].sort())
        operations.push(next.operation)
        state = next.state
      }
      let again = base
      for (const operation of operations) {
        const result = runOperation(again, operation)
        if (!result.ok) throw new Error(result.reason.code)
        again = applyDraftChange(again, result.value)
      }
      expect([...again.facts]).toEqual([...state.facts])
      expect(again.premises).toEqual(state.premises)
    }
    expect(accepted).toBeGreaterThan(STATES * 5)
  })
})
