import type { LonLat } from '../city-plan.ts'
import { createLocalPlane, type LocalPlane } from '../math/create-local-plane.ts'
import type { RandomStream } from '../math/create-random-stream.ts'
import { segmentsIntersect } from '../partition/is-valid-cut.ts'
import { isPointInFlatRing } from '../math/point-in-flat-ring.ts'
import { createBlobOutline } from '../curves/create-blob-outline.ts'
import type { PlanePoint } from '../curves/refine-border.ts'
import { computeVectorLength } from '../math/vector-length.ts'

export interface CityOutline {
  rings: LonLat[][]
  seats: LonLat[]
  coast: LonLat[]
  offshore: LonLat[]
}

/** A coarse outline of so many km², in so many districts that share their corners; two of five cities lie by the sea, in the east. */
export function planCityOutline(areaKm2: number, count: number, random: RandomStream): CityOutline {
  const plane = createLocalPlane(
    Math.round(random.between(104, 118) * 100) * 1e5,
    Math.round(random.between(25, 39) * 100) * 1e5,
  )
  const radius = 1000 * Math.sqrt(areaKm2 / Math.PI)
  const corners = Math.max(14, Math.round(radius / 1500))
  const outline = createBlobOutline(
    [0, 0],
    radius * random.between(0.98, 1.15),
    radius * random.between(0.8, 0.95),
    random.between(-0.5, 0.5),
    0.28,
    corners,
    random.below(1e9),
  )
  const rings = divide([outline], count, random)
  // the city's core is the district in the middle
  rings.sort((a, b) => computeVectorLength(...middle(a)) - computeVectorLength(...middle(b)))
  const degrees = toDegrees(plane)
  const coast = random.chance(0.4) ? easternCorners(outline) : []
  const north = coast[0],
    south = coast.at(-1)
  // straight away from both ends, then out: the coast between them may swing further than they lie
  const low = Math.min(...outline.map((point) => point[1])) - radius * 0.3,
    high = Math.max(...outline.map((point) => point[1])) + radius * 0.3
  const offshore: PlanePoint[] =
    north && south
      ? [
          [south[0], low],
          [radius * 3, low],
          [radius * 3, high],
          [north[0], high],
        ]
      : []
  return {
    rings: rings.map((ring) => ring.map(degrees)),
    seats: rings.map((ring) => degrees(innermost(ring))),
    coast: coast.map(degrees),
    offshore: offshore.map(degrees),
  }
}

/** To 1e-5 degree, about a metre: exact as a decimal fraction, so that equal corners stay equal. */
function toDegrees(plane: LocalPlane): (point: PlanePoint) => LonLat {
  return ([east, north]) => [
    Math.round(plane.latticeX(east) / 100) / 1e5,
    Math.round(plane.latticeY(north) / 100) / 1e5,
  ]
}

/** Cuts the largest polygon in two until there are enough; all cuts end at corners, so neighbours share theirs. */
function divide(polygons: PlanePoint[][], count: number, random: RandomStream): PlanePoint[][] {
  while (polygons.length < count) {
    polygons.sort((a, b) => area(b) - area(a))
    polygons.push(...bisect(polygons.shift()!, random))
  }
  return polygons
}

/** The shortest way across that leaves fair halves, between two points of the border, with a bend or two. */
function bisect(ring: readonly PlanePoint[], random: RandomStream): [PlanePoint[], PlanePoint[]] {
  const whole = area(ring)
  let best: { i: number; j: number; cost: number } | undefined
  for (let i = 0; i < ring.length; i++) {
    for (let j = i + 2; j < ring.length; j++) {
      if ((j + 1) % ring.length === i || !seesAcross(ring, i, j)) continue
      const share = area(ring.slice(i, j + 1)) / whole
      if (share < 0.3 || share > 0.7) continue
      const cost = distance(ring[i]!, ring[j]!) * random.between(0.9, 1.25)
      if (!best || cost < best.cost) best = { i, j, cost }
    }
  }
  if (!best) throw new Error("a district's outline cannot be divided")
  const { i, j } = best
  const between = bends(ring[i]!, ring[j]!, random)
  return [
    [...ring.slice(i, j + 1), ...[...between].reverse()],
    [...ring.slice(j), ...ring.slice(0, i + 1), ...between],
  ]
}

/** Points every five kilometres or so, moved aside a little. */
function bends(from: PlanePoint, to: PlanePoint, random: RandomStream): PlanePoint[] {
  const length = distance(from, to)
  const pieces = Math.max(3, Math.round(length / 5000))
  return Array.from({ length: pieces - 1 }, (_, k): PlanePoint => {
    const t = (k + 1) / pieces,
      aside = random.between(-0.06, 0.06)
    return [
      from[0] + (to[0] - from[0]) * t - (to[1] - from[1]) * aside,
      from[1] + (to[1] - from[1]) * t + (to[0] - from[0]) * aside,
    ]
  })
}

/** Does the straight way between two corners run well inside? */
function seesAcross(ring: readonly PlanePoint[], i: number, j: number): boolean {
  const a = ring[i]!,
    b = ring[j]!
  const flat = ring.flat()
  for (const t of [0.1, 0.5, 0.9])
    if (!isPointInFlatRing(flat, a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t)) return false
  for (let k = 0; k < ring.length; k++) {
    const next = (k + 1) % ring.length
    if ([i, j].includes(k) || [i, j].includes(next)) continue
    const c = ring[k]!,
      d = ring[next]!
    if (segmentsIntersect(a[0], a[1], b[0], b[1], c[0], c[1], d[0], d[1])) return false
  }
  return true
}

/** The corners in the east, from north to south: on such a way the sea is on the left. */
function easternCorners(outline: readonly PlanePoint[]): PlanePoint[] {
  const limit = Math.max(...outline.map(([east]) => east)) * 0.45
  const most = outline.reduce((best, [east], i) => (east > outline[best]![0] ? i : best), 0)
  const at = (i: number) => outline[(i + outline.length) % outline.length]!
  let north = most,
    south = most
  while (at(north + 1)[0] > limit) north++
  while (at(south - 1)[0] > limit) south--
  return Array.from({ length: north - south + 1 }, (_, k) => at(north - k))
}

function innermost(ring: readonly PlanePoint[]): PlanePoint {
  const [ce, cn] = middle(ring)
  const flat = ring.flat()
  const clearance = (point: PlanePoint) =>
    isPointInFlatRing(flat, point[0], point[1])
      ? Math.min(...ring.map((corner) => distance(corner, point)))
      : -1
  const spread = Math.sqrt(area(ring))
  const places = [-0.3, -0.15, 0, 0.15, 0.3].flatMap((x) =>
    [-0.3, -0.15, 0, 0.15, 0.3].map((y): PlanePoint => [ce + x * spread, cn + y * spread]),
  )
  return places.reduce((best, place) => (clearance(place) > clearance(best) ? place : best))
}

function middle(ring: readonly PlanePoint[]): [number, number] {
  return [
    ring.reduce((sum, [e]) => sum + e, 0) / ring.length,
    ring.reduce((sum, [, n]) => sum + n, 0) / ring.length,
  ]
}

function distance(a: PlanePoint, b: PlanePoint): number {
  return computeVectorLength(a[0] - b[0], a[1] - b[1])
}

function area(ring: readonly PlanePoint[]): number {
  return (
    Math.abs(
      ring.reduce((sum, [ae, an], i) => {
        const [be, bn] = ring[(i + 1) % ring.length]!
        return sum + ae * bn - be * an
      }, 0),
    ) / 2
  )
}
