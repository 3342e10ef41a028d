import { isValidCut } from '../partition/is-valid-cut.ts'
import { isPointInFlatRing } from '../math/point-in-flat-ring.ts'
import type { Cut } from '../partition/cut.ts'
import { createFrameCoordinateCache, projectFaceLoop, type FaceLoop } from '../partition/face-loop.ts'
import { findChords, type Axis } from '../partition/find-chords.ts'
import { buildCutAlongFrameLine } from '../partition/cut-along-frame-line.ts'
import { snapCutEnd } from '../partition/snap-cut-end.ts'
import { computeSideRings } from '../partition/side-rings.ts'
import { borderOctaves, createCurvilinearFrame, type CurvilinearFrame } from '../curvilinear-frame.ts'
import { hashToUnitInterval } from '../math/hash-to-unit-interval.ts'
import { computeDistanceToCut } from './score-border.ts'
import { toFrameCoordinates } from './to-frame-coordinates.ts'
import type { FeasibleBorder, TownCentre, SeparationOptions, BorderCandidate } from './separation-types.ts'

/**
 * A sketch drawn out as a border that can be made, or undefined if it cannot.
 * @param wild how far a wandering line may wander, 0..1
 * @param flat the face's loop as it lies on the ground, and the frame that says so
 */
export function buildBorder(
  options: SeparationOptions,
  face: number,
  sketch: BorderCandidate,
  wild: number,
  seats: readonly TownCentre[],
  flat: { loop: FaceLoop; frame: CurvilinearFrame },
): FeasibleBorder | undefined {
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
  const seed = Math.floor(hashToUnitInterval(options.seed, face, Math.round(sketch.value)) * 1e9)
  const frame = createCurvilinearFrame(
    0,
    options.plane,
    options.field,
    0,
    0,
    sketch.turn,
    wild,
    seed,
    borderOctaves,
  )
  return along(options, face, frame, 0, sketch.value, seats, () =>
    lines.add({ kind: 'separator', rank: 1, dice: hashToUnitInterval(seed, 7) }),
  )
}

function along(
  options: SeparationOptions,
  face: number,
  frame: CurvilinearFrame,
  axis: Axis,
  value: number,
  seats: readonly TownCentre[],
  line: () => number,
): FeasibleBorder | undefined {
  const loop = projectFaceLoop(options.mesh, face, createFrameCoordinateCache(frame))
  const least = Math.min(...seats.map((seat) => seat.reach))
  const landing = { junction: 0.16 * least, vertex: Math.min(120, 0.06 * least) }
  for (const [a, b] of findChords(loop, axis, value)) {
    const from = snapCutEnd(options.mesh, loop, a, landing),
      to = snapCutEnd(options.mesh, loop, b, landing)
    if (!from || !to) continue
    const choice = settle(
      options,
      loop,
      buildCutAlongFrameLine(frame, axis, value, from, to),
      frame,
      seats,
      0.25,
      line,
    )
    if (choice) return choice
  }
  return undefined
}

/** The choice if the cut is sound, goes round the places to avoid, and keeps its distance from the seats. */
function settle(
  options: SeparationOptions,
  loop: FaceLoop,
  cut: Cut,
  frame: CurvilinearFrame,
  seats: readonly TownCentre[],
  nearest: number,
  line: () => number,
): FeasibleBorder | undefined {
  for (const disc of options.avoid) {
    if (computeDistanceToCut(cut, ...toFrameCoordinates(options, frame, disc.east, disc.north)) < disc.radius)
      return undefined
  }
  const [ring] = computeSideRings(loop, cut)
  const left: TownCentre[] = [],
    right: TownCentre[] = []
  for (const seat of seats) {
    const [u, v] = toFrameCoordinates(options, frame, seat.east, seat.north)
    if (computeDistanceToCut(cut, u, v) < nearest * seat.reach) return undefined
    ;(isPointInFlatRing(ring.at, u, v, ring.size) ? left : right).push(seat)
  }
  if (left.length === 0 || right.length === 0) return undefined
  const least = Math.min(...seats.map((seat) => seat.reach))
  return isValidCut(options.mesh, loop, cut, 0.25 * least)
    ? { cut, loop, line: line(), left, right }
    : undefined
}
