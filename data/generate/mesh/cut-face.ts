import { addEdge, addFace, addVertex, linkHalfEdges, type HalfEdgeMesh } from './half-edge-mesh.ts'

/**
 * Cuts a face in two along a chain that runs through its inside from one of its corners to another.
 * `from` and `to` are half-edges of the face's outer loop that start at the chain's ends; `inner` are the lattice
 * points between, x and y in turn. The face keeps what lies right of the chain; returns the new face on its left.
 */
export function cutFace(
  mesh: HalfEdgeMesh,
  from: number,
  to: number,
  inner: readonly number[],
  line: number,
): number {
  const start = mesh.origin[from]!
  const end = mesh.origin[to]!
  const beforeFrom = mesh.prev[from]!
  const beforeTo = mesh.prev[to]!
  const right = mesh.face[from]!

  let last = start
  let forward = beforeFrom
  let backward = from
  const count = inner.length / 2
  for (let i = 0; i <= count; i++) {
    const v = i < count ? addVertex(mesh, inner[2 * i]!, inner[2 * i + 1]!) : end
    const h = addEdge(mesh, last, v, line)
    mesh.face[h ^ 1] = right
    linkHalfEdges(mesh, forward, h)
    linkHalfEdges(mesh, h ^ 1, backward)
    forward = h
    backward = h ^ 1
    last = v
  }
  linkHalfEdges(mesh, forward, to)
  linkHalfEdges(mesh, beforeTo, backward)

  const left = addFace(mesh, to)
  mesh.loop[right] = from
  let h = to
  do {
    mesh.face[h] = left
    h = mesh.next[h]!
  } while (h !== to)
  return left
}
