import { commitCut } from '../cut/commit-cut.ts'
import { createFrameCache, layOutLoop } from '../cut/face-loop.ts'
import { createFrame } from '../create-frame.ts'
import { drawBorder } from './draw-border.ts'
import { judgeWay } from './judge-border.ts'
import type { Choice, Seat, SeparateOptions, Sketch } from './seat.ts'
import { sketchBorders } from './sketch-borders.ts'

/** Only the most promising sketches are judged by the way they take. */
const PROMISING = 40

/** Cuts a face until every seat has one of its own; returns the face of each seat by its index. */
export function separateSeats(
  options: SeparateOptions,
  face: number,
  seats: readonly Seat[],
): Map<number, number> {
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
  const frame = createFrame(0, options.plane, options.field, 0, 0, 0, 0, 0)
  const flat = { frame, loop: layOutLoop(options.mesh, face, createFrameCache(frame)) }
  const byScore = (a: Sketch, b: Sketch) => a.score - b.score
  const sketches = sketchBorders(options, face, seats, flat).sort(byScore)
  const judged = sketches
    .slice(0, PROMISING)
    .map((sketch): Sketch => ({ ...sketch, score: sketch.score + judgeWay(options, sketch) }))
  const ranked = [...judged.sort(byScore), ...sketches.slice(PROMISING)]
  for (const wild of [1, 0.5, 0.15]) {
    for (const sketch of ranked) {
      const choice = drawBorder(options, face, sketch, wild, seats, flat)
      if (choice) return choice
    }
  }
  throw new Error(`no border separates the seats ${seats.map((seat) => seat.index).join(', ')}`)
}
