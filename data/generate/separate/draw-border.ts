import { checkCut } from '../cut/check-cut.ts'
import { contains } from '../cut/contains.ts'
import type { Cut } from '../cut/cut.ts'
import { createFrameCache, layOutLoop, type FaceLoop } from '../cut/face-loop.ts'
import { findChords, type Axis } from '../cut/find-chords.ts'
import { followLine } from '../cut/follow-line.ts'
import { landEnd } from '../cut/land-end.ts'
import { sideRings } from '../cut/side-rings.ts'
import { borderOctaves, createFrame, type Frame } from '../create-frame.ts'
import { hashUnit } from '../hash-unit.ts'
import { distanceToCut } from './judge-border.ts'
import { locate } from './locate.ts'
import type { Choice, Seat, SeparateOptions, Sketch } from './seat.ts'

/**
 * A sketch drawn out as a border that can be made, or undefined if it cannot.
 * @param wild how far a wandering line may wander, 0..1
 * @param flat the face's loop as it lies on the ground, and the frame that says so
 */
export function drawBorder(
  options: SeparateOptions,
  face: number,
  sketch: Sketch,
  wild: number,
  seats: readonly Seat[],
  flat: { loop: FaceLoop; frame: Frame },
): Choice | undefined {
  const { lines } = options
  if (sketch.kind === 'guide') {
    const { guide, cut } = sketch.guide
    return settle(options, flat.loop, cut, flat.frame, seats, 0.3, () => lines.guide(guide, 1))
  }
  if (sketch.kind === 'street') {
    const {
      frame,
      axis,
      line: { value, node, spacing },
    } = sketch
    return along(options, face, frame, axis, value, seats, () =>
      lines.frame(frame.id, axis, node, spacing, 1),
    )
  }
  const seed = Math.floor(hashUnit(options.seed, face, Math.round(sketch.value)) * 1e9)
  const frame = createFrame(0, options.plane, options.field, 0, 0, sketch.turn, wild, seed, borderOctaves)
  return along(options, face, frame, 0, sketch.value, seats, () =>
    lines.add({ kind: 'separator', rank: 1, dice: hashUnit(seed, 7) }),
  )
}

function along(
  options: SeparateOptions,
  face: number,
  frame: Frame,
  axis: Axis,
  value: number,
  seats: readonly Seat[],
  line: () => number,
): Choice | undefined {
  const loop = layOutLoop(options.mesh, face, createFrameCache(frame))
  const least = Math.min(...seats.map((seat) => seat.reach))
  const landing = { junction: 0.16 * least, vertex: Math.min(120, 0.06 * least) }
  for (const [a, b] of findChords(loop, axis, value)) {
    const from = landEnd(options.mesh, loop, a, landing),
      to = landEnd(options.mesh, loop, b, landing)
    if (!from || !to) continue
    const choice = settle(options, loop, followLine(frame, axis, value, from, to), frame, seats, 0.25, line)
    if (choice) return choice
  }
  return undefined
}

/** The choice if the cut is sound, goes round the places to avoid, and keeps its distance from the seats. */
function settle(
  options: SeparateOptions,
  loop: FaceLoop,
  cut: Cut,
  frame: Frame,
  seats: readonly Seat[],
  nearest: number,
  line: () => number,
): Choice | undefined {
  for (const disc of options.avoid) {
    if (distanceToCut(cut, ...locate(options, frame, disc.east, disc.north)) < disc.radius) return undefined
  }
  const [ring] = sideRings(loop, cut)
  const left: Seat[] = [],
    right: Seat[] = []
  for (const seat of seats) {
    const [u, v] = locate(options, frame, seat.east, seat.north)
    if (distanceToCut(cut, u, v) < nearest * seat.reach) return undefined
    ;(contains(ring.at, u, v, ring.size) ? left : right).push(seat)
  }
  if (left.length === 0 || right.length === 0) return undefined
  const least = Math.min(...seats.map((seat) => seat.reach))
  return checkCut(options.mesh, loop, cut, 0.25 * least)
    ? { cut, loop, line: line(), left, right }
    : undefined
}
