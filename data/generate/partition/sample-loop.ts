import type { FaceLoop } from './face-loop.ts'

/** Places spread evenly over a face, each with a weight; u and v in metres of the frame, area in m². */
export interface LoopSamples {
  size: number
  u: Float64Array
  v: Float64Array
  weight: Float64Array
  total: number
  area: number
  /** How the weight lies along u and along v. */
  profiles: readonly [WeightProfile, WeightProfile]
}

/** share[k] is the share of the weight below low + k × width. */
export interface WeightProfile {
  low: number
  width: number
  share: Float64Array
}

const BINS = 48

/** Samples are taken by the ten thousand and used at once: their arrays are the same every time. */
const scratch = { u: new Float64Array(1024), v: new Float64Array(1024), weight: new Float64Array(1024) }

/** About `count` samples; `weigh` gives the weight per km² at a place. The answer's places are overwritten by the next call. */
export function sampleLoop(
  loop: FaceLoop,
  count: number,
  weigh: (u: number, v: number) => number,
): LoopSamples {
  const area = Math.abs(computeLoopArea(loop))
  const gap = Math.sqrt(area / count)
  const rows = Math.max(5, Math.round((loop.maxV - loop.minV) / gap))
  const rowGap = (loop.maxV - loop.minV) / rows
  const profiles = [emptyProfile(loop.minU, loop.maxU), emptyProfile(loop.minV, loop.maxV)] as const

  let size = 0,
    total = 0
  const crossings: number[] = []
  for (let row = 0; row < rows; row++) {
    const at = loop.minV + (row + 0.5) * rowGap
    crossRow(loop, at, crossings)
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = crossings[k]!,
        to = crossings[k + 1]!
      const steps = Math.max(1, Math.round((to - from) / gap))
      const width = (to - from) / steps
      for (let s = 0; s < steps; s++) {
        const su = from + (s + 0.5) * width
        const w = (weigh(su, at) * width * rowGap) / 1e6
        if (size === scratch.u.length) growScratch()
        scratch.u[size] = su
        scratch.v[size] = at
        scratch.weight[size++] = w
        total += w
        spread(profiles[0], su - width / 2, su + width / 2, w)
        spread(profiles[1], at - rowGap / 2, at + rowGap / 2, w)
      }
    }
  }
  for (const { share } of profiles)
    for (let k = 1; k <= BINS; k++) share[k] = share[k - 1]! + share[k]! / total
  return { size, ...scratch, total, area, profiles }
}

function growScratch(): void {
  for (const key of ['u', 'v', 'weight'] as const) {
    const larger = new Float64Array(scratch[key].length * 2)
    larger.set(scratch[key])
    scratch[key] = larger
  }
}

/** Where a row crosses the loop, in order. */
function crossRow(loop: FaceLoop, at: number, crossings: number[]): void {
  crossings.length = 0
  for (let i = 0; i < loop.size; i++) {
    const j = i + 1 === loop.size ? 0 : i + 1
    const vi = loop.v[i]!,
      vj = loop.v[j]!
    if (vi < at !== vj < at) crossings.push(loop.u[i]! + ((loop.u[j]! - loop.u[i]!) * (at - vi)) / (vj - vi))
  }
  // insertion: there are two, seldom more
  for (let i = 1; i < crossings.length; i++) {
    for (let j = i; j > 0 && crossings[j - 1]! > crossings[j]!; j--) {
      const held = crossings[j]!
      crossings[j] = crossings[j - 1]!
      crossings[j - 1] = held
    }
  }
}

function emptyProfile(low: number, high: number): WeightProfile {
  return { low, width: (high - low) / BINS, share: new Float64Array(BINS + 1) }
}

/** Adds a weight to the bins between two places, evenly. */
function spread({ low, width, share }: WeightProfile, from: number, to: number, weight: number): void {
  const first = Math.max(0, Math.floor((from - low) / width)),
    last = Math.min(BINS - 1, Math.floor((to - low) / width))
  for (let bin = first; bin <= last; bin++) {
    const inside = Math.min(to, low + (bin + 1) * width) - Math.max(from, low + bin * width)
    share[bin + 1]! += (weight * Math.max(0, inside)) / (to - from)
  }
}

/** Share of the weight that lies below a value. */
export function computeShareBelow({ low, width, share }: WeightProfile, value: number): number {
  const at = Math.min(Math.max((value - low) / width, 0), BINS - 1e-9)
  const bin = Math.floor(at)
  return share[bin]! + (share[bin + 1]! - share[bin]!) * (at - bin)
}

export function computeLoopArea(loop: FaceLoop): number {
  let twice = 0
  const u0 = loop.u[0]!,
    v0 = loop.v[0]!
  for (let i = 1; i + 1 < loop.size; i++) {
    twice += (loop.u[i]! - u0) * (loop.v[i + 1]! - v0) - (loop.u[i + 1]! - u0) * (loop.v[i]! - v0)
  }
  return twice / 2
}
