import type { LocalPlane } from '../math/create-local-plane.ts'
import type { BorderRegistry } from '../mesh/border-registry.ts'
import { OUTSIDE_FACE, type HalfEdgeMesh } from '../mesh/half-edge-mesh.ts'

/** A border between two junctions: a chain of half-edges, all between the same two grids and drawn for the same line. */
export interface BorderArc {
  halves: number[]
  from: number
  to: number
  /** In metres. */
  length: number
  line: number
  /** The grids left and right of it; -1 outside the city. */
  left: number
  right: number
}

/** All borders of the map, each once. Borders inside one grid (left over where it took a crumb from a neighbour) are left out. */
export function buildBorderArcs(
  mesh: HalfEdgeMesh,
  plane: LocalPlane,
  lines: BorderRegistry,
  owner: readonly number[],
): BorderArc[] {
  const arcs: BorderArc[] = []
  const used = new Uint8Array(mesh.halfCount >> 1)
  const gridAt = (half: number) => (mesh.face[half] === OUTSIDE_FACE ? -1 : owner[mesh.face[half]!]!)
  const kindAt = (half: number) => {
    const line = lines.all[mesh.line[half >> 1]!]!
    return line.kind === 'coast' || line.kind === 'outer' || line.kind === 'district'
      ? `${line.kind} ${line.river}`
      : 'inside'
  }
  // a chain goes on over vertices where nothing but the two of it meet
  const isJoint = (half: number) => {
    const before = mesh.prev[half]!
    return (mesh.prev[before ^ 1]! ^ 1) !== half || kindAt(before) !== kindAt(half)
  }
  const follow = (first: number) => {
    const halves: number[] = []
    let length = 0
    for (let half = first; ;) {
      used[half >> 1] = 1
      halves.push(half)
      length += computeEdgeLength(mesh, plane, half)
      half = mesh.next[half]!
      if (half === first || isJoint(half)) break
    }
    const last = halves.at(-1)!
    const left = gridAt(first),
      right = gridAt(first ^ 1)
    if (left !== right)
      arcs.push({
        halves,
        from: mesh.origin[first]!,
        to: mesh.origin[last ^ 1]!,
        length,
        line: mesh.line[first >> 1]!,
        left,
        right,
      })
  }
  for (let half = 0; half < mesh.halfCount; half++) if (!used[half >> 1] && isJoint(half)) follow(half)
  // closed borders without a junction: islands and enclaves
  for (let half = 0; half < mesh.halfCount; half += 2) if (!used[half >> 1]) follow(half)
  return arcs
}

export function computeEdgeLength(mesh: HalfEdgeMesh, plane: LocalPlane, half: number): number {
  const a = mesh.origin[half]!,
    b = mesh.origin[half ^ 1]!
  const de = plane.east(mesh.x[b]!) - plane.east(mesh.x[a]!),
    dn = plane.north(mesh.y[b]!) - plane.north(mesh.y[a]!)
  return Math.sqrt(de * de + dn * dn)
}
