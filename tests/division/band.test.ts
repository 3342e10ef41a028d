import { describe, expect, it } from 'vitest'
import { createAtomGraph } from '#shared/division/search/atom-graph.ts'
import { findExactDivision } from '#shared/division/search/exact-division.ts'
import { fillEmptyAtoms } from '#shared/division/search/fill-empty-atoms.ts'
import { createPartition } from '#shared/division/search/partition.ts'
import { findLeastDeviation, testBand } from '#shared/division/search/test-band.ts'
import { drawGraph } from '../helpers/division/draw-graph.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

const random = createSeededRandom(readSeed(63))
const BAND_ALONE = { borders: 0, compactness: 0, bites: 0, change: 0 }

/** Atoms in a row, each beside the next. */
function drawRow(weights: readonly number[]) {
  const count = weights.length
  const zeros = new Int32Array(count)
  return createAtomGraph(
    {
      count,
      weight: Float64Array.from(weights),
      areaM2: new Float64Array(count).fill(1000),
      outlineM: new Float64Array(count),
      block: zeros,
      blockCount: 1,
      today: zeros,
      todayCount: 1,
    },
    weights.slice(1).map((_, atom) => ({ a: atom, b: atom + 1, price: 1, lengthM: 1 })),
  )
}

describe('fillEmptyAtoms', () => {
  it('connects parts through empty atoms, and gives away the others', () => {
    const graph = drawRow([5, 0, 5, 0, 5])
    expect([...(fillEmptyAtoms(graph, Int32Array.of(0, -1, 0, -1, 1)) ?? [])].slice(0, 3)).toEqual([0, 0, 0])
    expect(fillEmptyAtoms(graph, Int32Array.of(0, -1, 1, -1, 0))).toBeNull()
  })
})

describe('testBand', () => {
  it('answers as a comparison of all divisions does', () => {
    const answers = new Set<string>()
    for (let run = 0; run < countRuns(60); run++) {
      const graph = drawGraph(6 + Math.floor(4 * random()), random)
      const goals = { ...BAND_ALONE, count: 2 + Math.floor(3 * random()), tolerance: 0.02 + 0.3 * random() }
      const part = findExactDivision(graph, goals)!
      const isMissed = createPartition(graph, goals, part).countMisses() > 0
      const { answer } = testBand(graph, goals)
      answers.add(`${answer} ${isMissed}`)
      expect(answer).not.toBe('unknown')
      if (answer === 'impossible') expect(isMissed, `run ${run}`).toBe(true)
      if (!graph.weight.includes(0)) expect(answer === 'impossible', `run ${run}`).toBe(isMissed)
    }
    expect(answers.size, 'both answers occur').toBeGreaterThan(1)
  })

  it('names the atom that is heavier than the band, and how far every division is off at least', () => {
    const graph = drawRow([10, 10, 70, 10])
    expect(testBand(graph, { count: 2, tolerance: 0.1 })).toEqual({
      answer: 'impossible',
      fault: 'weight',
      atom: 2,
    })
    // 10 + 10 and 70 + 10, or 10 + 10 + 70 and 10: the best is 20 and 80
    const least = findLeastDeviation(graph, 2, 0.1)
    expect(least).toBeLessThanOrEqual(0.6)
    expect(least).toBeGreaterThan(0.55)
  })

  it('says where neighbours of fitting weight are missing', () => {
    expect(testBand(drawRow([40, 10, 40, 10]), { count: 2, tolerance: 0.05 })).toMatchObject({
      answer: 'possible',
    })
    expect(testBand(drawRow([10, 40, 40, 10]), { count: 4, tolerance: 0.5 })).toMatchObject({
      fault: 'weight',
    })
    expect(testBand(drawRow([20, 30, 20, 30, 20]), { count: 2, tolerance: 0.1 })).toEqual({
      answer: 'impossible',
      fault: 'neighbours',
      atom: 1,
    })
  })

  it('says that households are whole', () => {
    expect(testBand(drawRow([1, 1, 1, 1, 1, 1, 1]), { count: 3, tolerance: 0.1 })).toMatchObject({
      answer: 'impossible',
      fault: 'whole_numbers',
    })
  })

  it('looks on where a division is not accepted, and proves nothing then', () => {
    const row = drawRow([10, 10, 10, 10])
    const seen: string[] = []
    const answer = testBand(row, {
      count: 2,
      tolerance: 0.5,
      accepts: (parts) => seen.push(parts.join('')) > 2,
    })
    expect(answer.answer).toBe('possible')
    expect(new Set(seen).size).toBe(3)
    expect(testBand(row, { count: 2, tolerance: 0.5, accepts: () => false }).answer).toBe('unknown')
  })

  it('leaves the answer open when there are too many sets to look at', () => {
    const graph = drawGraph(40, random)
    expect(testBand(graph, { count: 6, tolerance: 0.1, mostSets: 1 }).answer).toBe('unknown')
  })
})
