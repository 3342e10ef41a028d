import Delaunator from 'delaunator'
import { float64At, int32At, uint32At } from '../../geometry/at.ts'

/** Triangles as half-edges: edge e runs from `start[e]`, the next one of its triangle is `nextEdge(e)`. */
export interface Triangulation {
  /** Vertex from which each half-edge runs; three half-edges are a triangle, counter-clockwise. */
  start: Uint32Array
  /** Opposite half-edge; -1 on the hull. */
  twin: Int32Array
  /** 1 for half-edges on a constraint. */
  fixed: Uint8Array
}

export const nextEdge = (e: number): number => (e % 3 === 2 ? e - 2 : e + 1)
export const previousEdge = (e: number): number => (e % 3 === 0 ? e + 2 : e - 1)

/**
 * Triangulates points so that every constraint is an edge of triangles: Delaunay, then edges that cross a constraint are
 * flipped away, then the new ones are flipped back to Delaunay where they may (S. W. Sloan, A fast algorithm for
 * generating constrained Delaunay triangulations, 1993).
 *
 * @param xy interleaved coordinates, whole numbers below 2^25, y north; orientations are exact
 * @param constraints pairs of vertices; they may meet in common ends only. One that cannot be made an edge is left out
 */
export function triangulate(xy: Float64Array, constraints: readonly (readonly [number, number])[]) {
  // Delaunator orders triangles for an y axis that points down
  const mirrored = xy.map((value, i) => (i % 2 === 0 ? value : -value))
  const { triangles, halfedges } = new Delaunator(mirrored)
  const mesh = createMesh(xy, triangles, halfedges)
  const missed: number[] = []
  constraints.forEach(([a, b], index) => {
    if (!mesh.insert(a, b)) missed.push(index)
  })
  return { start: mesh.start, twin: mesh.twin, fixed: mesh.fixed, missed }
}

function createMesh(xy: Float64Array, triangles: Uint32Array, halfedges: Int32Array) {
  const start = triangles
  const twin = halfedges
  const fixed = new Uint8Array(start.length)
  /** A half-edge that runs from each vertex. */
  const leaving = new Int32Array(xy.length / 2).fill(-1)
  for (let e = 0; e < start.length; e++) leaving[uint32At(start, e)] = e

  const orient = (a: number, b: number, c: number): number => {
    const [ax, ay] = [float64At(xy, 2 * a), float64At(xy, 2 * a + 1)]
    return (
      (float64At(xy, 2 * b) - ax) * (float64At(xy, 2 * c + 1) - ay) -
      (float64At(xy, 2 * b + 1) - ay) * (float64At(xy, 2 * c) - ax)
    )
  }
  const target = (e: number) => uint32At(start, nextEdge(e))
  const apex = (e: number) => uint32At(start, previousEdge(e))
  const fix = (e: number) => {
    fixed[e] = 1
    const other = int32At(twin, e)
    if (other >= 0) fixed[other] = 1
  }

  /** Visits the half-edges that run from a vertex until one answers; the far frame leaves no vertex on the hull. */
  function findLeaving(a: number, test: (e: number) => boolean): number {
    const first = int32At(leaving, a)
    if (first < 0) return -1
    let e = first
    do {
      if (test(e)) return e
      e = int32At(twin, previousEdge(e))
    } while (e >= 0 && e !== first)
    return -1
  }

  /** Replaces the diagonal e of the quadrilateral of its two triangles by the other one. */
  function flip(e: number): void {
    const f = int32At(twin, e)
    const [ePrevious, fPrevious] = [previousEdge(e), previousEdge(f)]
    const [p, q] = [apex(e), apex(f)]
    const [a, b] = [uint32At(start, e), uint32At(start, f)]
    // the triangles a b p and b a q become q p a … p q b: the outer edges change their places in the arrays
    const [outerE, outerF] = [int32At(twin, ePrevious), int32At(twin, fPrevious)]
    const [fixedE, fixedF] = [fixed[ePrevious] ?? 0, fixed[fPrevious] ?? 0]
    start[e] = q
    start[f] = p
    twin[e] = outerF >= 0 ? outerF : -1
    twin[f] = outerE >= 0 ? outerE : -1
    if (outerF >= 0) twin[outerF] = e
    if (outerE >= 0) twin[outerE] = f
    fixed[e] = fixedF
    fixed[f] = fixedE
    twin[ePrevious] = fPrevious
    twin[fPrevious] = ePrevious
    fixed[ePrevious] = 0
    fixed[fPrevious] = 0
    leaving[a] = nextEdge(f)
    leaving[b] = nextEdge(e)
    leaving[q] = e
    leaving[p] = f
  }

  function isConvex(e: number): boolean {
    const f = int32At(twin, e)
    if (f < 0) return false
    const [a, b, p, q] = [uint32At(start, e), target(e), apex(e), apex(f)]
    return orient(q, p, a) > 0 && orient(p, q, b) > 0
  }

  function insert(a: number, b: number): boolean {
    if (a === b) return true
    let from = a
    for (let step = 0; step < 1000; step++) {
      const known = findLeaving(from, (e) => target(e) === b)
      if (known >= 0) {
        fix(known)
        return true
      }
      const through = insertUpToVertex(from, b)
      if (through < 0) return false
      if (through === b) return true
      from = through
    }
    return false
  }

  /** Makes the segment from a towards b an edge, up to b or the first vertex on it, which is returned; -1: it cannot be. */
  function insertUpToVertex(a: number, b: number): number {
    let onWay = -1
    const first = findLeaving(a, (e) => {
      const [right, left] = [target(e), apex(e)]
      const [o1, o2] = [orient(a, b, right), orient(a, b, left)]
      if (o1 === 0 && isAhead(a, b, right)) {
        onWay = right
        fix(e)
        return true
      }
      return o1 < 0 && o2 > 0
    })
    if (first < 0) return -1
    if (onWay >= 0) return onWay
    const crossed: [number, number][] = []
    let e = nextEdge(first)
    let end = b
    for (;;) {
      if (fixed[e] === 1) return -1
      crossed.push([uint32At(start, e), target(e)])
      const other = int32At(twin, e)
      if (other < 0) return -1
      const opposite = apex(other)
      if (opposite === b) break
      const side = orient(a, b, opposite)
      if (side === 0) {
        end = opposite
        break
      }
      e = side > 0 ? nextEdge(other) : previousEdge(other)
    }
    return flipAway(crossed, a, end) ? end : -1
  }

  function isAhead(a: number, b: number, c: number): boolean {
    const dot =
      (float64At(xy, 2 * b) - float64At(xy, 2 * a)) * (float64At(xy, 2 * c) - float64At(xy, 2 * a)) +
      (float64At(xy, 2 * b + 1) - float64At(xy, 2 * a + 1)) *
        (float64At(xy, 2 * c + 1) - float64At(xy, 2 * a + 1))
    return dot > 0
  }

  const findEdge = (u: number, v: number) => findLeaving(u, (e) => target(e) === v)

  function flipAway(crossed: [number, number][], a: number, b: number): boolean {
    const fresh: [number, number][] = []
    let patience = 40 * crossed.length + 400
    for (let head = 0; head < crossed.length; head++) {
      const pair = crossed[head]
      if (pair === undefined || patience-- < 0) return false
      const e = findEdge(pair[0], pair[1])
      if (e < 0) return false
      if (!isConvex(e)) {
        crossed.push(pair)
        continue
      }
      const [p, q] = [apex(e), apex(int32At(twin, e))]
      flip(e)
      const crosses = p !== a && p !== b && q !== a && q !== b && orient(a, b, p) > 0 !== orient(a, b, q) > 0
      if (crosses) crossed.push([p, q])
      else fresh.push([p, q])
    }
    const edge = findEdge(a, b)
    if (edge < 0) return false
    fix(edge)
    restoreDelaunay(fresh)
    return true
  }

  function restoreDelaunay(edges: [number, number][]): void {
    let patience = 8 * edges.length + 50
    for (let head = 0; head < edges.length && patience-- > 0; head++) {
      const [u, v] = edges[head] ?? [0, 0]
      const e = findEdge(u, v)
      if (e < 0 || fixed[e] === 1 || !isConvex(e)) continue
      const [p, q] = [apex(e), apex(int32At(twin, e))]
      if (!isInCircle(u, v, p, q)) continue
      flip(e)
      edges.push([u, p], [p, v], [v, q], [q, u])
    }
  }

  /** Whether d lies in the circle through a, b and c, counter-clockwise. Rounded: a wrong answer costs shape only. */
  function isInCircle(a: number, b: number, c: number, d: number): boolean {
    const [dx, dy] = [float64At(xy, 2 * d), float64At(xy, 2 * d + 1)]
    const of = (v: number) => {
      const [x, y] = [float64At(xy, 2 * v) - dx, float64At(xy, 2 * v + 1) - dy]
      return [x, y, x * x + y * y] as const
    }
    const [[ax, ay, as], [bx, by, bs], [cx, cy, cs]] = [of(a), of(b), of(c)]
    return ax * (by * cs - bs * cy) - ay * (bx * cs - bs * cx) + as * (bx * cy - by * cx) > 1e-9
  }

  return { start, twin, fixed, insert }
}
