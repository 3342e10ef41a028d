import type { HalfEdgeMesh } from '../mesh/half-edge-mesh.ts'
import type { BorderArc } from './build-border-arcs.ts'

/** Arcs and which of them meet at each vertex. */
export interface ArcGraph {
  arcs: readonly BorderArc[]
  at: ReadonlyMap<number, readonly number[]>
}

export function createArcGraph(arcs: readonly BorderArc[]): ArcGraph {
  const at = new Map<number, number[]>()
  const join = (vertex: number, arc: number) => {
    const list = at.get(vertex)
    if (list) list.push(arc)
    else at.set(vertex, [arc])
  }
  for (const [index, arc] of arcs.entries()) {
    join(arc.from, index)
    if (arc.to !== arc.from) join(arc.to, index)
  }
  return { arcs, at }
}

export function getOtherEnd(arc: BorderArc, vertex: number): number {
  return arc.from === vertex ? arc.to : arc.from
}

/** The vertices of an arc in its own direction. */
export function listArcVertices(mesh: HalfEdgeMesh, arc: BorderArc): number[] {
  return [...arc.halves.map((half) => mesh.origin[half]!), arc.to]
}
