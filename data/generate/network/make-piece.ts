import type { Plane } from '../create-plane.ts'
import type { Mesh } from '../mesh/mesh.ts'
import type { Direction, Piece } from './join-strokes.ts'

/** Directions are taken this far into a line, in metres, so that a bend right at the junction does not mislead. */
const LOOK_AHEAD = 45

/** A chain of mesh vertices as a piece for joining. */
export function makePiece(mesh: Mesh, plane: Plane, vertices: readonly number[], key: string): Piece {
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

function heading(mesh: Mesh, plane: Plane, vertices: readonly number[]): Direction {
  let de = 0,
    dn = 0,
    far = 0
  for (let i = 1; i < vertices.length && far < LOOK_AHEAD; i++) {
    ;[de, dn] = step(mesh, plane, vertices[0]!, vertices[i]!)
    far = Math.sqrt(de * de + dn * dn)
  }
  return far > 0 ? [de / far, dn / far] : [1, 0]
}

function step(mesh: Mesh, plane: Plane, a: number, b: number): [number, number] {
  return [plane.east(mesh.x[b]!) - plane.east(mesh.x[a]!), plane.north(mesh.y[b]!) - plane.north(mesh.y[a]!)]
}
