import { cutFace } from '../mesh/cut-face.ts'
import type { HalfEdgeMesh } from '../mesh/half-edge-mesh.ts'
import { splitEdge } from '../mesh/split-edge.ts'
import type { Cut, CutEnd } from './cut.ts'
import type { FaceLoop } from './face-loop.ts'

/** Makes the cut; returns [face left of it, face right of it]. Left is the new face. */
export function applyCut(
  mesh: HalfEdgeMesh,
  loop: FaceLoop,
  cut: Cut,
  line: number,
): [left: number, right: number] {
  const face = mesh.face[loop.half[0]!]!
  const { from, to } = cut
  const end = (at: CutEnd) =>
    at.fresh ? splitEdge(mesh, loop.half[at.index]!, at.x, at.y) : loop.half[at.index]!
  const first = end(from)
  // both ends on one edge: the first split has shortened it, and the second belongs on the part that it lies on
  if (from.fresh && to.fresh && from.index === to.index)
    throw new Error('a cut must not start and end on the same edge')
  return [cutFace(mesh, first, end(to), cut.inner, line), face]
}
