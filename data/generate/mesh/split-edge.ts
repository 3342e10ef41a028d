import { addEdge, addVertex, linkHalfEdges, type HalfEdgeMesh } from './half-edge-mesh.ts'

/** Puts a vertex into an edge, for both its faces at once; returns the half-edge that now starts there and ends where h did. */
export function splitEdge(mesh: HalfEdgeMesh, half: number, x: number, y: number): number {
  const twin = half ^ 1
  const end = mesh.origin[twin]!
  const v = addVertex(mesh, x, y)
  const fresh = addEdge(mesh, v, end, mesh.line[half >> 1]!)
  mesh.face[fresh] = mesh.face[half]!
  mesh.face[fresh ^ 1] = mesh.face[twin]!
  // half now ends at v, its twin now starts there
  if (mesh.out[end] === twin) mesh.out[end] = fresh ^ 1
  mesh.origin[twin] = v
  linkHalfEdges(mesh, fresh, mesh.next[half]!)
  linkHalfEdges(mesh, half, fresh)
  linkHalfEdges(mesh, mesh.prev[twin]!, fresh ^ 1)
  linkHalfEdges(mesh, fresh ^ 1, twin)
  return fresh
}
