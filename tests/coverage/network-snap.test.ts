import { describe, expect, it } from 'vitest'
import { buildPedestrianNetwork } from '#shared/coverage/network/build-pedestrian-network.ts'
import { createNetworkDistances } from '#shared/coverage/network/network-distances.ts'
import type { PedestrianNetwork } from '#shared/coverage/network/pedestrian-network.ts'
import { computeDistanceM } from '#shared/geometry/measure.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'
import {
  buildNetworkInput,
  type RoadPlan,
  toPlanPoint,
  toPlanPoints,
} from '../helpers/coverage/build-network-input.ts'

type Place = [x: number, y: number]
const DETOUR = 1.3
const LIMIT_M = 5000

/** Whether segments p–q and r–s cross, by the sides of their ends; places in general position. */
function crosses([px, py]: Place, [qx, qy]: Place, [rx, ry]: Place, [sx, sy]: Place): boolean {
  const side = (x: number, y: number, ax: number, ay: number, bx: number, by: number) =>
    (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0
  return (
    side(rx, ry, px, py, qx, qy) !== side(sx, sy, px, py, qx, qy) &&
    side(px, py, rx, ry, sx, sy) !== side(qx, qy, rx, ry, sx, sy)
  )
}

/** Walks through every edge and every bank: the nearest edge that is not behind water, in plan units. */
function snapByHand(network: PedestrianNetwork, point: Place, river: readonly Place[]) {
  const { xy, edges } = network
  const [originX, originY] = toPlanPoint(0, 0)
  const toPlace = (node: number): Place => [
    (xy[2 * node]! - originX) / 1e4,
    (xy[2 * node + 1]! - originY) / 1e4,
  ]
  const stretch =
    computeDistanceM(toPlanPoint(0, 0), toPlanPoint(0, 1)) /
    computeDistanceM(toPlanPoint(0, 0), toPlanPoint(1, 0))
  let best: { edge: number; along: number; metres: number } | null = null
  for (let edge = 0; edge < edges.a.length; edge++) {
    const [[ax, ay], [bx, by]] = [toPlace(edges.a[edge]!), toPlace(edges.b[edge]!)]
    const [vx, vy, wx, wy] = [bx - ax, (by - ay) * stretch, point[0] - ax, (point[1] - ay) * stretch]
    const along = Math.max(0, Math.min(1, (wx * vx + wy * vy) / (vx * vx + vy * vy)))
    const foot: Place = [ax + along * (bx - ax), ay + along * (by - ay)]
    const metres = DETOUR * computeDistanceM(toPlanPoint(...point), toPlanPoint(...foot))
    if (metres > LIMIT_M || (best !== null && metres >= best.metres)) continue
    if (river.slice(1).some((to, i) => crosses(point, foot, river[i]!, to))) continue
    best = { edge, along, metres }
  }
  return best
}

/** Shortest paths by relaxing every edge until nothing changes (Bellman–Ford). */
function measureByHand(
  network: PedestrianNetwork,
  start: NonNullable<ReturnType<typeof snapByHand>>,
): Float64Array {
  const { edges } = network
  const metres = new Float64Array(network.xy.length / 2).fill(Infinity)
  metres[edges.a[start.edge]!] = start.metres + start.along * edges.metres[start.edge]!
  metres[edges.b[start.edge]!] = start.metres + (1 - start.along) * edges.metres[start.edge]!
  for (let changed = true; changed;) {
    changed = false
    edges.a.forEach((a, e) => {
      const b = edges.b[e]!
      for (const [from, to] of [
        [a, b],
        [b, a],
      ] as const)
        if (metres[from]! + edges.metres[e]! < metres[to]! - 1e-9) {
          metres[to] = metres[from]! + edges.metres[e]!
          changed = true
        }
    })
  }
  return metres
}

describe('the nearest road', () => {
  it('is found behind any number of roads on the far side of a river', () => {
    // 600 short roads beyond the river, nearer than the one road on this side
    const beyond: RoadPlan[] = Array.from({ length: 600 }, (_, i) => ({
      line: [
        [(i % 30) / 10, 1 + Math.floor(i / 30) / 20],
        [(i % 30) / 10 + 0.1, 1 + Math.floor(i / 30) / 20],
      ],
    }))
    const roads: RoadPlan[] = [
      ...beyond,
      {
        line: [
          [-20, -30],
          [20, -30],
        ],
      },
    ]
    const river: Place[] = [
      [-100, 0.5],
      [100, 0.5],
    ]
    const network = buildPedestrianNetwork(buildNetworkInput({ roads, rivers: [river] }))
    const found = createNetworkDistances(
      network,
      toPlanPoints([1.5, 0]),
      toPlanPoints([10, -30]),
      DETOUR,
    ).nearest()
    const expected =
      DETOUR * computeDistanceM(toPlanPoint(1.5, 0), toPlanPoint(1.5, -30)) +
      computeDistanceM(toPlanPoint(1.5, -30), toPlanPoint(10, -30))
    expect(found.metres[0]).toBeCloseTo(expected, 0)
  })

  it('and the way from it equal those of a search through everything, on a network of hundreds of parts', () => {
    const random = createSeededRandom(16)
    const at = (size: number) => Math.round(random() * size * 1000) / 1000
    const roads: RoadPlan[] = []
    // a town of streets, and 400 loose roads around and inside it
    for (let i = 0; i <= 12; i++) {
      roads.push({ line: Array.from({ length: 13 }, (_, j): Place => [5 * i + 0.013 * j, 5 * j]) })
      roads.push({ line: Array.from({ length: 13 }, (_, j): Place => [5 * j + 0.013 * i, 5 * i]) })
    }
    for (let i = 0; i < 400; i++) {
      const [x, y] = [0.2 + at(70), 0.2 + at(70)]
      roads.push({
        line: [
          [x, y],
          [x + 0.1 + at(0.6), y + at(0.6)],
        ],
      })
    }
    for (let i = 0; i < 12; i++)
      roads.push({
        line: [
          [80 + i, at(60)],
          [80 + i + 0.5, 62 + at(10)],
        ],
      })
    const river: Place[] = Array.from({ length: 40 }, (_, i): Place => [
      2 * i - 1.337,
      31.234 + 3 * Math.sin(i),
    ])
    const network = buildPedestrianNetwork(buildNetworkInput({ roads, rivers: [river] }))
    expect(network.facts.leftOut.parts).toBeGreaterThan(200)
    expect(network.facts.pieces).toBeGreaterThan(2)
    const grids = Array.from({ length: 150 }, (): Place => [at(90) + 0.0005, at(75) + 0.0005])
    const sites = Array.from({ length: 6 }, (): Place => [at(90) + 0.0005, at(75) + 0.0005])
    const { site, metres } = createNetworkDistances(
      network,
      toPlanPoints(...grids),
      toPlanPoints(...sites),
      DETOUR,
    ).nearest()
    const feet = sites.map((each) => snapByHand(network, each, river))
    const walked = feet.map((foot) => (foot === null ? null : measureByHand(network, foot)))
    let reached = 0
    grids.forEach((grid, row) => {
      const foot = snapByHand(network, grid, river)
      let least = Infinity
      walked.forEach((from, s) => {
        if (foot === null || from === null) return
        const length = network.edges.metres[foot.edge]!
        least = Math.min(
          least,
          foot.metres + foot.along * length + from[network.edges.a[foot.edge]!]!,
          foot.metres + (1 - foot.along) * length + from[network.edges.b[foot.edge]!]!,
        )
        if (feet[s]!.edge === foot.edge)
          least = Math.min(
            least,
            foot.metres + feet[s]!.metres + Math.abs(foot.along - feet[s]!.along) * length,
          )
      })
      if (least === Infinity) expect(site[row]).toBe(-1)
      else {
        reached++
        expect(Math.abs(metres[row]! - least), `grid ${row}`).toBeLessThan(0.5)
      }
    })
    expect(reached).toBeGreaterThan(100)
  })
})

describe('small parts of the network', () => {
  it('are left out and counted, so that nothing is attached to them; a network of small parts alone stays', () => {
    const main: RoadPlan[] = Array.from({ length: 60 }, (_, i) => ({
      line: [
        [0, i * 10],
        [100, i * 10],
        [100, i * 10 + 10],
      ],
    }))
    const stub: RoadPlan = {
      line: [
        [50, 4],
        [50.5, 4],
      ],
    }
    const network = buildPedestrianNetwork(buildNetworkInput({ roads: [...main, stub] }))
    expect(network.facts).toMatchObject({ pieces: 1, leftOut: { parts: 1, metres: 46 } })
    const found = createNetworkDistances(network, toPlanPoints([50, 4.1]), toPlanPoints([50, 0]), 1).nearest()
    expect(found.metres[0]).toBeCloseTo(computeDistanceM(toPlanPoint(50, 4.1), toPlanPoint(50, 0)), 0)
    expect(buildPedestrianNetwork(buildNetworkInput({ roads: [stub] })).facts).toMatchObject({
      edges: 1,
      leftOut: { parts: 0, metres: 0 },
    })
  })
})
