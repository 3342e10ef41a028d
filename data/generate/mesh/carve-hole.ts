import {
  addEdge,
  addFace,
  addVertex,
  linkHalfEdges,
  OUTSIDE_FACE,
  type HalfEdgeMesh,
} from './half-edge-mesh.ts'

/**
 * Puts a ring strictly inside a face (or into the open sea) and makes its inside a face of its own.
 * `ring` is counter-clockwise, x and y in turn. The surrounding face gets a hole.
 */
export function carveHole(
  mesh: HalfEdgeMesh,
  surrounding: number,
  ring: readonly number[],
  line: number,
): number {
  const count = ring.length / 2
  const vertices: number[] = []
  for (let i = 0; i < count; i++) vertices.push(addVertex(mesh, ring[2 * i]!, ring[2 * i + 1]!))
  const halves = vertices.map((vertex, i) => addEdge(mesh, vertex, vertices[(i + 1) % count]!, line))
  const face = addFace(mesh, halves[0]!)
  for (const [i, half] of halves.entries()) {
    const next = halves[(i + 1) % count]!
    mesh.face[half] = face
    mesh.face[half ^ 1] = surrounding
    linkHalfEdges(mesh, half, next)
    linkHalfEdges(mesh, next ^ 1, half ^ 1)
  }
  if (surrounding !== OUTSIDE_FACE)
    mesh.holes.set(surrounding, [...(mesh.holes.get(surrounding) ?? []), halves[0]! ^ 1])
  return face
}
