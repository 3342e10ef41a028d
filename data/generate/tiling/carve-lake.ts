import type { LocalPlane } from '../math/create-local-plane.ts'
import { isValidCut } from '../partition/is-valid-cut.ts'
import { applyCut } from '../partition/apply-cut.ts'
import type { Cut, CutEnd } from '../partition/cut.ts'
import { createFrameCoordinateCache, projectFaceLoop, type FaceLoop } from '../partition/face-loop.ts'
import { findChords } from '../partition/find-chords.ts'
import { buildCutAlongFrameLine } from '../partition/cut-along-frame-line.ts'
import { snapCutEnd } from '../partition/snap-cut-end.ts'
import type { CurvilinearFrame } from '../curvilinear-frame.ts'
import type { BorderRegistry } from '../mesh/border-registry.ts'
import type { HalfEdgeMesh } from '../mesh/half-edge-mesh.ts'
import type { PlanePoint } from '../curves/refine-border.ts'
import { computeDistanceToLoop } from '../partition/find-innermost-point.ts'

/** Metres of land that must lie between a lake and the border of its unit. */
const LEAST_LAND = 120

/**
 * Cuts a lake out of a face: one border runs across the face along the lake's northern shore, a second leaves it and
 * comes back along the southern shore. `shore` is the lake's outline, counter-clockwise from its easternmost point.
 * The frames give the directions in which to try it.
 * @returns the lake's face and the two faces of land; undefined if the lake lies too close to the border
 */
export function carveLake(
  mesh: HalfEdgeMesh,
  lines: BorderRegistry,
  plane: LocalPlane,
  frames: readonly CurvilinearFrame[],
  face: number,
  shore: readonly PlanePoint[],
): { lake: number; land: [number, number] } | undefined {
  for (const frame of frames) {
    const carved = carveAlong(mesh, lines, plane, frame, face, shore)
    if (carved) return carved
  }
  return undefined
}

function carveAlong(
  mesh: HalfEdgeMesh,
  lines: BorderRegistry,
  plane: LocalPlane,
  frame: CurvilinearFrame,
  face: number,
  shore: readonly PlanePoint[],
): { lake: number; land: [number, number] } | undefined {
  const points = shore.map(([east, north]) => {
    const x = plane.latticeX(east),
      y = plane.latticeY(north)
    const place = new Float64Array(2)
    frame.toFrame(x, y, place)
    return { x, y, u: place[0]!, v: place[1]! }
  })
  const west = points.reduce((best, point, i) => (point.u < points[best]!.u ? i : best), 0)
  const east = points.reduce((best, point, i) => (point.u > points[best]!.u ? i : best), 0)
  const northern = walk(points, east, west).reverse()
  const southern = walk(points, west, east)

  const loop = projectFaceLoop(mesh, face, createFrameCoordinateCache(frame))
  if (points.some(({ u, v }) => computeDistanceToLoop(loop, u, v) < LEAST_LAND)) return undefined
  const across = acrossLake(mesh, loop, frame, northern)
  if (!across) return undefined
  const [left, right] = applyCut(mesh, loop, across, lines.add({ kind: 'separator', rank: 2, dice: 0.5 }))

  const south = projectFaceLoop(mesh, right, createFrameCoordinateCache(frame))
  const end = ({ x, y, u, v }: (typeof points)[number]): CutEnd => ({
    index: cornerAt(mesh, south, x, y),
    fresh: false,
    x,
    y,
    u,
    v,
    crossing: false,
  })
  const inner = southern.slice(1, -1)
  const cut: Cut = {
    from: end(southern[0]!),
    to: end(southern.at(-1)!),
    inner: inner.flatMap(({ x, y }) => [x, y]),
    innerU: inner.map(({ u }) => u),
    innerV: inner.map(({ v }) => v),
  }
  if (!isValidCut(mesh, south, cut, 10)) throw new Error("a lake's southern shore meets its northern one")
  // the shore runs from west to east below the lake: the lake is on its left
  const [lake, rest] = applyCut(mesh, south, cut, lines.add({ kind: 'shore', rank: 3 }))
  return { lake, land: [left, rest] }
}

function walk<T>(ring: readonly T[], from: number, to: number): T[] {
  const out: T[] = []
  for (let i = from; ; i = (i + 1) % ring.length) {
    out.push(ring[i]!)
    if (i === to) return out
  }
}

/** From border to border along a line of the frame, but round the lake's northern shore instead of through it. */
function acrossLake(
  mesh: HalfEdgeMesh,
  loop: FaceLoop,
  frame: CurvilinearFrame,
  northern: readonly { x: number; y: number; u: number; v: number }[],
): Cut | undefined {
  const first = northern[0]!,
    last = northern.at(-1)!
  const value = (first.v + last.v) / 2
  for (const [a, b] of findChords(loop, 1, value)) {
    if (a.at > first.u || b.at < last.u) continue
    const from = snapCutEnd(mesh, loop, a, { junction: 200, vertex: 60 }),
      to = snapCutEnd(mesh, loop, b, { junction: 200, vertex: 60 })
    if (!from || !to) continue
    const straight = buildCutAlongFrameLine(frame, 1, value, from, to)
    const cut: Cut = { from, to, inner: [], innerU: [], innerV: [] }
    const push = (x: number, y: number, u: number, v: number) => {
      cut.inner.push(x, y)
      cut.innerU.push(u)
      cut.innerV.push(v)
    }
    const copy = (keep: (u: number) => boolean) =>
      straight.innerU.forEach((u, k) => {
        if (keep(u)) push(straight.inner[2 * k]!, straight.inner[2 * k + 1]!, u, straight.innerV[k]!)
      })
    copy((u) => u < first.u - 150)
    for (const point of northern) push(point.x, point.y, point.u, point.v)
    copy((u) => u > last.u + 150)
    if (isValidCut(mesh, loop, cut, 60)) return cut
  }
  return undefined
}

function cornerAt(mesh: HalfEdgeMesh, loop: FaceLoop, x: number, y: number): number {
  for (let i = 0; i < loop.size; i++) {
    const vertex = mesh.origin[loop.half[i]!]!
    if (mesh.x[vertex] === x && mesh.y[vertex] === y) return i
  }
  throw new Error('a shore has lost its end')
}
