/**
 * The map as one sheet of half-edges on the lattice. Every border is stored once and belongs to both its faces, so
 * neighbours cannot disagree about a vertex. Half-edges come in pairs (h, h ^ 1), run counter-clockwise around the
 * face on their left, and every edge (h >> 1) knows the line it was drawn for.
 */
export interface HalfEdgeMesh {
  vertexCount: number
  x: Int32Array
  y: Int32Array
  /** One half-edge that starts at the vertex. */
  out: Int32Array
  halfCount: number
  origin: Int32Array
  next: Int32Array
  prev: Int32Array
  /** The face on the left; -1 outside the city. */
  face: Int32Array
  /** By edge: index of the line it was drawn for. */
  line: Int32Array
  faceCount: number
  /** One half-edge of each face's outer loop. */
  loop: Int32Array
  /** Loops of a face's holes, one half-edge each; most faces have none. */
  holes: Map<number, number[]>
}

export const OUTSIDE_FACE = -1

export function createHalfEdgeMesh(): HalfEdgeMesh {
  return {
    vertexCount: 0,
    x: new Int32Array(1024),
    y: new Int32Array(1024),
    out: new Int32Array(1024),
    halfCount: 0,
    origin: new Int32Array(4096),
    next: new Int32Array(4096),
    prev: new Int32Array(4096),
    face: new Int32Array(4096),
    line: new Int32Array(2048),
    faceCount: 0,
    loop: new Int32Array(256),
    holes: new Map(),
  }
}

export function addVertex(mesh: HalfEdgeMesh, x: number, y: number): number {
  const v = mesh.vertexCount++
  if (v === mesh.x.length) {
    mesh.x = grown(mesh.x)
    mesh.y = grown(mesh.y)
    mesh.out = grown(mesh.out)
  }
  mesh.x[v] = x
  mesh.y[v] = y
  mesh.out[v] = -1
  return v
}

/** A pair of half-edges from a to b and back; returns the first. Loops are the caller's to close. */
export function addEdge(mesh: HalfEdgeMesh, a: number, b: number, line: number): number {
  const h = mesh.halfCount
  mesh.halfCount += 2
  if (mesh.halfCount > mesh.origin.length) {
    mesh.origin = grown(mesh.origin)
    mesh.next = grown(mesh.next)
    mesh.prev = grown(mesh.prev)
    mesh.face = grown(mesh.face)
    mesh.line = grown(mesh.line)
  }
  mesh.origin[h] = a
  mesh.origin[h ^ 1] = b
  mesh.face[h] = OUTSIDE_FACE
  mesh.face[h ^ 1] = OUTSIDE_FACE
  mesh.line[h >> 1] = line
  if (mesh.out[a]! < 0) mesh.out[a] = h
  if (mesh.out[b]! < 0) mesh.out[b] = h ^ 1
  return h
}

export function addFace(mesh: HalfEdgeMesh, half: number): number {
  const face = mesh.faceCount++
  if (face === mesh.loop.length) mesh.loop = grown(mesh.loop)
  mesh.loop[face] = half
  return face
}

export function linkHalfEdges(mesh: HalfEdgeMesh, before: number, after: number): void {
  mesh.next[before] = after
  mesh.prev[after] = before
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}
