import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DraftOperation } from '#shared/contract/drafts/draft-operations.ts'
import { certifyDraft } from '#shared/drafts/certify-draft.ts'
import { compareStates, traceLineage } from '#shared/drafts/compare-states.ts'
import { type AppliedOperation, appendOperation, createDraftHistory } from '#shared/drafts/draft-history.ts'
import { applyDraftChange, type DraftState } from '#shared/drafts/draft-state.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import { listFirstDivisions } from '#shared/drafts/undivided/list-first-divisions.ts'
import { clearCommunities } from '../helpers/fuzz/clear-communities.ts'
import { drawRandomOperation } from '../helpers/fuzz/draw-random-operation.ts'
import { generateDraftState } from '../helpers/fuzz/generate-draft-state.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'
import { pickRandom, type Random } from '../helpers/geometry/random-operations.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

/**
 * Random operations on drafts of streets where some communities, or all, have no grids. SEED and LONGER in the environment
 * choose other and more of them.
 */
const DRAFTS = countRuns(60)
const STEPS = 25

const describeState = ({ set, facts }: DraftState) =>
  JSON.stringify([[...set.cells], [...set.outlines], [...facts]])
const sortState = (state: DraftState) => ({
  cells: [...state.set.cells.values()].sort((a, b) => a.id - b.id),
  outlines: [...state.set.outlines].map(([unit, { shape }]) => [unit, shape]),
  facts: [...state.facts].sort(([a], [b]) => a - b),
})

function drawOperation(state: DraftState, random: Random, newGrid: number): DraftOperation {
  const undivided = [...state.set.cells.values()].filter((cell) => cell.undivided)
  const cell = undivided.length > 0 && random() < 0.03 ? pickRandom(random, undivided) : undefined
  return cell ? { op: 'establish', grid: cell.id } : drawRandomOperation(state.set, random, newGrid)
}

/** A community has grids or one cell that is none, never both; every unit is tiled, and figures add up. */
function expectSound(base: DraftState, state: DraftState, done: readonly AppliedOperation[]): void {
  for (const community of new Set([...state.set.cells.values()].map((cell) => cell.community))) {
    const cells = [...state.set.cells.values()].filter((cell) => cell.community === community)
    if (!cells.some((cell) => cell.undivided)) continue
    expect(cells.length).toBe(1)
  }
  expect(certifyDraft(state).filter(({ holds }) => !holds)).toEqual([])
  const isUndivided = (id: number) =>
    base.set.cells.get(id)?.undivided === true && state.set.cells.get(id)?.undivided === true
  const differences = compareStates(base, state)
  expect(differences.filter(({ id }) => isUndivided(id))).toEqual([])
  // first grids have no predecessors, and nothing that is not a grid is one
  const first = new Set(listFirstDivisions(base, state).map(({ community }) => community))
  for (const { predecessor, successor } of traceLineage(done, base, state)) {
    expect(base.set.cells.get(predecessor)?.undivided).toBeUndefined()
    expect(state.set.cells.get(successor)?.undivided).toBeUndefined()
  }
  for (const { id, what, after } of differences)
    if (after && first.has(after.community)) expect([id < 0, what]).toEqual([true, 'new'])
  const sum = ({ facts }: DraftState) =>
    [...facts.values()].reduce((total, { households }) => total + households, 0)
  expect(sum(state)).toBe(sum(base))
}

describe('communities without grids', () => {
  it(
    `are undivided or tiled after every one of ${STEPS} random operations on ${DRAFTS} drafts, and all can be undone`,
    () => {
      const counts = new Map<string, number>()
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 2 ** 31 - 1 }), (seed) => {
          const random = createSeededRandom(seed)
          const whole = generateDraftState(seed, random)
          const communities = [...new Set([...whole.set.cells.values()].map(({ community }) => community))]
          const base = clearCommunities(
            whole,
            communities.filter(() => random() < 0.7),
          )
          let history = createDraftHistory(base)
          for (let step = 0; step < STEPS; step++) {
            const operation = drawOperation(history.state, random, -1 - step)
            const result = runOperation(history.state, operation)
            if (!result.ok) continue
            const divided = listFirstDivisions(history.state, applyDraftChange(history.state, result.value))
            if (divided.length > 0) counts.set(operation.op, (counts.get(operation.op) ?? 0) + 1)
            history = appendOperation(history, { id: String(step), operation, change: result.value })
            expectSound(base, history.state, history.done)
          }
          // the server runs the same operations to the same end, and undoing all of them leads back
          let again = base
          for (const { operation } of history.done) {
            const result = runOperation(again, operation)
            if (!result.ok) throw new Error(result.reason.code)
            again = applyDraftChange(again, result.value)
          }
          expect(describeState(again)).toBe(describeState(history.state))
          const undone = history.done.reduceRight(
            (state, { reverse }) => applyDraftChange(state, reverse),
            history.state,
          )
          expect(sortState(undone)).toEqual(sortState(base))
        }),
        { seed: readSeed(20181231), numRuns: DRAFTS },
      )
      for (const op of ['split', 'carve', 'establish']) expect(counts.get(op) ?? 0, op).toBeGreaterThan(0)
    },
    4000 * DRAFTS,
  )
})
