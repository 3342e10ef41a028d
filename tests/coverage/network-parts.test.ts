import { describe, expect, it } from 'vitest'
import { itemAt, numberAt } from '#shared/geometry/at.ts'
import { buildPedestrianNetwork } from '#shared/coverage/network/build-pedestrian-network.ts'
import { measureNetworkAccess } from '#shared/coverage/network/network-access.ts'
import { createNetworkDistances } from '#shared/coverage/network/network-distances.ts'
import { computeDistanceM } from '#shared/geometry/measure.ts'
import { createSeededRandom } from '../helpers/geometry/build-brickwork.ts'
import { buildNetworkInput, toPlanPoint, toPlanPoints } from '../helpers/coverage/build-network-input.ts'

type Place = [x: number, y: number]
type Segment = [Place, Place]
const DETOUR = 1.3

/** A street grid of 20 × 20 blocks, and 400 loose pieces of road between its streets, each of one to three edges. */
function drawRoads(random: () => number): { main: Segment[]; loose: Segment[][] } {
  const main: Segment[] = []
  for (let i = 0; i <= 20; i++)
    for (let k = 0; k < 20; k++) {
      main.push([
        [i * 4, k * 4],
        [i * 4, k * 4 + 4],
      ])
      main.push([
        [k * 4, i * 4],
        [k * 4 + 4, i * 4],
      ])
    }
  const loose = Array.from({ length: 400 }, (_, n) => {
    const [column, row] = [n % 20, Math.floor(n / 20)]
    let at: Place = [column * 4 + 0.6 + random(), row * 4 + 0.6 + random() * 2.8]
    return Array.from({ length: 1 + Math.floor(random() * 3) }, (): Segment => {
      const next: Place = [at[0] + 0.2 + random() * 0.5, at[1]]
      const segment: Segment = [at, next]
      at = next
      return segment
    })
  })
  return { main, loose }
}

const metresBetween = (one: Place, other: Place) =>
  computeDistanceM(toPlanPoint(...one), toPlanPoint(...other))

/** Tries every segment: metres from a place to the nearest one, and where it is met. */
function findNearest(place: Place, segments: readonly Segment[]) {
  const stretch = metresBetween([0, 0], [0, 1]) / metresBetween([0, 0], [1, 0])
  let best = { metres: Infinity, segment: -1, at: place }
  segments.forEach(([[ax, ay], [bx, by]], segment) => {
    const [vx, vy, wx, wy] = [bx - ax, (by - ay) * stretch, place[0] - ax, (place[1] - ay) * stretch]
    const along = Math.max(0, Math.min(1, (wx * vx + wy * vy) / (vx * vx + vy * vy)))
    const at: Place = [ax + along * (bx - ax), ay + along * (by - ay)]
    const metres = DETOUR * metresBetween(place, at)
    if (metres < best.metres) best = { metres, segment, at }
  })
  return best
}

/** Shortest ways from a place on a segment to every end of a segment, by relaxing all of them until nothing changes. */
function walkFrom(start: ReturnType<typeof findNearest>, segments: readonly Segment[]): Map<string, number> {
  const keyOf = (place: Place) => place.join(' ')
  const metres = new Map<string, number>()
  const offer = (place: Place, way: number) => {
    if (way >= (metres.get(keyOf(place)) ?? Infinity)) return false
    metres.set(keyOf(place), way)
    return true
  }
  for (const end of itemAt(segments, start.segment)) offer(end, start.metres + metresBetween(start.at, end))
  for (let changes = true; changes;) {
    changes = false
    for (const [one, other] of segments) {
      const length = metresBetween(one, other)
      if (offer(other, (metres.get(keyOf(one)) ?? Infinity) + length)) changes = true
      if (offer(one, (metres.get(keyOf(other)) ?? Infinity) + length)) changes = true
    }
  }
  return metres
}

describe('a network with hundreds of loose parts', () => {
  const random = createSeededRandom(20261129)
  const { main, loose } = drawRoads(random)
  const network = buildPedestrianNetwork(
    buildNetworkInput({ roads: [...main, ...loose.flat()].map((line) => ({ line })) }),
  )
  const places: Place[] = Array.from({ length: 150 }, () => [random() * 80, random() * 80])
  const sites: Place[] = Array.from({ length: 5 }, () => [random() * 80, random() * 80])

  /** One demand point a grid. */
  const listPoints = (list: readonly Place[]) => ({
    xy: toPlanPoints(...list),
    grid: Int32Array.from(list, (_, row) => row),
    weight: new Int32Array(list.length).fill(1),
  })

  it('is one part; the others are left out and counted', () => {
    expect(network.facts.pieces).toBe(1)
    expect(network.facts.leftOut.parts).toBe(400)
    const metres = loose.flat().reduce((sum, [one, other]) => sum + metresBetween(one, other), 0)
    expect(network.facts.leftOut.metres / metres).toBeCloseTo(1, 3)
  })

  it('names the places that lie nearest to a part that was left out, and no others', () => {
    const { attached, toRoad } = measureNetworkAccess(
      network,
      listPoints(places),
      places.length,
      toPlanPoints(...sites),
      DETOUR,
    )
    const byHand = (list: readonly Place[]) =>
      list.flatMap((place, row) =>
        findNearest(place, loose.flat()).metres < findNearest(place, main).metres ? [row] : [],
      )
    expect(attached.grids.length).toBeGreaterThan(10)
    expect(attached.grids).toEqual(byHand(places))
    expect(attached.places).toEqual(byHand(sites))
    places.forEach((place, row) =>
      expect(Math.abs((toRoad.grids[row] ?? NaN) - findNearest(place, main).metres)).toBeLessThan(0.5),
    )
  })

  it('has the distances of an independent computation, of which the ways to the road are a part', () => {
    const found = createNetworkDistances(
      network,
      toPlanPoints(...places),
      toPlanPoints(...sites),
      DETOUR,
    ).nearest()
    const { toRoad } = measureNetworkAccess(
      network,
      listPoints(places),
      places.length,
      toPlanPoints(...sites),
      DETOUR,
    )
    const starts = sites.map((site) => findNearest(site, main))
    const walked = starts.map((start) => walkFrom(start, main))
    places.forEach((place, row) => {
      const foot = findNearest(place, main)
      const ways = starts.map((start, site) => {
        const overEnds = itemAt(main, foot.segment).map(
          (end) => foot.metres + metresBetween(foot.at, end) + (walked[site]?.get(end.join(' ')) ?? Infinity),
        )
        const onSame =
          start.segment === foot.segment
            ? foot.metres + start.metres + metresBetween(foot.at, start.at)
            : Infinity
        return Math.min(...overEnds, onSame)
      })
      const metres = numberAt(found.metres, row)
      expect(Math.abs(metres - Math.min(...ways)), `place ${row}`).toBeLessThan(0.5)
      const approach = (toRoad.grids[row] ?? NaN) + (toRoad.places[numberAt(found.site, row)] ?? NaN)
      expect(approach).toBeLessThanOrEqual(metres + 0.2)
    })
  })
})
