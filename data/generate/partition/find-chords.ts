import type { FaceLoop } from './face-loop.ts'

/** Where a line crosses the loop: on edge `index` at fraction `t`, `at` metres along the line. */
export interface LoopCrossing {
  index: number
  t: number
  at: number
}

export type Axis = 0 | 1

/** The pieces of the line u = value (axis 0) or v = value (axis 1) inside the loop, as pairs of crossings along the line. */
export function findChords(loop: FaceLoop, axis: Axis, value: number): [LoopCrossing, LoopCrossing][] {
  const across = axis === 0 ? loop.u : loop.v
  const along = axis === 0 ? loop.v : loop.u
  const crossings: LoopCrossing[] = []
  for (let i = 0; i < loop.size; i++) {
    const j = i + 1 === loop.size ? 0 : i + 1
    const a = across[i]!,
      b = across[j]!
    if (a < value === b < value) continue
    const t = (value - a) / (b - a)
    crossings.push({ index: i, t, at: along[i]! + (along[j]! - along[i]!) * t })
  }
  crossings.sort((a, b) => a.at - b.at)
  const chords: [LoopCrossing, LoopCrossing][] = []
  for (let k = 0; k + 1 < crossings.length; k += 2) chords.push([crossings[k]!, crossings[k + 1]!])
  return chords
}
