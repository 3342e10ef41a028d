import type { MultiPolygon, Point, Ring } from '#shared/geometry/lattice.ts'
import { OUTSIDE_FACE, type HalfEdgeMesh } from './half-edge-mesh.ts'

/**
 * The territory of every unit: the union of its faces, exactly, by leaving out the edges that two of its faces share.
 * Rings are simple, open, outer ones counter-clockwise and holes clockwise; a ring that would touch itself at a corner
 * becomes two.
 * @param unitOf the unit of each face, 0..count-1
 * @param pointOf the shared point of each vertex
 */
export function dissolveFaces(
  mesh: HalfEdgeMesh,
  unitOf: ArrayLike<number>,
  count: number,
  pointOf: (vertex: number) => Point,
): MultiPolygon[] {
  const unitAt = (half: number) => (mesh.face[half] === OUTSIDE_FACE ? -1 : unitOf[mesh.face[half]!]!)
  const loops: number[][][] = Array.from({ length: count }, () => [])
  const used = new Uint8Array(mesh.halfCount)
  for (let start = 0; start < mesh.halfCount; start++) {
    const unit = unitAt(start)
    if (used[start] || unit < 0 || unitAt(start ^ 1) === unit) continue
    const walk: number[] = []
    for (let half = start; !used[half];) {
      used[half] = 1
      walk.push(mesh.origin[half]!)
      // turn through the unit's own faces around the corner until its border goes on
      half = mesh.next[half]!
      while (unitAt(half ^ 1) === unit) half = mesh.next[half ^ 1]!
    }
    loops[unit]!.push(...splitAtTouches(walk))
  }
  return loops.map((unitLoops) => assemble(mesh, unitLoops, pointOf))
}

/** A closed walk that passes a vertex twice, as simple loops. */
function splitAtTouches(walk: readonly number[]): number[][] {
  const loops: number[][] = []
  const stack: number[] = []
  const position = new Map<number, number>()
  for (const vertex of walk) {
    const seen = position.get(vertex)
    if (seen !== undefined) {
      const loop = stack.splice(seen)
      for (const passed of loop) position.delete(passed)
      loops.push(loop)
    }
    position.set(vertex, stack.length)
    stack.push(vertex)
  }
  loops.push(stack)
  return loops
}

function assemble(
  mesh: HalfEdgeMesh,
  loops: readonly (readonly number[])[],
  pointOf: (vertex: number) => Point,
): MultiPolygon {
  const outers: { ring: Ring; holes: Ring[]; area: number }[] = []
  const holes: { ring: Ring; vertices: readonly number[] }[] = []
  for (const loop of loops) {
    const area = twiceArea(mesh, loop)
    const ring = loop.map(pointOf)
    if (area > 0) outers.push({ ring, holes: [], area })
    else holes.push({ ring, vertices: loop })
  }
  // the largest part first; a hole belongs to the smallest part around it
  outers.sort((a, b) => b.area - a.area)
  for (const hole of holes) {
    const home =
      outers.length === 1
        ? outers[0]
        : [...outers].reverse().find((outer) => hole.ring.some((point) => strictlyInside(outer.ring, point)))
    if (!home) throw new Error('a hole lies in no part of its unit')
    home.holes.push(hole.ring)
  }
  return outers.map(({ ring, holes: inner }) => [ring, ...inner])
}

function twiceArea(mesh: HalfEdgeMesh, loop: readonly number[]): number {
  let twice = 0
  const ox = mesh.x[loop[0]!]!,
    oy = mesh.y[loop[0]!]!
  for (let i = 1; i + 1 < loop.length; i++) {
    const a = loop[i]!,
      b = loop[i + 1]!
    twice += (mesh.x[a]! - ox) * (mesh.y[b]! - oy) - (mesh.x[b]! - ox) * (mesh.y[a]! - oy)
  }
  return twice
}

/** Exact: a point on the ring is not inside. */
function strictlyInside(ring: Ring, [x, y]: Point): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[j]!,
      [bx, by] = ring[i]!
    const side = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
    if (
      side === 0 &&
      x >= Math.min(ax, bx) &&
      x <= Math.max(ax, bx) &&
      y >= Math.min(ay, by) &&
      y <= Math.max(ay, by)
    )
      return false
    if (ay > y !== by > y && by > ay === side > 0) inside = !inside
  }
  return inside
}
