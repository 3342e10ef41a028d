import { isPointInFlatRing } from '../math/point-in-flat-ring.ts'
import type { FaceLoop } from './face-loop.ts'
import { sampleLoop } from './sample-loop.ts'

/** A place well inside a face, and its distance to the nearest border, in the loop's coordinates. */
export interface InnermostPoint {
  u: number
  v: number
  clearance: number
}

/** The roomiest of some 60 places inside a face and outside its holes. */
export function findInnermostPoint(loop: FaceLoop, holes: readonly FaceLoop[] = []): InnermostPoint {
  const samples = sampleLoop(loop, 60, () => 1)
  let best: InnermostPoint = { u: samples.u[0]!, v: samples.v[0]!, clearance: 0 }
  for (let s = 0; s < samples.size; s++) {
    const u = samples.u[s]!,
      v = samples.v[s]!
    if (holes.some((hole) => holds(hole, u, v))) continue
    const clearance = Math.min(
      ...[loop, ...holes].map((border) => computeDistanceToLoop(border, u, v, best.clearance)),
    )
    if (clearance > best.clearance) best = { u, v, clearance }
  }
  return best
}

/** Distance to the nearest edge; gives up, with something smaller, once it is no more than `enough`. */
export function computeDistanceToLoop(loop: FaceLoop, u: number, v: number, enough = 0): number {
  let square = Infinity
  for (let i = 0; i < loop.size; i++) {
    const j = i + 1 === loop.size ? 0 : i + 1
    const au = loop.u[i]!,
      av = loop.v[i]!
    const du = loop.u[j]! - au,
      dv = loop.v[j]! - av
    const t = Math.min(1, Math.max(0, ((u - au) * du + (v - av) * dv) / (du * du + dv * dv || 1)))
    const eu = au + t * du - u,
      ev = av + t * dv - v
    square = Math.min(square, eu * eu + ev * ev)
    if (square <= enough * enough) break
  }
  return Math.sqrt(square)
}

function holds(loop: FaceLoop, u: number, v: number): boolean {
  const ring: number[] = []
  for (let i = 0; i < loop.size; i++) ring.push(loop.u[i]!, loop.v[i]!)
  return isPointInFlatRing(ring, u, v)
}
