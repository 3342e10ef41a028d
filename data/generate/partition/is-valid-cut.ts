import type { HalfEdgeMesh } from '../mesh/half-edge-mesh.ts'
import type { Cut } from './cut.ts'
import type { FaceLoop } from './face-loop.ts'
import { computeVectorLength } from '../math/vector-length.ts'

/** Sine of the least angle between a cut and the border it meets, unless somebody asks for less. */
const LEAST_SINE = 0.42

/**
 * May the face be cut like this? The cut must stay `clearance` metres away from the rest of the loop (less towards its
 * ends, where `leastSine` sets the angle at which it must leave, 25° as a rule), and must not cross it; the crossing test is exact on the lattice.
 */
export function isValidCut(
  mesh: HalfEdgeMesh,
  loop: FaceLoop,
  cut: Cut,
  clearance: number,
  leastSine = LEAST_SINE,
): boolean {
  const { from, to } = cut
  const points = cut.innerU.length + 2
  const pu = [from.u, ...cut.innerU, to.u],
    pv = [from.v, ...cut.innerV, to.v]
  if (from.index === to.index || (cut.inner.length === 0 && onOneEdge(loop, cut))) return false
  if (computeVectorLength(to.u - from.u, to.v - from.v) < 2 * clearance) return false

  const near = within(pu, pv, clearance)
  for (let i = 0; i < loop.size; i++) {
    if ((i === from.index && !from.fresh) || (i === to.index && !to.fresh)) continue
    const u = loop.u[i]!,
      v = loop.v[i]!
    if (u < near[0] || u > near[2] || v < near[1] || v > near[3]) continue
    const least = leastSquare(cut, u, v, clearance, leastSine)
    for (let k = 1; k < points; k++) {
      if (squaredDistance(u, v, pu[k - 1]!, pv[k - 1]!, pu[k]!, pv[k]!) < least) return false
    }
  }
  // only edges that reach into the box around the cut can come near it
  const edges: number[] = []
  for (let i = 0; i < loop.size; i++) {
    const j = i + 1 === loop.size ? 0 : i + 1
    const u = loop.u[i]!,
      v = loop.v[i]!,
      nextU = loop.u[j]!,
      nextV = loop.v[j]!
    if (
      Math.max(u, nextU) < near[0] ||
      Math.min(u, nextU) > near[2] ||
      Math.max(v, nextV) < near[1] ||
      Math.min(v, nextV) > near[3]
    )
      continue
    edges.push(i)
  }
  for (let k = 1; k + 1 < points; k++) {
    const u = pu[k]!,
      v = pv[k]!
    const least = leastSquare(cut, u, v, clearance, leastSine)
    for (const i of edges) {
      const j = i + 1 === loop.size ? 0 : i + 1
      if (squaredDistance(u, v, loop.u[i]!, loop.v[i]!, loop.u[j]!, loop.v[j]!) < least) return false
    }
  }
  return !crossesLoop(mesh, loop, cut, edges)
}

/** Do both ends lie on one edge of the loop? */
function onOneEdge(loop: FaceLoop, { from, to }: Cut): boolean {
  const after = (index: number) => (index + 1 === loop.size ? 0 : index + 1)
  return (!to.fresh && to.index === after(from.index)) || (!from.fresh && from.index === after(to.index))
}

/** The cut's box, wider all round by the clearance and by what a straight edge may bulge in a bent frame. */
function within(
  pu: readonly number[],
  pv: readonly number[],
  clearance: number,
): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let k = 0; k < pu.length; k++) {
    box[0] = Math.min(box[0], pu[k]!)
    box[1] = Math.min(box[1], pv[k]!)
    box[2] = Math.max(box[2], pu[k]!)
    box[3] = Math.max(box[3], pv[k]!)
  }
  const margin = clearance + 60
  return [box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin]
}

/** Square of the distance to keep at a place: the clearance, less towards the ends. */
function leastSquare({ from, to }: Cut, u: number, v: number, clearance: number, leastSine: number): number {
  const fu = u - from.u,
    fv = v - from.v,
    tu = u - to.u,
    tv = v - to.v
  const nearer = Math.min(fu * fu + fv * fv, tu * tu + tv * tv)
  return Math.min(clearance * clearance, leastSine * leastSine * nearer)
}

function crossesLoop(mesh: HalfEdgeMesh, loop: FaceLoop, cut: Cut, edges: readonly number[]): boolean {
  const { from, to, inner } = cut
  const last = inner.length / 2
  let ax = from.x,
    ay = from.y
  for (let k = 0; k <= last; k++) {
    const bx = k < last ? inner[2 * k]! : to.x,
      by = k < last ? inner[2 * k + 1]! : to.y
    for (const i of edges) {
      const j = i + 1 === loop.size ? 0 : i + 1
      if (k === 0 && (i === from.index || (!from.fresh && j === from.index))) continue
      if (k === last && (i === to.index || (!to.fresh && j === to.index))) continue
      const p = mesh.origin[loop.half[i]!]!,
        q = mesh.origin[loop.half[j]!]!
      if (segmentsIntersect(ax, ay, bx, by, mesh.x[p]!, mesh.y[p]!, mesh.x[q]!, mesh.y[q]!)) return true
    }
    ax = bx
    ay = by
  }
  return false
}

/** Exact for lattice points less than 6° apart: every product stays below 2^53. */
export function segmentsIntersect(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) return false
  if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return false
  const abc = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
  const abd = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
  if ((abc > 0 && abd > 0) || (abc < 0 && abd < 0)) return false
  const cda = (dx - cx) * (ay - cy) - (dy - cy) * (ax - cx)
  const cdb = (dx - cx) * (by - cy) - (dy - cy) * (bx - cx)
  return !((cda > 0 && cdb > 0) || (cda < 0 && cdb < 0))
}

function squaredDistance(pu: number, pv: number, au: number, av: number, bu: number, bv: number): number {
  const du = bu - au,
    dv = bv - av
  const length = du * du + dv * dv
  let t = length > 0 ? ((pu - au) * du + (pv - av) * dv) / length : 0
  if (t < 0) t = 0
  else if (t > 1) t = 1
  const eu = au + t * du - pu,
    ev = av + t * dv - pv
  return eu * eu + ev * ev
}
