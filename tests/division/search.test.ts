import { describe, expect, it } from 'vitest'
import { int32At } from '#shared/geometry/at.ts'
import type { AtomGraph } from '#shared/division/search/atom-graph.ts'
import { anneal } from '#shared/division/search/anneal.ts'
import { findExactDivision } from '#shared/division/search/exact-division.ts'
import { DEFAULT_EFFORT, findDivision } from '#shared/division/search/find-division.ts'
import { givePieceAway } from '#shared/division/search/give-piece-away.ts'
import { DEFAULT_GOALS, type Goals } from '#shared/division/search/objective.ts'
import { createPartition } from '#shared/division/search/partition.ts'
import { seedDivision } from '#shared/division/search/spanning-trees.ts'
import { drawGraph } from '../helpers/division/draw-graph.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

const goals = (count: number): Goals => ({ ...DEFAULT_GOALS, change: 1, count, tolerance: 0.1 })
const priceOf = (graph: AtomGraph, wanted: Goals, part: Int32Array) =>
  createPartition(graph, wanted, part).price()

/** Whether every part has an atom and its atoms are connected. */
function isContiguous(graph: AtomGraph, part: Int32Array, parts: number): boolean {
  for (let p = 0; p < parts; p++) {
    const atoms = [...part.keys()].filter((atom) => part[atom] === p)
    const [first] = atoms
    if (first === undefined) return false
    const reached = new Set([first])
    for (const atom of reached)
      for (let i = int32At(graph.first, atom); i < int32At(graph.first, atom + 1); i++) {
        const other = int32At(graph.neighbours, i)
        if (part[other] === p) reached.add(other)
      }
    if (reached.size < atoms.length) return false
  }
  return true
}

/** The least price of all contiguous divisions, each of them priced. */
function findLeastPrice(graph: AtomGraph, wanted: Goals): number {
  let least = Infinity
  const part = new Int32Array(graph.count)
  const visit = (atom: number, used: number) => {
    if (atom === graph.count) {
      if (used === wanted.count && isContiguous(graph, part, used))
        least = Math.min(least, priceOf(graph, wanted, part))
      return
    }
    // parts are numbered in the order in which they appear, so that each division is visited once
    for (let p = 0; p < Math.min(used + 1, wanted.count); p++) {
      part[atom] = p
      visit(atom + 1, Math.max(used, p + 1))
    }
  }
  visit(0, 0)
  return least
}

describe('the search for a division', () => {
  const random = createSeededRandom(readSeed(41))

  it('is exact for few atoms: no other division is cheaper', () => {
    for (let run = 0; run < countRuns(20); run++) {
      const graph = drawGraph(5 + Math.floor(5 * random()), random)
      const wanted = goals(2 + Math.floor(2 * random()))
      const part = findExactDivision(graph, wanted)
      expect(part && isContiguous(graph, part, wanted.count)).toBe(true)
      expect(priceOf(graph, wanted, part!)).toBeCloseTo(findLeastPrice(graph, wanted), 9)
    }
  })

  it('has no answer for fewer atoms than parts', () => {
    expect(findDivision(drawGraph(3, random), goals(4), 1)).toBeNull()
  })

  it('knows the price of moves and exchanges before they are made', () => {
    const graph = drawGraph(40, random)
    const wanted = goals(4)
    const start = seedDivision(graph, { count: 4, tolerance: 0.1, byBlocks: true }, random)!
    const partition = createPartition(graph, wanted, start)
    let price = partition.price()
    for (let step = 0; step < 500; step++) {
      const [atom, back] = [0, 0].map(() => Math.floor(random() * graph.count)) as [number, number]
      const [from, to] = [int32At(partition.part, atom), Math.floor(random() * 4)]
      if (step % 2 === 0 && from !== to && partition.mayLeave(atom)) {
        price += partition.priceMove(atom, to)
        partition.move(atom, to)
      } else if (step % 2 === 1 && from !== partition.part[back]) {
        price += partition.priceExchange(atom, back)
        partition.move(atom, int32At(partition.part, back))
        partition.move(back, from)
      }
    }
    expect(price).toBeCloseTo(partition.price(), 6)
    expect(price).toBeCloseTo(priceOf(graph, wanted, partition.part), 6)
  })

  it('lets an atom leave only where the rest stays in one piece', () => {
    for (let run = 0; run < countRuns(10); run++) {
      const graph = drawGraph(30, random)
      const start = seedDivision(graph, { count: 3, tolerance: 0.3, byBlocks: true }, random)!
      const partition = createPartition(graph, goals(3), start)
      for (let atom = 0; atom < graph.count; atom++) {
        const without = start.slice()
        without[atom] = 3
        expect(partition.mayLeave(atom), `atom ${atom}`).toBe(isContiguous(graph, without, 3))
      }
    }
  })

  it('starts from contiguous parts and keeps them contiguous', () => {
    for (let run = 0; run < countRuns(6); run++) {
      const graph = drawGraph(60, random)
      const start = seedDivision(graph, { count: 5, tolerance: 0.1, byBlocks: true }, random)!
      expect(isContiguous(graph, start, 5)).toBe(true)
      const partition = createPartition(graph, goals(5), start)
      const before = partition.price()
      anneal(graph, partition, { steps: 3000, random })
      expect(isContiguous(graph, partition.part, 5)).toBe(true)
      expect(partition.price()).toBeLessThanOrEqual(before)
    }
  })

  it('keeps all parts contiguous through every step of the search', () => {
    for (let run = 0; run < countRuns(6); run++) {
      const graph = drawGraph(50, random)
      const wanted = { ...goals(5), tolerance: 0.02 }
      const found = findDivision(graph, wanted, run, { ...DEFAULT_EFFORT, starts: 2, stepsPerAtom: 20 })!
      expect(isContiguous(graph, found.part, 5)).toBe(true)
      const partition = createPartition(graph, wanted, found.part)
      for (let step = 0; step < 4 && givePieceAway(graph, partition, 5, random); step++)
        expect(isContiguous(graph, partition.part, 5)).toBe(true)
    }
  })

  it('bites no small piece out of a block where four of them are shared out among six parts', () => {
    const fixed = createSeededRandom(41)
    for (let run = 0; run < 20; run++) {
      const drawn = drawGraph(80, fixed)
      const block = drawn.block.map((_, atom) => (atom % 9 < 4 ? 0 : 1) + (atom < 36 ? 0 : 2))
      const wanted = { ...DEFAULT_GOALS, borders: 2.2, count: 6, tolerance: 0.1 }
      const found = findDivision({ ...drawn, block, blockCount: 4 }, wanted, 1)!
      expect([found.misses, found.bites], `graph ${run}`).toEqual([0, 0])
    }
  })

  it('comes within 3 % of what a hundred starts find', () => {
    for (let run = 0; run < countRuns(2); run++) {
      const graph = drawGraph(36, random)
      const usual = findDivision(graph, goals(4), 1)!
      const long = findDivision(graph, goals(4), 2, { ...DEFAULT_EFFORT, starts: 100, patience: 100 })!
      expect(usual.price).toBeLessThanOrEqual(1.03 * long.price)
    }
  })
})
