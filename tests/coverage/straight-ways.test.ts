import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { straightWays } from '#shared/coverage/reach/straight-ways.ts'
import { coverageOptions } from '#shared/coverage/coverage-options.ts'
import { measureReach, type ReachInput } from '#shared/coverage/reach/measure-reach.ts'
import { updateReach } from '#shared/coverage/reach/update-reach.ts'
import { CitySettings } from '#shared/contract/settings.ts'
import { distanceM } from '#shared/geometry/measure.ts'

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

describe('straight ways', () => {
  it('find the nearest site, as measuring every pair does; of two at one distance the first', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(point, near), { minLength: 1, maxLength: 12 }),
        fc.array(fc.oneof(point, near), { maxLength: 12 }),
        (grids, sites) => {
          const { site, metres } = straightWays(flat(grids), flat([...sites, ...sites]), 1.3).nearest()
          grids.forEach((grid, i) => {
            const all = sites.map((each) => distanceM(grid, each))
            const best = Math.min(...all)
            expect(site[i]).toBe(all.indexOf(best))
            if (sites.length === 0) expect(metres[i]).toBeNaN()
            else expect(metres[i]).toBeCloseTo(best * 1.3, 6)
          })
        },
      ),
      { seed: 7, numRuns: 300 },
    )
  })

  it('count only the sites that are asked for', () => {
    const ways = straightWays(
      Int32Array.of(1_200_000_000, 334_000_000),
      Int32Array.of(1_200_010_000, 334_000_000, 1_200_090_000, 334_000_000),
      1,
    )
    expect(ways.nearest().site[0]).toBe(0)
    expect(ways.nearest((site) => site === 1).site[0]).toBe(1)
    expect(ways.nearest(() => false).site[0]).toBe(-1)
  })

  it('list every grid within a radius, as measuring every pair does', () => {
    fc.assert(
      fc.property(
        fc.array(near, { maxLength: 30 }),
        fc.array(near, { maxLength: 6 }),
        fc.integer({ min: 1, max: 4000 }),
        (grids, sites, radius) => {
          const { start, grid, metres } = straightWays(flat(grids), flat(sites), 1.3).within(radius)
          sites.forEach((site, s) => {
            const expected = grids.flatMap((each, g) => (distanceM(site, each) * 1.3 <= radius ? [g] : []))
            expect([...grid.slice(start[s], start[s + 1])]).toEqual(expected)
            for (let i = start[s]; i < start[s + 1]; i++)
              expect(metres[i]).toBeCloseTo(distanceM(site, grids[grid[i]]) * 1.3, 6)
          })
        },
      ),
      { seed: 8, numRuns: 200 },
    )
  })
})

describe('reach after an edit', () => {
  it('is what measuring everything gives, whichever grids came, went or moved', () => {
    const options = coverageOptions(CitySettings.parse({}))
    const inputOf = (grids: [number, number][], sites: [number, number][]): ReachInput => ({
      grids: flat(grids),
      sites: flat(sites),
      kind: Uint8Array.from(sites, (_, i) => i % 3),
      capacity: Float64Array.from(sites, () => 500),
      households: Int32Array.from(grids, ([x]) => x % 300),
    })
    const waysTo = (input: ReachInput) => (grids: Int32Array) =>
      straightWays(grids, input.sites, options.detour)
    fc.assert(
      fc.property(
        fc.array(near, { maxLength: 20 }),
        fc.array(near, { maxLength: 20 }),
        fc.array(near, { maxLength: 5 }),
        fc.boolean(),
        (kept, others, sites, moves) => {
          const before = inputOf([...kept, ...others.slice(0, 5)], sites)
          const after = inputOf([...others, ...kept], moves ? sites.slice(1) : sites)
          const measured = {
            input: before,
            reach: measureReach(before, waysTo(before)(before.grids), options),
          }
          expect(updateReach(measured, after, waysTo(after), options)).toEqual(
            measureReach(after, waysTo(after)(after.grids), options),
          )
        },
      ),
      { seed: 14, numRuns: 200 },
    )
  })
})
