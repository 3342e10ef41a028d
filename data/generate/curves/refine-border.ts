import type { RandomStream } from '../math/create-random-stream.ts'
import { computeVectorLength } from '../math/vector-length.ts'

/** Metres of the plane. */
export type PlanePoint = readonly [east: number, north: number]

export interface BorderRefinement {
  /** How far corners between the ends may be moved, in metres. */
  jitter: number
  /** How far the line strays at every halving, as a share of the halved length. */
  roughness: number
  /** Halving stops below this length, in metres. */
  finest: number
  /** Sea dikes, straight runs with square steps: 1 if the sea lies left of the chain, -1 if right, 0 for none. */
  dikes: number
}

const TAUT = 0.3

export const inlandRefinement: BorderRefinement = { jitter: 900, roughness: 0.13, finest: 420, dikes: 0 }
export const coastRefinement: BorderRefinement = { jitter: 500, roughness: 0.05, finest: 320, dikes: 0 }
export const dikeRefinement: BorderRefinement = { jitter: 400, roughness: 0.02, finest: 600, dikes: 1 }

/** A coarse chain of corners as a border that looks surveyed: rounded, then wandering; its ends stay where they are. */
export function refineBorder(
  corners: readonly PlanePoint[],
  style: BorderRefinement,
  random: RandomStream,
): PlanePoint[] {
  const moved = corners.map((corner, i): PlanePoint =>
    i === 0 || i === corners.length - 1
      ? corner
      : [corner[0] + style.jitter * random.between(-1, 1), corner[1] + style.jitter * random.between(-1, 1)],
  )
  const rounded = roundCorners(moved)
  const stepped = style.dikes ? addDikes(rounded, style.dikes, random) : rounded
  const fine: PlanePoint[] = [stepped[0]!]
  for (let i = 1; i < stepped.length; i++) wander(stepped[i - 1]!, stepped[i]!, style, random, fine)
  return style.dikes ? fine : cutCorners(fine)
}

/** Every corner but the ends gives way to two, a quarter into its edges (Chaikin): water does not run in zigzags. */
function cutCorners(points: readonly PlanePoint[]): PlanePoint[] {
  const out: PlanePoint[] = [points[0]!]
  const between = (a: PlanePoint, b: PlanePoint, t: number): PlanePoint => [
    a[0] + (b[0] - a[0]) * t,
    a[1] + (b[1] - a[1]) * t,
  ]
  for (let i = 1; i + 1 < points.length; i++) {
    out.push(between(points[i]!, points[i - 1]!, 0.27), between(points[i]!, points[i + 1]!, 0.27))
  }
  out.push(points.at(-1)!)
  return out
}

/** Points about every 4 km on a taut curve through the corners (a cardinal spline). */
function roundCorners(corners: readonly PlanePoint[]): PlanePoint[] {
  const points: PlanePoint[] = [corners[0]!]
  for (let i = 1; i < corners.length; i++) {
    const p1 = corners[i - 1]!,
      p2 = corners[i]!
    const p0 = corners[i - 2] ?? mirrored(p2, p1),
      p3 = corners[i + 1] ?? mirrored(p1, p2)
    const pieces = Math.max(1, Math.round(computeVectorLength(p2[0] - p1[0], p2[1] - p1[1]) / 4000))
    for (let k = 1; k <= pieces; k++) {
      const t = k / pieces
      points.push(
        k === pieces ? p2 : [spline(p0[0], p1[0], p2[0], p3[0], t), spline(p0[1], p1[1], p2[1], p3[1], t)],
      )
    }
  }
  return points
}

function mirrored(point: PlanePoint, centre: PlanePoint): PlanePoint {
  return [2 * centre[0] - point[0], 2 * centre[1] - point[1]]
}

function spline(a: number, b: number, c: number, d: number, t: number): number {
  const out = TAUT * (c - a),
    into = TAUT * (d - b)
  return b + t * (out + t * (3 * (c - b) - 2 * out - into + t * (2 * (b - c) + out + into)))
}

/** Appends the way from a (already there) to b, displaced at its middle again and again. */
function wander(
  a: PlanePoint,
  b: PlanePoint,
  style: BorderRefinement,
  random: RandomStream,
  out: PlanePoint[],
): void {
  const de = b[0] - a[0],
    dn = b[1] - a[1]
  const length = computeVectorLength(de, dn)
  if (length <= style.finest) {
    out.push(b)
    return
  }
  // long reaches stray more than short ones: rivers and canals, not crumpled paper
  const shift = style.roughness * random.bell() * Math.min(1.35, Math.max(0.4, Math.sqrt(length / 2400)))
  const at = random.between(0.42, 0.58)
  const middle: PlanePoint = [a[0] + de * at - dn * shift, a[1] + dn * at + de * shift]
  wander(a, middle, style, random, out)
  wander(middle, b, style, random, out)
}

/** Now and then the land has been pushed out by a polder: a square step of a few hundred metres towards the sea. */
function addDikes(points: readonly PlanePoint[], side: number, random: RandomStream): PlanePoint[] {
  const out: PlanePoint[] = [points[0]!]
  let depth = 0
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1]!,
      b = points[i]!
    const de = b[0] - a[0],
      dn = b[1] - a[1]
    const length = computeVectorLength(de, dn)
    const shifted = (by: number): PlanePoint => [
      b[0] - (dn / length) * by * side,
      b[1] + (de / length) * by * side,
    ]
    if (i === points.length - 1) {
      if (depth > 0) out.push(shifted(depth))
      out.push(b)
      break
    }
    out.push(shifted(depth))
    const wanted = random.chance(0.4) ? random.between(0, 1700) : depth
    if (Math.abs(wanted - depth) < 200) continue
    depth = wanted
    out.push(shifted(depth))
  }
  return out
}
