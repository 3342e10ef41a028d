import { chooseFrameLine } from '../partition/choose-frame-line.ts'
import type { CutEnd } from '../partition/cut.ts'
import { createFrameCoordinateCache, projectFaceLoop, type FaceLoop } from '../partition/face-loop.ts'
import { findChords } from '../partition/find-chords.ts'
import { buildCutsAlongGuides } from '../partition/cut-along-guides.ts'
import type { CurvilinearFrame } from '../curvilinear-frame.ts'
import type { PlanePoint } from '../curves/refine-border.ts'
import { scoreBorder } from './score-border.ts'
import { toFrameCoordinates } from './to-frame-coordinates.ts'
import type { TownCentre, SeparationOptions, BorderCandidate } from './separation-types.ts'

/** Tangents of half of each twelfth of a half-turn: the directions a border between two seats may take. */
const TURNS = [0, 0.1317, 0.2679, 0.4142, 0.5774, 0.7673, 1, 1.3032, 1.7321, 2.4142, 3.7321, 7.5958]

/** All borders worth a thought between the seats in a face, by guides, streets and directions. */
export function proposeBorders(
  options: SeparationOptions,
  face: number,
  seats: readonly TownCentre[],
  flat: { loop: FaceLoop; frame: CurvilinearFrame },
): BorderCandidate[] {
  return [
    ...sketchGuides(options, seats, flat),
    ...sketchStreets(options, face, seats),
    ...sketchLines(thinned(flat.loop, 90), seats),
  ]
}

function sketchGuides(
  options: SeparationOptions,
  seats: readonly TownCentre[],
  { loop, frame }: { loop: FaceLoop; frame: CurvilinearFrame },
): BorderCandidate[] {
  const sketches: BorderCandidate[] = []
  for (const { guide, cut } of buildCutsAlongGuides(options.mesh, loop, frame, options.guides)) {
    const cost = scoreBorder(loop, cut, seats, 0.35)
    if (cost !== undefined)
      sketches.push({ kind: 'guide', guide: { guide, cut }, score: cost - 0.55, way: [] })
  }
  return sketches
}

/** Between units of one big town the border follows one of the town's own streets. */
function sketchStreets(
  options: SeparationOptions,
  face: number,
  seats: readonly TownCentre[],
): BorderCandidate[] {
  const sketches: BorderCandidate[] = []
  for (const frame of sharedFrames(seats)) {
    const loop = projectFaceLoop(options.mesh, face, createFrameCoordinateCache(frame))
    const placed = seats.map((seat) => {
      const [u, v] = toFrameCoordinates(options, frame, seat.east, seat.north)
      return { ...seat, east: u, north: v }
    })
    for (const axis of [0, 1] as const) {
      const across = (seat: TownCentre) => (axis === 0 ? seat.east : seat.north)
      const at = (value: number, along: number) =>
        axis === 0 ? ([value, along] as const) : ([along, value] as const)
      const sorted = [...placed].sort((a, b) => across(a) - across(b))
      for (let i = 1; i < sorted.length; i++) {
        const before = sorted[i - 1]!,
          after = sorted[i]!
        if (before.frame !== frame && after.frame !== frame) continue
        const gap = across(after) - across(before)
        const fair = across(before) + (gap * before.reach) / (before.reach + after.reach)
        const line = chooseFrameLine(frame.id * 2 + axis, fair - 0.16 * gap, fair + 0.16 * gap)
        if (!line) continue
        for (const [a, b] of findChords(loop, axis, line.value)) {
          const ends = [a, b].map(({ index, at: along }) => endAt(index, ...at(line.value, along)))
          const cost = scoreBorder(
            loop,
            { from: ends[0]!, to: ends[1]!, inner: [], innerU: [], innerV: [] },
            placed,
            0.25,
          )
          if (cost === undefined) continue
          const way = placesBetween(a.at, b.at).map((along) => toPlane(frame, ...at(line.value, along)))
          sketches.push({ kind: 'street', frame, axis, line, score: cost - 0.75, way })
        }
      }
    }
  }
  return sketches
}

/** Frames of which two seats at least are part. */
function sharedFrames(seats: readonly TownCentre[]): Set<CurvilinearFrame> {
  return new Set(
    seats
      .filter((seat, i) => seats.some((other, j) => i !== j && other.frame === seat.frame))
      .map(({ frame }) => frame),
  )
}

function sketchLines(loop: FaceLoop, seats: readonly TownCentre[]): BorderCandidate[] {
  const sketches: BorderCandidate[] = []
  for (const turn of TURNS) {
    const turned = turnLoop(loop, turn)
    const [cos, sin] = rotation(turn)
    const placed = seats.map((seat) => ({
      ...seat,
      east: cos * seat.east + sin * seat.north,
      north: cos * seat.north - sin * seat.east,
    }))
    const sorted = [...placed].sort((a, b) => a.east - b.east)
    for (let i = 1; i < sorted.length; i++) {
      const before = sorted[i - 1]!,
        after = sorted[i]!
      const fair = before.reach / (before.reach + after.reach)
      const slant = 0.3 * (askew(turn, before.frame) + askew(turn, after.frame))
      for (const aside of [0, -0.16, 0.16]) {
        const value = before.east + (after.east - before.east) * (fair + aside)
        for (const [a, b] of findChords(turned, 0, value)) {
          const cut = {
            from: endAt(a.index, value, a.at),
            to: endAt(b.index, value, b.at),
            inner: [],
            innerU: [],
            innerV: [],
          }
          const cost = scoreBorder(turned, cut, placed, 0.3)
          if (cost === undefined) continue
          const way = placesBetween(a.at, b.at).map((at): PlanePoint => [
            cos * value - sin * at,
            sin * value + cos * at,
          ])
          sketches.push({ kind: 'line', turn, value, score: cost + Math.abs(aside) + slant, way })
        }
      }
    }
  }
  return sketches
}

function endAt(index: number, u: number, v: number): CutEnd {
  return { index, fresh: true, x: 0, y: 0, u, v, crossing: false }
}

/** Twelve places between two. */
function placesBetween(from: number, to: number): number[] {
  return Array.from({ length: 12 }, (_, k) => from + ((to - from) * (k + 0.5)) / 12)
}

function toPlane(frame: CurvilinearFrame, u: number, v: number): PlanePoint {
  const place = new Float64Array(2)
  frame.toPlaneRoughly(u, v, place)
  return [place[0]!, place[1]!]
}

/** Sine of twice the angle between a direction and the nearest axis of a frame: 0 along it, 1 askew. */
function askew(turn: number, frame: CurvilinearFrame): number {
  const [cos, sin] = rotation(turn)
  const c = cos * frame.cos + sin * frame.sin,
    s = sin * frame.cos - cos * frame.sin
  return Math.abs(2 * s * c)
}

function rotation(turn: number): [cos: number, sin: number] {
  const scale = 1 + turn * turn
  return [(1 - turn * turn) / scale, (2 * turn) / scale]
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
