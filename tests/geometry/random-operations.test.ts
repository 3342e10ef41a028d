import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyChange, type CellSet, reverseChange } from '#shared/geometry/cell-set.ts'
import type { ReasonCode } from '#shared/geometry/result.ts'
import { computeTwiceSignedArea } from '#shared/geometry/signed-area.ts'
import { findDefects, generateCellSet, runRandomOperation } from '../helpers/geometry/random-operations.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

/**
 * Random operations on random cell sets: an accepted one leaves a valid tiling and can be undone bit for bit, a rejected
 * one changes nothing. After a failure fast-check looks for the shortest sequence of operations that fails.
 * SEED and LONGER in the environment choose other and more cell sets.
 */
const CELL_SETS = countRuns(60)
const STEPS = 70
const TIMEOUT_MS = 4000 * CELL_SETS

const areaOf = (set: CellSet) =>
  [...set.cells.values()]
    .flatMap((cell) => cell.shape.flat())
    .reduce((sum, ring) => sum + computeTwiceSignedArea(ring), 0)

/** Returns ids of cells and codes of units that differ in one coordinate or more. */
function differing(one: CellSet, other: CellSet): (number | string)[] {
  const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b)
  const ids = new Set([...one.cells.keys(), ...other.cells.keys()])
  const units = [...one.outlines.keys()].filter(
    (unit) => !same(one.outlines.get(unit)?.shape, other.outlines.get(unit)?.shape),
  )
  return [...[...ids].filter((id) => !same(one.cells.get(id), other.cells.get(id))), ...units]
}

interface Run {
  /** Accepted operations, and each reason of rejection. */
  outcomes: Map<ReasonCode | 'accepted', number>
  operations: Map<string, number>
}

/** Both tests look at one run, whichever of them is first; it throws at the first cell set with a defect. */
const runOnce = (() => {
  let run: Run | undefined
  return () => (run ??= runRandomOperations())
})()

describe('random operations', () => {
  it(
    `keep a valid tiling on ${CELL_SETS} cell sets, ${STEPS} operations each, and can be undone`,
    () => {
      expect(runOnce().operations.size).toBeGreaterThan(0)
    },
    TIMEOUT_MS,
  )

  it(
    'include enough accepted operations of every kind, and the common reasons of rejection',
    () => {
      const { outcomes, operations } = runOnce()
      expect(outcomes.get('accepted')).toBeGreaterThan(0.6 * CELL_SETS * STEPS)
      for (const operation of ['split', 'merge', 'reshape', 'carve', 'moveVertex', 'fillGap', 'divide'])
        expect(operations.get(operation) ?? 0, operation).toBeGreaterThan(CELL_SETS)
      for (const reason of ['line_misses', 'self_crossing', 'crosses_border'] as const)
        expect(outcomes.get(reason) ?? 0, reason).toBeGreaterThan(0)
    },
    TIMEOUT_MS,
  )
})

function runRandomOperations(): Run {
  const run: Run = { outcomes: new Map(), operations: new Map() }
  const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 })
  const steps = fc.array(seeds, { minLength: STEPS, maxLength: STEPS })
  fc.assert(
    fc.property(seeds, steps, (seed, stepSeeds) => applySteps(seed, stepSeeds, run)),
    { seed: readSeed(20181231), numRuns: CELL_SETS },
  )
  return run
}

function applySteps(cellSetSeed: number, stepSeeds: readonly number[], { outcomes, operations }: Run): void {
  let set = generateCellSet(cellSetSeed, createSeededRandom(cellSetSeed))
  const area = areaOf(set)
  expect(findDefects(set, [...set.cells.keys()])).toEqual([])
  for (const [step, seed] of stepSeeds.entries()) {
    const { on, result } = runRandomOperation(set, createSeededRandom(seed), 1000 + step)
    increment(outcomes, result.ok ? 'accepted' : result.reason.code)
    if (!result.ok) continue
    const { value: change } = result
    increment(operations, change.operation)
    const after = applyChange(on, change)
    const changed = change.put.map((cell) => cell.id)
    expect(findDefects(after, changed), `step ${step}, ${change.operation}`).toEqual([])
    const undone = applyChange(after, reverseChange(on, change))
    expect(differing(undone, on), `step ${step}, ${change.operation} undone`).toEqual([])
    set = after
  }
  // area is neither made nor lost: only rounded vertices on the outer border change it, by half a unit at most
  const street = set.outlines.get('street')?.shape ?? []
  expect(areaOf(set)).toBe(street.flat().reduce((sum, ring) => sum + computeTwiceSignedArea(ring), 0))
  expect(Math.abs(areaOf(set) / area - 1)).toBeLessThan(0.05)
}

function increment<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
