import type { LocalPlane } from '../math/create-local-plane.ts'
import type { HalfEdgeMesh } from './half-edge-mesh.ts'

/** Area of a face in m² on the drawing board, its holes left out. */
export function computeFaceArea(mesh: HalfEdgeMesh, plane: LocalPlane, face: number): number {
  // a hole's loop runs clockwise and counts negative by itself
  return [mesh.loop[face]!, ...(mesh.holes.get(face) ?? [])].reduce(
    (sum, start) => sum + loopArea(mesh, plane, start),
    0,
  )
}

function loopArea(mesh: HalfEdgeMesh, plane: LocalPlane, start: number): number {
  let twice = 0
  const originEast = plane.east(mesh.x[mesh.origin[start]!]!),
    originNorth = plane.north(mesh.y[mesh.origin[start]!]!)
  let half = start
  do {
    const a = mesh.origin[half]!,
      b = mesh.origin[half ^ 1]!
    const ae = plane.east(mesh.x[a]!) - originEast,
      an = plane.north(mesh.y[a]!) - originNorth
    const be = plane.east(mesh.x[b]!) - originEast,
      bn = plane.north(mesh.y[b]!) - originNorth
    twice += ae * bn - be * an
    half = mesh.next[half]!
  } while (half !== start)
  return twice / 2
}
