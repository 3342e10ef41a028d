import { describe, expect, it } from 'vitest'
import { proposeDivision } from '#shared/division/propose-division.ts'
import { readDivisionInput } from '#shared/division/read-division-input.ts'
import { runOperation } from '#shared/drafts/run-operation.ts'
import { drawStreet } from '../helpers/division/draw-street.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

const FAST = { starts: 2, patience: 2, recombinations: 10, stepsPerAtom: 60, mostSteps: 60_000 }
const newIds = Array.from({ length: 20 }, (_, i) => -1 - i)

function propose(seed: number, wish: { count?: number; tolerance: number; mostChange?: number }) {
  const { state, lines, grids } = drawStreet(seed, { columns: 3 })
  const input = readDivisionInput(state, grids, lines, {
    count: grids.length,
    keepsCompounds: false,
    seed: 1,
    ...wish,
  })
  const result = proposeDivision(input, { effort: FAST, newIds })
  if (!result.ok) throw new Error(result.reason)
  for (const { operation } of result.proposals) expect(runOperation(state, operation).ok).toBe(true)
  return result.proposals.map(({ figures }) => figures)
}

describe('a bound on how many households change their grid', () => {
  const seeds = Array.from({ length: countRuns(3) }, (_, i) => readSeed(500) + i)

  it.each(seeds)('is kept by every proposal where one can be found, with the band: street %i', (seed) => {
    const free = propose(seed, { tolerance: 0.3 })
    const bounded = propose(seed, { tolerance: 0.3, mostChange: 0.12 })
    expect(Math.max(...free.map(({ changedShare }) => changedShare))).toBeGreaterThan(0.12)
    expect(bounded.length).toBeGreaterThan(0)
    for (const { changedShare, inBand, households } of bounded) {
      expect(changedShare).toBeLessThanOrEqual(0.12)
      expect(inBand).toBe(households.length)
    }
  })

  it('that nothing keeps leaves the one proposal that changes least', () => {
    const bounded = propose(501, { tolerance: 0.05, mostChange: 0 })
    expect(bounded.length).toBe(1)
    const least = Math.min(...propose(501, { tolerance: 0.05 }).map(({ changedShare }) => changedShare))
    expect(bounded[0]!.changedShare).toBeLessThanOrEqual(least)
  })

  it('does nothing where all may change', () => {
    expect(propose(502, { tolerance: 0.1, mostChange: 1 })).toEqual(propose(502, { tolerance: 0.1 }))
  })
})
