import { isPointInFlatRing } from '../math/point-in-flat-ring.ts'
import type { Cut } from '../partition/cut.ts'
import type { FaceLoop } from '../partition/face-loop.ts'
import { isNearGuide } from '../partition/cut-along-guides.ts'
import { measureRing, type RingMeasure } from '../partition/measure-ring.ts'
import { computeSideRings } from '../partition/side-rings.ts'
import type { TownCentre, SeparationOptions, BorderCandidate } from './separation-types.ts'
import { computeVectorLength } from '../math/vector-length.ts'

/** Lattice units: 500 m. */
const BESIDE = 45_000

/**
 * How bad a border would be: unfair to one side, close to a seat, ragged. Undefined if it leaves a side empty or passes a
 * seat within `nearest` of its reach. Seats are in the loop's coordinates.
 */
export function scoreBorder(
  loop: FaceLoop,
  cut: Cut,
  seats: readonly TownCentre[],
  nearest: number,
): number | undefined {
  const [left, right] = computeSideRings(loop, cut)
  let leftWanted = 0,
    rightWanted = 0,
    margin = 1.2
  for (const seat of seats) {
    const square = seat.reach * seat.reach
    if (isPointInFlatRing(left.at, seat.east, seat.north, left.size)) leftWanted += square
    else rightWanted += square
    margin = Math.min(margin, computeDistanceToCut(cut, seat.east, seat.north) / seat.reach)
  }
  if (leftWanted === 0 || rightWanted === 0 || margin < nearest) return undefined
  const one = measureRing(left),
    other = measureRing(right)
  const ratio = ((one.area / other.area) * rightWanted) / leftWanted
  const unfair = Math.sqrt(Math.max(ratio, 1 / ratio)) - 1
  return (
    1.4 * unfair -
    0.9 * margin +
    2.2 * (Math.max(0, 0.66 - roundness(one)) + Math.max(0, 0.66 - roundness(other)))
  )
}

/** What comes on top for the way a border takes: beside a guide only slivers fit between the two; a line askew must not cut a town's streets. */
export function scoreBorderCourse(
  { plane, field, guides }: SeparationOptions,
  { kind, way }: BorderCandidate,
): number {
  if (way.length === 0) return 0
  let beside = 0,
    urban = 0
  for (const [east, north] of way) {
    if (isNearGuide(guides, plane.latticeX(east), plane.latticeY(north), BESIDE)) beside++
    urban += field.urbanity(east, north)
  }
  // crossing a guide is no fault
  return (2.2 * Math.max(0, beside - 1)) / way.length + (kind === 'line' ? (1.6 * urban) / way.length : 0)
}

export function computeDistanceToCut(cut: Cut, u: number, v: number): number {
  let best = Infinity
  let au = cut.from.u,
    av = cut.from.v
  for (let k = 0; k <= cut.innerU.length; k++) {
    const bu = cut.innerU[k] ?? cut.to.u,
      bv = cut.innerV[k] ?? cut.to.v
    const du = bu - au,
      dv = bv - av
    const t = Math.min(1, Math.max(0, ((u - au) * du + (v - av) * dv) / (du * du + dv * dv || 1)))
    best = Math.min(best, computeVectorLength(au + t * du - u, av + t * dv - v))
    au = bu
    av = bv
  }
  return best
}

/** 1 for a circle, 0.79 for a square, less for anything longer. */
function roundness({ area, around }: RingMeasure): number {
  return (4 * Math.PI * area) / (around * around)
}
