import type { CurvilinearFrame } from '../curvilinear-frame.ts'
import type { HalfEdgeMesh } from '../mesh/half-edge-mesh.ts'

/** The outer loop of one face, laid out in a frame: half-edge i runs from (u[i], v[i]) to the next. */
export interface FaceLoop {
  size: number
  half: readonly number[]
  u: readonly number[]
  v: readonly number[]
  minU: number
  maxU: number
  minV: number
  maxV: number
}

/** Frame coordinates of mesh vertices, computed once per vertex as long as one frame is in use. */
export interface FrameCoordinateCache {
  frame: CurvilinearFrame
  known: Int32Array
  u: Float64Array
  v: Float64Array
}

export function createFrameCoordinateCache(frame: CurvilinearFrame): FrameCoordinateCache {
  return { frame, known: new Int32Array(4096), u: new Float64Array(4096), v: new Float64Array(4096) }
}

/** Notes where a vertex lies in the cache's frame. */
export function cacheFrameCoordinates(
  cache: FrameCoordinateCache,
  vertex: number,
  u: number,
  v: number,
): void {
  if (cache.known.length <= vertex) growCache(cache, vertex + 1)
  cache.known[vertex] = cache.frame.id + 1
  cache.u[vertex] = u
  cache.v[vertex] = v
}

const place = new Float64Array(2)

export function projectFaceLoop(mesh: HalfEdgeMesh, face: number, cache: FrameCoordinateCache): FaceLoop {
  return layOutFrom(mesh, mesh.loop[face]!, cache)
}

/** The loops of a face's holes. */
export function projectFaceHoles(mesh: HalfEdgeMesh, face: number, cache: FrameCoordinateCache): FaceLoop[] {
  return (mesh.holes.get(face) ?? []).map((start) => layOutFrom(mesh, start, cache))
}

function layOutFrom(mesh: HalfEdgeMesh, start: number, cache: FrameCoordinateCache): FaceLoop {
  if (cache.known.length < mesh.vertexCount) growCache(cache, mesh.vertexCount)
  const halves: number[] = [],
    us: number[] = [],
    vs: number[] = []
  let minU = Infinity,
    maxU = -Infinity,
    minV = Infinity,
    maxV = -Infinity
  let half = start
  do {
    const vertex = mesh.origin[half]!
    // stamped with frame id + 1, so that one cache can pass from frame to frame
    if (cache.known[vertex] !== cache.frame.id + 1) {
      cache.frame.toFrame(mesh.x[vertex]!, mesh.y[vertex]!, place)
      cache.u[vertex] = place[0]!
      cache.v[vertex] = place[1]!
      cache.known[vertex] = cache.frame.id + 1
    }
    const u = cache.u[vertex]!,
      v = cache.v[vertex]!
    halves.push(half)
    us.push(u)
    vs.push(v)
    if (u < minU) minU = u
    if (u > maxU) maxU = u
    if (v < minV) minV = v
    if (v > maxV) maxV = v
    half = mesh.next[half]!
  } while (half !== start)
  return { size: halves.length, half: halves, u: us, v: vs, minU, maxU, minV, maxV }
}

function growCache(cache: FrameCoordinateCache, needed: number): void {
  const size = Math.max(needed, cache.known.length * 2)
  const known = new Int32Array(size),
    u = new Float64Array(size),
    v = new Float64Array(size)
  known.set(cache.known)
  u.set(cache.u)
  v.set(cache.v)
  cache.known = known
  cache.u = u
  cache.v = v
}
