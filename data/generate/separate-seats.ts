import { checkCut } from './cut/check-cut.ts'
import { commitCut } from './cut/commit-cut.ts'
import { contains } from './cut/contains.ts'
import type { Cut, CutEnd } from './cut/cut.ts'
import { createFrameCache, layOutLoop, type FaceLoop } from './cut/face-loop.ts'
import { chooseLine, type FamilyLine } from './cut/choose-line.ts'
import { findChords, type Axis } from './cut/find-chords.ts'
import { followGuides, type GuideCut, type GuideIndex } from './cut/follow-guide.ts'
import { followLine } from './cut/follow-line.ts'
import { landEnd } from './cut/land-end.ts'
import { measureRing, type RingMeasure } from './cut/measure-ring.ts'
import { sideRings } from './cut/side-rings.ts'
import { borderOctaves, createFrame, type Frame } from './create-frame.ts'
import type { Plane } from './create-plane.ts'
import type { DensityField } from './density-field.ts'
import { hashUnit } from './hash-unit.ts'
import type { LineBook } from './line-book.ts'
import type { Mesh } from './mesh/mesh.ts'

/** A unit's seat in metres of the plane, how far the unit reaches in metres, and the frame its streets will follow. */
export interface Seat { index: number; east: number; north: number; reach: number; frame: Frame }

/** A round place no border may run through, in metres of the plane. */
export interface Disc { east: number; north: number; radius: number }

export interface SeparateOptions {
  mesh: Mesh
  plane: Plane
  field: DensityField
  lines: LineBook
  guides: GuideIndex
  avoid: readonly Disc[]
  seed: number
}

/** A border as first thought of: a guide, a street of a town's frame, or a wandering line at a distance in a direction. */
type Sketch = { score: number } & (
  | { kind: 'guide'; guide: GuideCut }
  | { kind: 'street'; frame: Frame; axis: Axis; line: FamilyLine }
  | { kind: 'line'; turn: number; value: number })

interface Choice { cut: Cut; loop: FaceLoop; line: number; left: Seat[]; right: Seat[] }

/** Tangents of half of each twelfth of a half-turn: the directions a border between two seats may take. */
const TURNS = [0, 0.1317, 0.2679, 0.4142, 0.5774, 0.7673, 1, 1.3032, 1.7321, 2.4142, 3.7321, 7.5958]

/** Cuts a face until every seat has one of its own; returns the face of each seat by its index. */
export function separateSeats(options: SeparateOptions, face: number, seats: readonly Seat[]): Map<number, number> {
  const done = new Map<number, number>()
  const queue: [number, readonly Seat[]][] = [[face, seats]]
  for (let job = queue.pop(); job; job = queue.pop()) {
    const [at, inside] = job
    if (inside.length === 1) {
      done.set(inside[0]!.index, at)
      continue
    }
    const choice = chooseBorder(options, at, inside)
    const [left, right] = commitCut(options.mesh, choice.loop, choice.cut, choice.line)
    queue.push([left, choice.left], [right, choice.right])
  }
  return done
}

function chooseBorder(options: SeparateOptions, face: number, seats: readonly Seat[]): Choice {
  const flat = createFrame(0, options.plane, options.field, 0, 0, 0, 0, 0)
  const loop = layOutLoop(options.mesh, face, createFrameCache(flat))
  const sketches = [
    ...sketchGuides(options, loop, flat, seats),
    ...sketchStreets(options, face, seats),
    ...sketchLines(thinned(loop, 90), seats),
  ].sort((a, b) => a.score - b.score)
  for (const wild of [1, 0.5, 0.15]) {
    for (const sketch of sketches) {
      const choice = draw(options, face, loop, flat, sketch, wild, seats)
      if (choice) return choice
    }
  }
  throw new Error(`no border separates the seats ${seats.map(seat => seat.index).join(', ')}`)
}

function sketchGuides(options: SeparateOptions, loop: FaceLoop, flat: Frame, seats: readonly Seat[]): Sketch[] {
  const sketches: Sketch[] = []
  for (const { guide, cut } of followGuides(options.mesh, loop, flat, options.guides)) {
    const cost = costOf(loop, cut, seats, 0.35)
    if (cost !== undefined) sketches.push({ kind: 'guide', guide: { guide, cut }, score: cost - 0.55 })
  }
  return sketches
}

/** Between units of one big town the border follows one of the town's own streets. */
function sketchStreets(options: SeparateOptions, face: number, seats: readonly Seat[]): Sketch[] {
  const sketches: Sketch[] = []
  const frames = new Set(seats.filter((seat, i) => seats.some((other, j) => i !== j && other.frame === seat.frame)).map(({ frame }) => frame))
  for (const frame of frames) {
    const loop = layOutLoop(options.mesh, face, createFrameCache(frame))
    const placed = seats.map(seat => {
      const [u, v] = locate(options, frame, seat.east, seat.north)
      return { ...seat, east: u, north: v }
    })
    for (const axis of [0, 1] as const) {
      const across = (seat: Seat) => axis === 0 ? seat.east : seat.north
      const sorted = [...placed].sort((a, b) => across(a) - across(b))
      for (let i = 1; i < sorted.length; i++) {
        const before = sorted[i - 1]!, after = sorted[i]!
        if (before.frame !== frame && after.frame !== frame) continue
        const gap = across(after) - across(before)
        const fair = across(before) + gap * before.reach / (before.reach + after.reach)
        const line = chooseLine(frame.id * 2 + axis, fair - 0.16 * gap, fair + 0.16 * gap)
        if (!line) continue
        for (const [a, b] of findChords(loop, axis, line.value)) {
          const end = (at: typeof a): CutEnd => axis === 0
            ? { index: at.index, fresh: true, x: 0, y: 0, u: line.value, v: at.at, crossing: false }
            : { index: at.index, fresh: true, x: 0, y: 0, u: at.at, v: line.value, crossing: false }
          const cost = costOf(loop, { from: end(a), to: end(b), inner: [], innerU: [], innerV: [] }, placed, 0.25)
          if (cost !== undefined) sketches.push({ kind: 'street', frame, axis, line, score: cost - 0.75 })
        }
      }
    }
  }
  return sketches
}

/** Sine of twice the angle between a direction and the nearest axis of a frame: 0 along it, 1 askew. */
function askew(turn: number, frame: Frame): number {
  const [cos, sin] = rotation(turn)
  const c = cos * frame.cos + sin * frame.sin, s = sin * frame.cos - cos * frame.sin
  return Math.abs(2 * s * c)
}

function sketchLines(loop: FaceLoop, seats: readonly Seat[]): Sketch[] {
  const sketches: Sketch[] = []
  for (const turn of TURNS) {
    const turned = turnLoop(loop, turn)
    const [cos, sin] = rotation(turn)
    const placed = seats.map(seat => ({ ...seat, east: cos * seat.east + sin * seat.north, north: cos * seat.north - sin * seat.east }))
    const sorted = [...placed].sort((a, b) => a.east - b.east)
    for (let i = 1; i < sorted.length; i++) {
      const before = sorted[i - 1]!, after = sorted[i]!
      const fair = before.reach / (before.reach + after.reach)
      const slant = 0.3 * (askew(turn, before.frame) + askew(turn, after.frame))
      for (const aside of [0, -0.16, 0.16]) {
        const value = before.east + (after.east - before.east) * (fair + aside)
        for (const [a, b] of findChords(turned, 0, value)) {
          const end = (at: typeof a) => ({ index: at.index, fresh: true, x: 0, y: 0, u: value, v: at.at, crossing: false })
          const cost = costOf(turned, { from: end(a), to: end(b), inner: [], innerU: [], innerV: [] }, placed, 0.3)
          if (cost !== undefined) sketches.push({ kind: 'line', turn, value, score: cost + Math.abs(aside) + slant })
        }
      }
    }
  }
  return sketches
}

/** How bad a border would be; undefined if it leaves a side empty or passes too close to a seat. Seats are in the loop's coordinates. */
function costOf(loop: FaceLoop, cut: Cut, seats: readonly Seat[], nearest: number): number | undefined {
  const [left, right] = sideRings(loop, cut)
  let leftWanted = 0, rightWanted = 0, margin = 1.2
  for (const seat of seats) {
    const square = seat.reach * seat.reach
    if (contains(left.at, seat.east, seat.north, left.size)) leftWanted += square
    else rightWanted += square
    margin = Math.min(margin, distanceToCut(cut, seat.east, seat.north) / seat.reach)
  }
  if (leftWanted === 0 || rightWanted === 0 || margin < nearest) return undefined
  const one = measureRing(left), other = measureRing(right)
  const unfair = Math.abs(Math.log(one.area / other.area * rightWanted / leftWanted))
  return 0.7 * unfair - 0.9 * margin + 2.2 * (Math.max(0, 0.66 - roundness(one)) + Math.max(0, 0.66 - roundness(other)))
}

function draw(
  options: SeparateOptions, face: number, flatLoop: FaceLoop, flat: Frame, sketch: Sketch, wild: number, seats: readonly Seat[],
): Choice | undefined {
  const { lines } = options
  if (sketch.kind === 'guide') {
    const { guide, cut } = sketch.guide
    return settle(options, flatLoop, cut, flat, seats, 0.3, () => lines.guide(guide, 1))
  }
  if (sketch.kind === 'street') {
    const { frame, axis, line: { value, node, spacing } } = sketch
    return along(options, face, frame, axis, value, seats, () => lines.frame(frame.id, axis, node, spacing, 1))
  }
  const seed = Math.floor(hashUnit(options.seed, face, Math.round(sketch.value)) * 1e9)
  const frame = createFrame(0, options.plane, options.field, 0, 0, sketch.turn, wild, seed, borderOctaves)
  return along(options, face, frame, 0, sketch.value, seats, () => lines.add({ kind: 'separator', rank: 1, dice: hashUnit(seed, 7) }))
}

function along(
  options: SeparateOptions, face: number, frame: Frame, axis: Axis, value: number, seats: readonly Seat[], line: () => number,
): Choice | undefined {
  const loop = layOutLoop(options.mesh, face, createFrameCache(frame))
  const least = Math.min(...seats.map(seat => seat.reach))
  const landing = { junction: 0.16 * least, vertex: Math.min(120, 0.06 * least) }
  for (const [a, b] of findChords(loop, axis, value)) {
    const from = landEnd(options.mesh, loop, a, landing), to = landEnd(options.mesh, loop, b, landing)
    if (!from || !to) continue
    const choice = settle(options, loop, followLine(frame, axis, value, from, to), frame, seats, 0.25, line)
    if (choice) return choice
  }
  return undefined
}

/** The choice if the cut is sound, goes round the places to avoid, and keeps its distance from the seats. */
function settle(
  options: SeparateOptions, loop: FaceLoop, cut: Cut, frame: Frame, seats: readonly Seat[], nearest: number, line: () => number,
): Choice | undefined {
  for (const disc of options.avoid) {
    if (distanceToCut(cut, ...locate(options, frame, disc.east, disc.north)) < disc.radius) return undefined
  }
  const [ring] = sideRings(loop, cut)
  const left: Seat[] = [], right: Seat[] = []
  for (const seat of seats) {
    const [u, v] = locate(options, frame, seat.east, seat.north)
    if (distanceToCut(cut, u, v) < nearest * seat.reach) return undefined
    ;(contains(ring.at, u, v, ring.size) ? left : right).push(seat)
  }
  if (left.length === 0 || right.length === 0) return undefined
  const least = Math.min(...seats.map(seat => seat.reach))
  return checkCut(options.mesh, loop, cut, 0.25 * least) ? { cut, loop, line: line(), left, right } : undefined
}

function locate({ plane }: SeparateOptions, frame: Frame, east: number, north: number): [u: number, v: number] {
  const place = new Float64Array(2)
  frame.toFrame(plane.latticeX(east), plane.latticeY(north), place)
  return [place[0]!, place[1]!]
}

function distanceToCut(cut: Cut, u: number, v: number): number {
  let best = Infinity
  let au = cut.from.u, av = cut.from.v
  for (let k = 0; k <= cut.innerU.length; k++) {
    const bu = cut.innerU[k] ?? cut.to.u, bv = cut.innerV[k] ?? cut.to.v
    const du = bu - au, dv = bv - av
    const t = Math.min(1, Math.max(0, ((u - au) * du + (v - av) * dv) / (du * du + dv * dv || 1)))
    best = Math.min(best, Math.hypot(au + t * du - u, av + t * dv - v))
    au = bu
    av = bv
  }
  return best
}

function rotation(turn: number): [cos: number, sin: number] {
  const scale = 1 + turn * turn
  return [(1 - turn * turn) / scale, 2 * turn / scale]
}

/** Every n-th corner: enough to judge a border by. */
function thinned(loop: FaceLoop, most: number): FaceLoop {
  const every = Math.max(1, Math.ceil(loop.size / most))
  const kept = (_: number, i: number) => i % every === 0
  const half = loop.half.filter(kept)
  return { ...loop, size: half.length, half, u: loop.u.filter(kept), v: loop.v.filter(kept) }
}

function turnLoop(loop: FaceLoop, turn: number): FaceLoop {
  const [cos, sin] = rotation(turn)
  return {
    ...loop,
    u: loop.u.map((u, i) => cos * u + sin * loop.v[i]!),
    v: loop.v.map((v, i) => cos * v - sin * loop.u[i]!),
  }
}

/** 1 for a circle, 0.79 for a square, less for anything longer. */
function roundness({ area, around }: RingMeasure): number {
  return 4 * Math.PI * area / (around * around)
}
