import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DistanceMatrix } from '#shared/coverage/reach/distance-matrix.ts'
import { createEuclideanDistances } from '#shared/coverage/reach/euclidean-distances.ts'
import { resolveCoverageOptions } from '#shared/coverage/coverage-options.ts'
import { clusterSites } from '#shared/coverage/reach/cluster-sites.ts'
import { measureReach, type ReachInput } from '#shared/coverage/reach/measure-reach.ts'
import { updateReach } from '#shared/coverage/reach/update-reach.ts'
import { CitySettings } from '#shared/contract/city/city-settings.ts'
import { computeDistanceM } from '#shared/geometry/measure.ts'
import { itemAt, uint32At } from '#shared/geometry/at.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

/** A city's worth of latitudes and longitudes, and some at the very same place. */
const point = fc.tuple(
  fc.integer({ min: 1_195_000_000, max: 1_210_000_000 }),
  fc.integer({ min: 326_000_000, max: 345_000_000 }),
)
const near = fc.tuple(
  fc.integer({ min: 1_200_000_000, max: 1_200_400_000 }),
  fc.integer({ min: 334_000_000, max: 334_400_000 }),
)
const flat = (list: [number, number][]) => Int32Array.from(list.flat())

describe('Euclidean distances', () => {
  it('end between two points when nobody waits for them', () => {
    const points = Int32Array.from({ length: 2000 }, (_, i) => 1_200_000_000 + 7919 * i)
    for (const [name, measure] of Object.entries({
      nearest: (distances: DistanceMatrix) => distances.nearest(),
      within: (distances: DistanceMatrix) => distances.within(new Float64Array(2000).fill(1e9)),
    })) {
      let checks = 0
      const distances = createEuclideanDistances(points, points, 1.3, () => {
        if (++checks === 3) throw new Error('gone')
      })
      expect(() => measure(distances), name).toThrow('gone')
      expect(checks).toBe(3)
    }
  })

  it('find the same nearest site as a brute-force search, and the first of equally distant sites', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(point, near), { minLength: 1, maxLength: 12 }),
        fc.array(fc.oneof(point, near), { maxLength: 12 }),
        (grids, sites) => {
          const { site, metres } = createEuclideanDistances(
            flat(grids),
            flat([...sites, ...sites]),
            1.3,
          ).nearest()
          grids.forEach((grid, i) => {
            const all = sites.map((each) => computeDistanceM(grid, each))
            const best = Math.min(...all)
            expect(site[i]).toBe(all.indexOf(best))
            if (sites.length === 0) expect(metres[i]).toBeNaN()
            else expect(metres[i]).toBeCloseTo(best * 1.3, 6)
          })
        },
      ),
      { seed: readSeed(7), numRuns: countRuns(300) },
    )
  })

  it('ignore sites that are filtered out', () => {
    const ways = createEuclideanDistances(
      Int32Array.of(1_200_000_000, 334_000_000),
      Int32Array.of(1_200_010_000, 334_000_000, 1_200_090_000, 334_000_000),
      1,
    )
    expect(ways.nearest().site[0]).toBe(0)
    expect(ways.nearest((site) => site === 1).site[0]).toBe(1)
    expect(ways.nearest(() => false).site[0]).toBe(-1)
  })

  it('list every grid within a radius, like a brute-force search', () => {
    fc.assert(
      fc.property(
        fc.array(near, { maxLength: 30 }),
        fc.array(near, { maxLength: 6 }),
        fc.integer({ min: 1, max: 4000 }),
        (grids, sites, radius) => {
          const { start, point, metres } = createEuclideanDistances(flat(grids), flat(sites), 1.3).within(
            new Float64Array(grids.length).fill(radius),
          )
          sites.forEach((site, s) => {
            const expected = grids.flatMap((each, g) =>
              computeDistanceM(site, each) * 1.3 <= radius ? [g] : [],
            )
            expect([...point.slice(start[s], start[s + 1])]).toEqual(expected)
            for (let i = uint32At(start, s); i < uint32At(start, s + 1); i++) {
              const reached = itemAt(grids, uint32At(point, i))
              expect(metres[i]).toBeCloseTo(computeDistanceM(site, reached) * 1.3, 6)
            }
          })
        },
      ),
      { seed: readSeed(8), numRuns: countRuns(200) },
    )
  })
})

describe('incremental reach', () => {
  it('equals a full computation, whichever points were added, removed or moved', () => {
    const options = resolveCoverageOptions(CitySettings.parse({}))
    const inputOf = (grids: [number, number][], sites: [number, number][]): ReachInput => ({
      points: flat(grids),
      grid: Int32Array.from(grids, (_, row) => row >> 1),
      sites: flat(sites),
      kind: Uint8Array.from(sites, (_, i) => i % 3),
      capacity: Float64Array.from(sites, () => 500),
      rural: Uint8Array.from(grids, ([x]) => x % 2),
      cluster: clusterSites(flat(sites), 50),
      households: Int32Array.from(grids, ([x]) => x % 300),
    })
    const waysTo = (input: ReachInput) => (grids: Int32Array) =>
      createEuclideanDistances(grids, input.sites, options.detour)
    fc.assert(
      fc.property(
        fc.array(near, { maxLength: 20 }),
        fc.array(near, { maxLength: 20 }),
        fc.array(near, { maxLength: 5 }),
        fc.boolean(),
        (kept, others, sites, moves) => {
          const before = inputOf([...kept, ...others.slice(0, 5)], sites)
          const after = inputOf([...others, ...kept], moves ? sites.slice(1) : sites)
          const measured = updateReach(undefined, before, waysTo(before), options)
          expect(measured.reach).toEqual(measureReach(before, waysTo(before)(before.points), options))
          expect(updateReach(measured, after, waysTo(after), options).reach).toEqual(
            measureReach(after, waysTo(after)(after.points), options),
          )
        },
      ),
      { seed: readSeed(14), numRuns: countRuns(200) },
    )
  })
})
