import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toCatchments } from '#shared/coverage/reach/distance-matrix.ts'
import { buildMclpModel } from '#shared/coverage/siting/mclp-model.ts'
import { computeCoveredDemand, computeReachableDemand } from '#shared/coverage/siting/mclp-problem.ts'
import { createGainBounds } from '#shared/coverage/siting/gain-bounds.ts'
import { solveMclpGreedily } from '#shared/coverage/siting/greedy-mclp.ts'
import { solveCapacitatedMclpGreedily } from '#shared/coverage/siting/greedy-capacitated-mclp.ts'
import {
  solvePMedianGreedily,
  buildPMedianModel,
  computeTotalMetres,
} from '#shared/coverage/siting/p-median.ts'
import { solvePMedianByLagrangian } from '#shared/coverage/siting/lagrangian-p-median.ts'
import { buildCapacitatedMclpModel } from '#shared/coverage/siting/capacitated-mclp-model.ts'
import type { CapacitatedMclpProblem } from '#shared/coverage/siting/capacitated-mclp-problem.ts'
import { itemAt, numberAt } from '#shared/geometry/at.ts'
import { solvePMedian } from '../../api/coverage/solver/solve-p-median.ts'
import { solveModel } from '../../api/coverage/solver/solve-model.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

const GRIDS = 9
/** Up to seven candidates, each with the grids it reaches and how far they are; households of the grids. */
const small = fc.record({
  lists: fc.array(
    fc.uniqueArray(
      fc.record({ point: fc.integer({ min: 0, max: GRIDS - 1 }), metres: fc.integer({ min: 1, max: 900 }) }),
      { selector: ({ point }) => point, maxLength: 5 },
    ),
    { minLength: 1, maxLength: 7 },
  ),
  demand: fc.array(fc.integer({ min: 0, max: 40 }), { minLength: GRIDS, maxLength: GRIDS }),
  sites: fc.integer({ min: 1, max: 4 }),
})
const subsets = (count: number, most: number): number[][] =>
  Array.from({ length: 2 ** count }, (_, bits) =>
    Array.from({ length: count }, (_, i) => i).filter((i) => (bits >> i) & 1),
  ).filter((each) => each.length <= most)
const chosen = (values: number[], count: number) =>
  values.slice(0, count).flatMap((value, site) => (value > 0.5 ? [site] : []))

/** Households that the fixed sites and a set of candidates can serve: the smallest cut between sites and households. */
function served(
  { catchments: { start, point }, fixed, capacity, demand }: CapacitatedMclpProblem,
  set: number[],
): number {
  const open = [...Array(fixed).keys(), ...set.map((site) => site + fixed)]
  let least = Infinity
  for (let cut = 0; cut < 2 ** GRIDS; cut++) {
    const inside = (at: number) => ((cut >> at) & 1) === 1
    const beyond = Array.from(demand).reduce((sum, each, at) => sum + (inside(at) ? 0 : each), 0)
    const limits = open
      .filter((site) => point.slice(start[site], start[site + 1]).some(inside))
      .reduce((sum, site) => sum + numberAt(capacity, site), 0)
    least = Math.min(least, beyond + limits)
  }
  return least
}

describe('siting', () => {
  it('reaches as many households as a brute-force search (MCLP)', async () => {
    await fc.assert(
      fc.asyncProperty(small, async ({ lists, demand, sites }) => {
        const problem = { catchments: toCatchments(lists), demand }
        const best = Math.max(
          ...subsets(lists.length, sites).map((set) => computeCoveredDemand(problem, set)),
        )
        const { values, proven } = await solveModel(buildMclpModel(problem, { sites }), 60)
        const found = chosen(values, lists.length)
        expect(proven).toBe(true)
        expect(found.length).toBeLessThanOrEqual(sites)
        expect(computeCoveredDemand(problem, found)).toBe(best)
        const greedy = solveMclpGreedily(problem, sites)
        expect(
          computeCoveredDemand(
            problem,
            greedy.map(({ site }) => site),
          ),
        ).toBe(greedy.reduce((sum, { gain }) => sum + gain, 0))
        expect(greedy.reduce((sum, { gain }) => sum + gain, 0)).toBeGreaterThanOrEqual(
          best * (1 - 1 / Math.E),
        )
      }),
      { seed: readSeed(11), numRuns: countRuns(20) },
    )
  }, 60_000)

  it('needs as few sites as a brute-force search (LSCP)', async () => {
    await fc.assert(
      fc.asyncProperty(
        small,
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        async ({ lists, demand }, part) => {
          const problem = { catchments: toCatchments(lists), demand }
          const wanted = Math.floor(part * computeReachableDemand(problem))
          const fewest = Math.min(
            ...subsets(lists.length, lists.length)
              .filter((set) => computeCoveredDemand(problem, set) >= wanted)
              .map((set) => set.length),
          )
          const { values, proven } = await solveModel(buildMclpModel(problem, { demand: wanted }), 60)
          const found = chosen(values, lists.length)
          expect(proven).toBe(true)
          expect(computeCoveredDemand(problem, found)).toBeGreaterThanOrEqual(wanted)
          expect(found).toHaveLength(fewest)
        },
      ),
      { seed: readSeed(12), numRuns: countRuns(20) },
    )
  }, 60_000)

  it('has the same total walking distance as a brute-force search (p-median)', async () => {
    await fc.assert(
      fc.asyncProperty(small, async ({ lists, demand, sites }) => {
        const problem = {
          catchments: toCatchments(lists),
          people: demand,
          currentMetres: demand.map(() => 800),
        }
        const least = Math.min(...subsets(lists.length, sites).map((set) => computeTotalMetres(problem, set)))
        const { values } = await solveModel(buildPMedianModel(problem, sites), 60)
        expect(computeTotalMetres(problem, chosen(values, lists.length))).toBe(least)
        const begin = solvePMedianGreedily(problem, sites).map(({ site }) => site)
        for (const from of [begin, []]) {
          const relaxed = solvePMedianByLagrangian(problem, sites, from)
          expect(relaxed.bound).toBeGreaterThanOrEqual(computeTotalMetres(problem, []) - least - 1e-6)
          expect(computeTotalMetres(problem, []) - relaxed.saved).toBeCloseTo(
            computeTotalMetres(problem, relaxed.chosen),
            6,
          )
        }
        const solved = await solvePMedian({ problem, sites, mostWays: 1000 }, 60)
        const found = chosen(solved.values, lists.length)
        expect(solved.proven).toBe(true)
        expect(found.length).toBeLessThanOrEqual(sites)
        expect(computeTotalMetres(problem, found)).toBe(least)
        const greedy = solvePMedianGreedily(problem, sites)
        expect(
          computeTotalMetres(
            problem,
            greedy.map(({ site }) => site),
          ),
        ).toBe(computeTotalMetres(problem, []) - greedy.reduce((sum, { gain }) => sum + gain, 0))
      }),
      { seed: readSeed(13), numRuns: countRuns(60) },
    )
  }, 60_000)

  it('serves as many households as a brute-force search with limited capacity (capacitated MCLP and LSCP)', async () => {
    await fc.assert(
      fc.asyncProperty(
        small,
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 7, maxLength: 7 }),
        fc.integer({ min: 0, max: 2 }),
        async ({ lists, demand, sites }, limits, there) => {
          const fixed = Math.min(there, lists.length - 1)
          // the last is without a limit
          const capacity = lists.map((_, site) =>
            site === lists.length - 1 ? Infinity : itemAt(limits, site),
          )
          const problem: CapacitatedMclpProblem = { catchments: toCatchments(lists), fixed, capacity, demand }
          const count = lists.length - fixed
          const best = Math.max(...subsets(count, sites).map((set) => served(problem, set)))
          const before = served(problem, [])
          const { values, proven } = await solveModel(buildCapacitatedMclpModel(problem, { sites }), 60)
          const found = chosen(values, count)
          expect(proven).toBe(true)
          expect(found.length).toBeLessThanOrEqual(sites)
          expect(served(problem, found)).toBe(best)
          const greedy = solveCapacitatedMclpGreedily(problem, sites)
          const gained = greedy.picks.reduce((sum, { gain }) => sum + gain, 0)
          expect(greedy.before).toBe(before)
          expect(
            served(
              problem,
              greedy.picks.map(({ site }) => site - fixed),
            ),
          ).toBe(before + gained)
          expect(gained).toBeGreaterThanOrEqual((best - before) * (1 - 1 / Math.E))
          const wanted = before + Math.ceil((best - before) / 2)
          const fewest = Math.min(
            ...subsets(count, count)
              .filter((set) => served(problem, set) >= wanted)
              .map((set) => set.length),
          )
          const few = await solveModel(buildCapacitatedMclpModel(problem, { demand: wanted }), 60)
          expect(chosen(few.values, count)).toHaveLength(fewest)
        },
      ),
      { seed: readSeed(14), numRuns: countRuns(40) },
    )
  }, 60_000)

  it('computes valid upper bounds, with and without capacity, for households and distance', () => {
    fc.assert(
      fc.property(
        small,
        fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 7, maxLength: 7 }),
        ({ lists, demand, sites }, limits) => {
          const catchments = toCatchments(lists)
          const best = (most: number, worth: (set: number[]) => number) =>
            Math.max(...subsets(lists.length, most).map(worth))
          const free = createGainBounds(4)
          solveMclpGreedily({ catchments, demand }, sites, Infinity, free)
          const median = { catchments, people: demand, currentMetres: demand.map(() => 800) }
          const walked = createGainBounds(4)
          solvePMedianGreedily(median, sites, walked)
          const limited: CapacitatedMclpProblem = {
            catchments,
            fixed: 0,
            capacity: lists.map((_, site) => itemAt(limits, site)),
            demand,
          }
          const full = createGainBounds(4)
          solveCapacitatedMclpGreedily(limited, sites, Infinity, full)
          for (let k = 1; k <= 4; k++) {
            expect(free.bounds[k - 1]).toBeGreaterThanOrEqual(
              best(k, (set) => computeCoveredDemand({ catchments, demand }, set)),
            )
            expect(walked.bounds[k - 1]).toBeGreaterThanOrEqual(
              best(k, (set) => computeTotalMetres(median, []) - computeTotalMetres(median, set)),
            )
            expect(full.bounds[k - 1]).toBeGreaterThanOrEqual(best(k, (set) => served(limited, set)))
          }
        },
      ),
      { seed: readSeed(15), numRuns: countRuns(30) },
    )
  })

  it('picks the first of equal sites, and stops when no demand is left', () => {
    const problem = {
      catchments: toCatchments([[{ point: 0, metres: 1 }], [{ point: 0, metres: 1 }], []]),
      demand: [5, 7],
    }
    expect(solveMclpGreedily(problem, 3)).toEqual([{ site: 0, gain: 5 }])
    expect(solveMclpGreedily({ catchments: toCatchments([]), demand: [5] }, 3)).toEqual([])
    expect(computeReachableDemand(problem)).toBe(5)
  })
})
