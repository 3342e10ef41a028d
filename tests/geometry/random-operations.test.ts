import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { applyChange, type CellSet, reverseChange } from '#shared/geometry/cell-set.ts'
import type { ReasonCode } from '#shared/geometry/result.ts'
import { computeTwiceSignedArea } from '#shared/geometry/signed-area.ts'
import { findDefects, generateCellSet, runRandomOperation } from '../helpers/geometry/random-operations.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'

/**
 * Random work on random ground: whatever is allowed leaves a perfect tiling, whatever is refused changes nothing, and
 * every step can be taken back bit for bit. Should one ever fail, fast-check looks for the shortest row of operations.
 */

const areaOf = (set: CellSet) =>
  [...set.cells.values()]
    .flatMap((cell) => cell.shape.flat())
    .reduce((sum, ring) => sum + computeTwiceSignedArea(ring), 0)

/** Numbers and codes of what is not the same in both, to the last coordinate. */
function differing(one: CellSet, other: CellSet): (number | string)[] {
  const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b)
  const ids = new Set([...one.cells.keys(), ...other.cells.keys()])
  const units = [...one.outlines.keys()].filter(
    (unit) => !same(one.outlines.get(unit)?.shape, other.outlines.get(unit)?.shape),
  )
  return [...[...ids].filter((id) => !same(one.cells.get(id), other.cells.get(id))), ...units]
}

describe('random operations', () => {
  const GROUNDS = 240
  const STEPS = 70
  const outcomes = new Map<ReasonCode | 'allowed', number>()
  const operations = new Map<string, number>()
  const count = <Key>(counts: Map<Key, number>, key: Key) => counts.set(key, (counts.get(key) ?? 0) + 1)

  it(`leave a perfect tiling on ${GROUNDS} grounds, ${STEPS} each, and can be taken back`, () => {
    const seeds = fc.integer({ min: 1, max: 2 ** 31 - 1 })
    fc.assert(
      fc.property(seeds, fc.array(seeds, { minLength: STEPS, maxLength: STEPS }), (groundSeed, steps) => {
        let set = generateCellSet(groundSeed, createSeededRandom(groundSeed))
        const area = areaOf(set)
        expect(findDefects(set, [...set.cells.keys()])).toEqual([])
        for (const [step, seed] of steps.entries()) {
          const { on, result } = runRandomOperation(set, createSeededRandom(seed), 1000 + step)
          count(outcomes, result.ok ? 'allowed' : result.reason.code)
          if (!result.ok) continue
          const { value: change } = result
          count(operations, change.operation)
          const after = applyChange(on, change)
          expect(
            findDefects(
              after,
              change.put.map((cell) => cell.id),
            ),
            `step ${step}, ${change.operation}`,
          ).toEqual([])
          expect(
            differing(applyChange(after, reverseChange(on, change)), on),
            `step ${step}, ${change.operation} taken back`,
          ).toEqual([])
          set = after
        }
        // land is neither made nor lost: only rounded vertices on the outer border move it, by half a unit at most
        const street = set.outlines.get('street')!.shape
        expect(areaOf(set)).toBe(street.flat().reduce((sum, ring) => sum + computeTwiceSignedArea(ring), 0))
        expect(Math.abs(areaOf(set) / area - 1)).toBeLessThan(0.05)
      }),
      { seed: 20181231, numRuns: GROUNDS },
    )
  }, 240_000)

  it('include more than ten thousand accepted operations, with enough of every kind', () => {
    expect(outcomes.get('allowed')).toBeGreaterThan(10_000)
    for (const operation of ['split', 'merge', 'reshape', 'carve', 'moveVertex', 'fillGap'])
      expect(operations.get(operation) ?? 0, operation).toBeGreaterThan(300)
    for (const reason of ['line_misses', 'self_crossing', 'crosses_border'] as const)
      expect(outcomes.get(reason) ?? 0, reason).toBeGreaterThan(0)
  })
})
