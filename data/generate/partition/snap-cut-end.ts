import type { HalfEdgeMesh } from '../mesh/half-edge-mesh.ts'
import type { CutEnd } from './cut.ts'
import type { FaceLoop } from './face-loop.ts'
import type { LoopCrossing } from './find-chords.ts'
import { computeVectorLength } from '../math/vector-length.ts'

/** How far a cut's end may slide along the loop, in metres: to a junction across the border, or to any vertex; and whether into a corner. */
export interface CutEndTolerance {
  junction: number
  vertex: number
  corners?: boolean
}

const STRAIGHT = 0.766

/**
 * Decides where exactly a cut meets the loop: at a junction nearby (making it a crossing of four), at a vertex right
 * there, else at a new vertex. Undefined if that would be in or beside a corner of the face, which makes slivers, unless corners
 * are allowed.
 */
export function snapCutEnd(
  mesh: HalfEdgeMesh,
  loop: FaceLoop,
  crossing: LoopCrossing,
  landing: CutEndTolerance,
): CutEnd | undefined {
  const { index, t } = crossing
  const next = index + 1 === loop.size ? 0 : index + 1
  const u = loop.u[index]! + (loop.u[next]! - loop.u[index]!) * t
  const v = loop.v[index]! + (loop.v[next]! - loop.v[index]!) * t

  let nearest = -1,
    nearestDistance = landing.vertex
  let junction = -1,
    junctionDistance = landing.junction
  for (const step of [-1, 1]) {
    let i = step < 0 ? index : next
    for (let guard = 0; guard < loop.size; guard++) {
      const distance = computeVectorLength(loop.u[i]! - u, loop.v[i]! - v)
      if (distance > landing.junction) break
      const corner = isCorner(loop, i)
      if (distance < nearestDistance) {
        if (corner && !landing.corners) return undefined
        nearest = i
        nearestDistance = distance
      }
      if (corner) break
      if (distance < junctionDistance && isJunction(mesh, loop.half[i]!)) {
        junction = i
        junctionDistance = distance
      }
      i += step
      if (i < 0) i = loop.size - 1
      if (i === loop.size) i = 0
    }
  }
  const chosen = junction >= 0 ? junction : nearest
  if (chosen >= 0) {
    const vertex = mesh.origin[loop.half[chosen]!]!
    return {
      index: chosen,
      fresh: false,
      x: mesh.x[vertex]!,
      y: mesh.y[vertex]!,
      u: loop.u[chosen]!,
      v: loop.v[chosen]!,
      crossing: junction >= 0,
    }
  }
  const a = mesh.origin[loop.half[index]!]!,
    b = mesh.origin[loop.half[next]!]!
  const x = Math.round(mesh.x[a]! + (mesh.x[b]! - mesh.x[a]!) * t)
  const y = Math.round(mesh.y[a]! + (mesh.y[b]! - mesh.y[a]!) * t)
  return { index, fresh: true, x, y, u, v, crossing: false }
}

/** Does the loop turn by more than 40° here? */
function isCorner(loop: FaceLoop, i: number): boolean {
  const before = i === 0 ? loop.size - 1 : i - 1
  const after = i + 1 === loop.size ? 0 : i + 1
  const au = loop.u[i]! - loop.u[before]!,
    av = loop.v[i]! - loop.v[before]!
  const bu = loop.u[after]! - loop.u[i]!,
    bv = loop.v[after]! - loop.v[i]!
  return au * bu + av * bv < STRAIGHT * Math.sqrt((au * au + av * av) * (bu * bu + bv * bv))
}

function isJunction(mesh: HalfEdgeMesh, half: number): boolean {
  const once = mesh.prev[half]! ^ 1
  return (mesh.prev[once]! ^ 1) !== half
}
