import type { CurvilinearFrame } from '../curvilinear-frame.ts'
import type { HalfEdgeMesh } from '../mesh/half-edge-mesh.ts'
import type { Cut } from './cut.ts'
import { isPointInFlatRing } from '../math/point-in-flat-ring.ts'
import type { FaceLoop } from './face-loop.ts'
import type { LoopCrossing } from './find-chords.ts'
import { snapCutEnd } from './snap-cut-end.ts'
import { computeVectorLength } from '../math/vector-length.ts'

/** A river or highway as drawn across the whole city, on the lattice; every face it crosses is cut along it. */
export interface GuideTrack {
  index: number
  x: Int32Array
  y: Int32Array
}

/** All guides of a city, and which of their segments pass through each cell of a coarse raster. */
export interface GuideIndex {
  tracks: readonly GuideTrack[]
  cells: ReadonlyMap<number, readonly number[]>
}

interface GuideCrossing extends LoopCrossing {
  segment: number
}

export interface GuideCut {
  guide: number
  cut: Cut
}

const CELL = 90_000
const LANDING = { junction: 45, vertex: 28, corners: true }
/** Segments are numbered guide × SPAN + position. */
const SPAN = 1 << 14
const place = new Float64Array(2)

export function indexGuides(tracks: readonly GuideTrack[]): GuideIndex {
  const cells = new Map<number, number[]>()
  for (const [guide, { x, y }] of tracks.entries()) {
    for (let s = 0; s + 1 < x.length; s++) {
      forCells(x[s]!, y[s]!, x[s + 1]!, y[s + 1]!, (key) => {
        const cell = cells.get(key)
        if (cell) cell.push(guide * SPAN + s)
        else cells.set(key, [guide * SPAN + s])
      })
    }
  }
  return { tracks, cells }
}

/** The cuts that follow a guide through the face, one for every time a guide passes from border to border; first guides first. */
export function buildCutsAlongGuides(
  mesh: HalfEdgeMesh,
  loop: FaceLoop,
  frame: CurvilinearFrame,
  guides: GuideIndex,
): GuideCut[] {
  const crossings = findCrossings(mesh, loop, guides)
  if (crossings.size === 0) return []
  const ring: number[] = []
  for (let i = 0; i < loop.size; i++) {
    const vertex = mesh.origin[loop.half[i]!]!
    ring.push(mesh.x[vertex]!, mesh.y[vertex]!)
  }
  const cuts: GuideCut[] = []
  for (const guide of [...crossings.keys()].sort((a, b) => a - b)) {
    const track = guides.tracks[guide]!
    const sorted = crossings.get(guide)!.sort((a, b) => a.at - b.at)
    for (let k = 0; k + 1 < sorted.length; k++) {
      const a = sorted[k]!,
        b = sorted[k + 1]!
      if (b.segment - a.segment < 1) continue
      const middle = (a.segment + 1 + b.segment) >> 1
      if (!isPointInFlatRing(ring, track.x[middle]!, track.y[middle]!)) continue
      const cut = followTrack(mesh, loop, frame, track, a, b)
      if (cut) cuts.push({ guide, cut })
    }
  }
  return cuts
}

function followTrack(
  mesh: HalfEdgeMesh,
  loop: FaceLoop,
  frame: CurvilinearFrame,
  track: GuideTrack,
  a: GuideCrossing,
  b: GuideCrossing,
): Cut | undefined {
  const from = snapCutEnd(mesh, loop, a, LANDING),
    to = snapCutEnd(mesh, loop, b, LANDING)
  if (!from || !to) return undefined
  const cut: Cut = { from, to, inner: [], innerU: [], innerV: [] }
  for (let s = a.segment + 1; s <= b.segment; s++) {
    frame.toFrame(track.x[s]!, track.y[s]!, place)
    const u = place[0]!,
      v = place[1]!
    if (computeVectorLength(u - from.u, v - from.v) < 50 || computeVectorLength(u - to.u, v - to.v) < 50)
      continue
    cut.inner.push(track.x[s]!, track.y[s]!)
    cut.innerU.push(u)
    cut.innerV.push(v)
  }
  return cut
}

function findCrossings(mesh: HalfEdgeMesh, loop: FaceLoop, guides: GuideIndex): Map<number, GuideCrossing[]> {
  const found = new Map<number, GuideCrossing[]>()
  if (!passesAny(mesh, loop, guides)) return found
  const near: number[] = []
  for (let i = 0; i < loop.size; i++) {
    const j = i + 1 === loop.size ? 0 : i + 1
    const p = mesh.origin[loop.half[i]!]!,
      q = mesh.origin[loop.half[j]!]!
    const px = mesh.x[p]!,
      py = mesh.y[p]!,
      qx = mesh.x[q]!,
      qy = mesh.y[q]!
    near.length = 0
    forCells(px, py, qx, qy, (key) => {
      for (const segment of guides.cells.get(key) ?? []) if (!near.includes(segment)) near.push(segment)
    })
    for (const numbered of near) {
      const guide = Math.floor(numbered / SPAN),
        s = numbered % SPAN
      const { x, y } = guides.tracks[guide]!
      const ax = x[s]!,
        ay = y[s]!,
        bx = x[s + 1]!,
        by = y[s + 1]!
      const sideP = (bx - ax) * (py - ay) - (by - ay) * (px - ax)
      const sideQ = (bx - ax) * (qy - ay) - (by - ay) * (qx - ax)
      if (sideP < 0 === sideQ < 0) continue
      const sideA = (qx - px) * (ay - py) - (qy - py) * (ax - px)
      const sideB = (qx - px) * (by - py) - (qy - py) * (bx - px)
      if (sideA < 0 === sideB < 0) continue
      const crossing = { index: i, t: sideP / (sideP - sideQ), at: s + sideA / (sideA - sideB), segment: s }
      const list = found.get(guide)
      if (list) list.push(crossing)
      else found.set(guide, [crossing])
    }
  }
  return found
}

/** Does a guide run within `reach` lattice units of a place? */
export function isNearGuide(guides: GuideIndex, x: number, y: number, reach: number): boolean {
  let near = false
  forCells(x - reach, y - reach, x + reach, y + reach, (key) => {
    for (const numbered of guides.cells.get(key) ?? []) {
      const track = guides.tracks[Math.floor(numbered / SPAN)]!
      const s = numbered % SPAN
      const ax = track.x[s]!,
        ay = track.y[s]!,
        dx = track.x[s + 1]! - ax,
        dy = track.y[s + 1]! - ay
      const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)))
      const ex = ax + t * dx - x,
        ey = ay + t * dy - y
      near ||= ex * ex + ey * ey < reach * reach
    }
  })
  return near
}

/** Most faces are far from every guide: is there one in any cell the face reaches into? */
function passesAny(mesh: HalfEdgeMesh, loop: FaceLoop, guides: GuideIndex): boolean {
  let minX = Infinity,
    minY = Infinity,
    maxX = -Infinity,
    maxY = -Infinity
  for (let i = 0; i < loop.size; i++) {
    const vertex = mesh.origin[loop.half[i]!]!
    const x = mesh.x[vertex]!,
      y = mesh.y[vertex]!
    if (x < minX) minX = x
    if (x > maxX) maxX = x
    if (y < minY) minY = y
    if (y > maxY) maxY = y
  }
  let passes = false
  forCells(minX, minY, maxX, maxY, (key) => {
    passes ||= guides.cells.has(key)
  })
  return passes
}

function forCells(ax: number, ay: number, bx: number, by: number, visit: (key: number) => void): void {
  const toColumn = Math.floor(Math.max(ax, bx) / CELL),
    toRow = Math.floor(Math.max(ay, by) / CELL)
  for (let column = Math.floor(Math.min(ax, bx) / CELL); column <= toColumn; column++) {
    for (let row = Math.floor(Math.min(ay, by) / CELL); row <= toRow; row++) visit(column * 65536 + row)
  }
}
