import { applyCut } from '../partition/apply-cut.ts'
import { createFrameCoordinateCache, projectFaceLoop } from '../partition/face-loop.ts'
import { createCurvilinearFrame } from '../curvilinear-frame.ts'
import { buildBorder } from './build-border.ts'
import { scoreBorderCourse } from './score-border.ts'
import type { FeasibleBorder, TownCentre, SeparationOptions, BorderCandidate } from './separation-types.ts'
import { proposeBorders } from './propose-borders.ts'

/** Only the most promising sketches are judged by the way they take. */
const PROMISING = 40

/** Cuts a face until every seat has one of its own; returns the face of each seat by its index. */
export function separateTownCentres(
  options: SeparationOptions,
  face: number,
  seats: readonly TownCentre[],
): Map<number, number> {
  const done = new Map<number, number>()
  const queue: [number, readonly TownCentre[]][] = [[face, seats]]
  for (let job = queue.pop(); job; job = queue.pop()) {
    const [at, inside] = job
    if (inside.length === 1) {
      done.set(inside[0]!.index, at)
      continue
    }
    const choice = chooseBorder(options, at, inside)
    const [left, right] = applyCut(options.mesh, choice.loop, choice.cut, choice.line)
    queue.push([left, choice.left], [right, choice.right])
  }
  return done
}

function chooseBorder(
  options: SeparationOptions,
  face: number,
  seats: readonly TownCentre[],
): FeasibleBorder {
  const frame = createCurvilinearFrame(0, options.plane, options.field, 0, 0, 0, 0, 0)
  const flat = { frame, loop: projectFaceLoop(options.mesh, face, createFrameCoordinateCache(frame)) }
  const byScore = (a: BorderCandidate, b: BorderCandidate) => a.score - b.score
  const sketches = proposeBorders(options, face, seats, flat).sort(byScore)
  const judged = sketches.slice(0, PROMISING).map((sketch): BorderCandidate => ({
    ...sketch,
    score: sketch.score + scoreBorderCourse(options, sketch),
  }))
  const ranked = [...judged.sort(byScore), ...sketches.slice(PROMISING)]
  for (const wild of [1, 0.5, 0.15]) {
    for (const sketch of ranked) {
      const choice = buildBorder(options, face, sketch, wild, seats, flat)
      if (choice) return choice
    }
  }
  throw new Error(`no border separates the seats ${seats.map((seat) => seat.index).join(', ')}`)
}
