import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterSites } from '#shared/coverage/reach/cluster-sites.ts'
import { toCatchments } from '#shared/coverage/reach/distance-matrix.ts'
import { findRelief, shareLoads } from '#shared/coverage/reach/share-loads.ts'
import { computeDistanceM } from '#shared/geometry/measure.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

describe('premises near each other', () => {
  it('form the groups that a search from each of them finds', () => {
    const point = fc.tuple(
      fc.integer({ min: 1_200_000_000, max: 1_200_020_000 }),
      fc.integer({ min: 330_000_000, max: 330_020_000 }),
    )
    fc.assert(
      fc.property(fc.array(point, { maxLength: 25 }), (sites) => {
        const found = clusterSites(Int32Array.from(sites.flat()), 50)
        sites.forEach((_, start) => {
          const seen = new Set([start])
          for (const site of seen)
            sites.forEach((other, row) => {
              if (computeDistanceM(sites[site]!, other) <= 50) seen.add(row)
            })
          expect(found[start]).toBe(Math.min(...seen))
        })
      }),
      { seed: readSeed(21), numRuns: countRuns(200) },
    )
  })

  /** Sites 0 and 1 are neighbours, 2 is alone. Grids 0 and 1 go to 0, grid 2 to 2, grid 3 is out of reach. */
  const nearest = Int32Array.of(0, 0, 2, 0)
  const households = Int32Array.of(300, 100, 500, 900)
  const cluster = Int32Array.of(0, 0, 2)
  const load = (capacity: number[]) =>
    Array.from(
      shareLoads(
        { cluster, capacity: Float64Array.from(capacity) },
        nearest,
        households,
        (grid) => grid !== 3,
      ),
    )

  it('share the households of the group by capacity, or equally if one is unknown', () => {
    expect(load([100, 300, 600])).toEqual([100, 300, 500])
    expect(load([NaN, 300, 600])).toEqual([200, 200, 500])
    expect(load([0, 0, 600])).toEqual([200, 200, 500])
  })

  const relief = (capacity: number[], served: number[], metres = 400) =>
    Array.from(
      findRelief(
        { cluster, capacity: Float64Array.from(capacity), load: Float64Array.from(served) },
        nearest,
        Float64Array.from(households),
        // every site reaches grids 0 and 1
        toCatchments([0, 1, 2].map(() => [0, 1].map((point) => ({ point, metres })))),
        () => metres <= 600,
      ),
    )

  it('overload nobody who has other premises with room for all households of the grid', () => {
    // site 2 has room for 100 more: enough for grid 1, not for grid 0
    expect(relief([100, 100, 600], [200, 200, 500])).toEqual([0, 1, 0, 0])
    expect(relief([100, 100, 800], [200, 200, 500])).toEqual([1, 1, 0, 0])
    expect(relief([100, 100, NaN], [200, 200, 500])).toEqual([1, 1, 0, 0])
    // a neighbour of the nearest is no other place, and what lies beyond the limit is none
    expect(relief([100, 900, 500], [200, 200, 500])).toEqual([0, 0, 0, 0])
    expect(relief([100, 100, 800], [200, 200, 500], 700)).toEqual([0, 0, 0, 0])
  })
})
