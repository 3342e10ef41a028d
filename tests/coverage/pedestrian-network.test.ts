import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildPedestrianNetwork } from '#shared/coverage/network/build-pedestrian-network.ts'
import { createNetworkDistances } from '#shared/coverage/network/network-distances.ts'
import { computeDistanceM } from '#shared/geometry/measure.ts'
import { float64At, itemAt } from '#shared/geometry/at.ts'
import {
  toPlanPoint,
  type RoadPlan,
  toPlanPoints,
  buildNetworkInput,
} from '../helpers/coverage/build-network-input.ts'
import { countRuns, readSeed } from '../helpers/random-run.ts'

/** Returns a road through points of the plan. */
const road = (...line: [number, number][]): RoadPlan => ({ line })
const bridge = (...line: [number, number][]): RoadPlan => ({ line, bridge: true })

const createDistances = (
  plan: Parameters<typeof buildNetworkInput>[0],
  grids: [number, number][],
  sites: [number, number][],
) =>
  createNetworkDistances(
    buildPedestrianNetwork(buildNetworkInput(plan)),
    toPlanPoints(...grids),
    toPlanPoints(...sites),
    1.3,
  )
/** Returns the metres along a chain of points of the plan. */
const along = (...chain: [number, number][]) =>
  chain
    .slice(1)
    .reduce(
      (sum, place, i) => sum + computeDistanceM(toPlanPoint(...itemAt(chain, i)), toPlanPoint(...place)),
      0,
    )

describe('the walking network', () => {
  it('crosses a river only by a bridge', () => {
    //   y 4   ·───────────·
    //   y 2  ≈│≈≈≈≈≈≈≈≈≈≈≈║≈   river; the road on the left stops there, the bridge on the right does not
    //   y 0   g───────────·      s lies above the river on the left
    const roads: RoadPlan[] = [
      road([0, 0], [10, 0]),
      road([0, 4], [10, 4]),
      road([0, 0], [0, 4]),
      road([10, 0], [10, 1]),
      bridge([10, 1], [10, 3]),
      road([10, 3], [10, 4]),
    ]
    const river: [number, number][][] = [
      [
        [-5, 2],
        [15, 2],
      ],
    ]
    const round = along([0, 0], [10, 0], [10, 4], [0, 4])
    expect(createDistances({ roads, rivers: river }, [[0, 0]], [[0, 4]]).nearest().metres[0]).toBeCloseTo(
      round,
      3,
    )
    expect(createDistances({ roads }, [[0, 0]], [[0, 4]]).nearest().metres[0]).toBeCloseTo(
      along([0, 0], [0, 4]),
      3,
    )
    const lake: [number, number][] = [
      [-2, 1],
      [2, 1],
      [2, 3],
      [-2, 3],
    ]
    expect(createDistances({ roads, lakes: [lake] }, [[0, 0]], [[0, 4]]).nearest().metres[0]).toBeCloseTo(
      round,
      3,
    )
  })

  it('joins roads that cross or touch without a common vertex, but not below a bridge', () => {
    const cross: RoadPlan[] = [road([0, 0], [10, 0]), road([4, -3], [4, 3])]
    expect(createDistances({ roads: cross }, [[0, 0]], [[4, 3]]).nearest().metres[0]).toBeCloseTo(
      along([0, 0], [4, 0], [4, 3]),
      1,
    )
    const flyover: RoadPlan[] = [road([0, 0], [10, 0]), bridge([4, -3], [4, 3])]
    expect(createDistances({ roads: flyover }, [[0, 0]], [[4, 3]]).nearest().site[0]).toBe(-1)
    const touching: RoadPlan[] = [road([0, 0], [10, 0]), road([4, 0.001], [4, 3])]
    expect(createDistances({ roads: touching }, [[0, 0]], [[4, 3]]).nearest().metres[0]).toBeCloseTo(
      along([0, 0], [4, 0], [4, 3]),
      0,
    )
  })

  it('connects a point to the road straight with the detour factor, without crossing the river', () => {
    const roads: RoadPlan[] = [road([0, 0], [10, 0]), road([0, 5], [10, 5]), bridge([10, 0], [10, 5])]
    expect(createDistances({ roads }, [[2, 1]], [[6, 0]]).nearest().metres[0]).toBeCloseTo(
      1.3 * along([2, 1], [2, 0]) + along([2, 0], [6, 0]),
      1,
    )
    // the road below is nearer, but across the river
    const rivers: [number, number][][] = [
      [
        [-5, 0.5],
        [15, 0.5],
      ],
    ]
    expect(createDistances({ roads, rivers }, [[2, 1]], [[6, 5]]).nearest().metres[0]).toBeCloseTo(
      1.3 * along([2, 1], [2, 5]) + along([2, 5], [6, 5]),
      1,
    )
  })

  it('repairs road data: near-touching ends, a vertex on another road, unmarked bridges', () => {
    // ends 30 cm apart, and a road that passes over another with a vertex of its own just there
    const apart: RoadPlan[] = [road([0, 0], [5, 0]), road([5.003, 0.001], [10, 0])]
    expect(createDistances({ roads: apart }, [[0, 0]], [[10, 0]]).nearest().metres[0]).toBeCloseTo(
      along([0, 0], [5, 0], [10, 0]),
      -1,
    )
    const over: RoadPlan[] = [road([0, 0], [10, 0]), road([4, -3], [4, 0], [4, 3])]
    expect(createDistances({ roads: over }, [[0, 0]], [[4, 3]]).nearest().metres[0]).toBeCloseTo(
      along([0, 0], [4, 0], [4, 3]),
      1,
    )
    // a file that marks no bridges: a road across a river is assumed to be a bridge
    const river: [number, number][][] = [
      [
        [-5, 2],
        [15, 2],
      ],
    ]
    const plain: RoadPlan[] = [road([0, 0], [0, 4])]
    expect(
      createDistances({ roads: plain, rivers: river }, [[0, 0]], [[0, 4]]).nearest().metres[0],
    ).toBeCloseTo(along([0, 0], [0, 4]), 3)
    expect(buildPedestrianNetwork(buildNetworkInput({ roads: plain, rivers: river })).facts).toMatchObject({
      cutByWater: 0,
      assumedBridges: 1,
      pieces: 1,
    })
    // a road of one point, one without length, one twice
    const odd: RoadPlan[] = [road([1, 1]), road([2, 2], [2, 2]), road([0, 0], [1, 0]), road([0, 0], [1, 0])]
    expect(createDistances({ roads: odd }, [[0, 0]], [[1, 0]]).nearest().metres[0]).toBeCloseTo(
      along([0, 0], [1, 0]),
      3,
    )
  })

  it('reports unreachable sites as missing', () => {
    const islands: RoadPlan[] = [road([0, 0], [1, 0]), road([20, 0], [21, 0])]
    const apart = createDistances(
      { roads: islands },
      [
        [0, 0],
        [20, 0],
      ],
      [[21, 0]],
    )
    expect([...apart.nearest().site]).toEqual([-1, 0])
    expect(apart.nearest().metres[0]).toBeNaN()
    expect(buildPedestrianNetwork(buildNetworkInput({ roads: islands })).facts.pieces).toBe(2)
    const nothing = createDistances({ roads: [] }, [[0, 0]], [[1, 0]])
    expect([...nothing.nearest().site]).toEqual([-1])
    expect(nothing.within(Float64Array.of(1000)).point).toHaveLength(0)
    expect(
      createDistances(
        {
          roads: [{ ...road([0, 0], [1, 0]), walkable: false }],
        },
        [[0, 0]],
        [[1, 0]],
      ).nearest().site[0],
    ).toBe(-1)
  })

  it('finds the same distances as Floyd–Warshall', () => {
    const size = 5
    const link = fc.tuple(
      fc.integer({ min: 0, max: size - 1 }),
      fc.integer({ min: 0, max: size - 1 }),
      fc.boolean(),
    )
    fc.assert(
      fc.property(
        fc.array(link, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 0, max: 24 }),
        fc.integer({ min: 0, max: 24 }),
        (links, first, second) => {
          const name = (x: number, y: number) => x + size * y
          const place = (n: number): [number, number] => [n % size, Math.floor(n / size)]
          const steps = links
            .map(
              ([x, y, east]) =>
                [
                  name(x, y),
                  east ? name(Math.min(x + 1, size - 1), y) : name(x, Math.min(y + 1, size - 1)),
                ] as const,
            )
            .filter(([a, b]) => a !== b)
          const used = [...new Set(steps.flat())]
          fc.pre(used.includes(first) && used.includes(second))
          const pair = (a: number, b: number) => a * size * size + b
          const far = new Float64Array(size ** 4).fill(Infinity)
          const metresBetween = (a: number, b: number) => float64At(far, pair(a, b))
          for (const a of used) far[pair(a, a)] = 0
          for (const [a, b] of steps) far[pair(a, b)] = far[pair(b, a)] = along(place(a), place(b))
          for (const k of used)
            for (const a of used)
              for (const b of used)
                far[pair(a, b)] = Math.min(metresBetween(a, b), metresBetween(a, k) + metresBetween(k, b))
          const found = createDistances(
            { roads: steps.map(([a, b]) => ({ line: [place(a), place(b)] })) },
            used.map(place),
            [place(first), place(second)],
          )
          const nearest = found.nearest()
          const reached = found.within(new Float64Array(used.length).fill(250))
          used.forEach((from, i) => {
            const best = Math.min(metresBetween(from, first), metresBetween(from, second))
            if (best === Infinity) expect(nearest.site[i]).toBe(-1)
            else expect(nearest.metres[i]).toBeCloseTo(best, 6)
          })
          ;[first, second].forEach((site, s) => {
            expect([...reached.point.slice(reached.start[s], reached.start[s + 1])]).toEqual(
              used.flatMap((from, i) => (metresBetween(from, site) <= 250 ? [i] : [])),
            )
          })
        },
      ),
      { seed: readSeed(9), numRuns: countRuns(150) },
    )
  })
})
