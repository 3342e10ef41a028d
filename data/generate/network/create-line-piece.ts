import type { LocalPlane } from '../math/create-local-plane.ts'
import type { HalfEdgeMesh } from '../mesh/half-edge-mesh.ts'
import type { UnitVector, LinePiece } from './join-strokes.ts'

/** Directions are taken this far into a line, in metres, so that a bend right at the junction does not mislead. */
const LOOK_AHEAD = 45

/** A chain of mesh vertices as a piece for joining. */
export function createLinePiece(
  mesh: HalfEdgeMesh,
  plane: LocalPlane,
  vertices: readonly number[],
  key: string,
): LinePiece {
  let length = 0
  for (let i = 1; i < vertices.length; i++) {
    const [de, dn] = step(mesh, plane, vertices[i - 1]!, vertices[i]!)
    length += Math.sqrt(de * de + dn * dn)
  }
  const from = vertices[0]!,
    to = vertices.at(-1)!
  return {
    from,
    to,
    length,
    key,
    start: heading(mesh, plane, vertices),
    end: heading(mesh, plane, [...vertices].reverse()),
  }
}

function heading(mesh: HalfEdgeMesh, plane: LocalPlane, vertices: readonly number[]): UnitVector {
  let de = 0,
    dn = 0,
    far = 0
  for (let i = 1; i < vertices.length && far < LOOK_AHEAD; i++) {
    ;[de, dn] = step(mesh, plane, vertices[0]!, vertices[i]!)
    far = Math.sqrt(de * de + dn * dn)
  }
  return far > 0 ? [de / far, dn / far] : [1, 0]
}

function step(mesh: HalfEdgeMesh, plane: LocalPlane, a: number, b: number): [number, number] {
  return [plane.east(mesh.x[b]!) - plane.east(mesh.x[a]!), plane.north(mesh.y[b]!) - plane.north(mesh.y[a]!)]
}
