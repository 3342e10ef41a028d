import type { DensityField } from '../density-field.ts'
import { hashToUnitInterval } from '../math/hash-to-unit-interval.ts'
import type { BorderRegistry } from '../mesh/border-registry.ts'
import type { HalfEdgeMesh } from '../mesh/half-edge-mesh.ts'
import { isPointInFlatRing } from '../math/point-in-flat-ring.ts'
import { isValidCut } from './is-valid-cut.ts'
import { chooseFrameLine } from './choose-frame-line.ts'
import { applyCut } from './apply-cut.ts'
import type { Cut } from './cut.ts'
import {
  projectFaceLoop,
  cacheFrameCoordinates,
  type FaceLoop,
  type FrameCoordinateCache,
} from './face-loop.ts'
import { findChords, type Axis } from './find-chords.ts'
import { buildCutAlongFrameLine } from './cut-along-frame-line.ts'
import { buildCutsAlongGuides, type GuideIndex } from './cut-along-guides.ts'
import { snapCutEnd } from './snap-cut-end.ts'
import { measureRing, type RingMeasure } from './measure-ring.ts'
import { computeSideRings } from './side-rings.ts'
import { sampleLoop, computeShareBelow, type LoopSamples } from './sample-loop.ts'

export interface PartitionOptions {
  mesh: HalfEdgeMesh
  lines: BorderRegistry
  field: DensityField
  /** The frame in use, with its vertices' coordinates. */
  cache: FrameCoordinateCache
  /** Seed of the frame's families of lines: faces that share it share their lines. */
  family: number
  guides: GuideIndex
  /** How many parts a km² deserves at a density of people; only ratios matter. */
  weigh: (people: number) => number
  /** Rank of the cuts made here: 1 between streets, 2 between communities, 3 between grids. */
  rank: number
  /** Length over width that parts should have along v; 1 for no preference. */
  stretch: number
}

interface Candidate {
  axis: Axis
  spacing: number
  node: number
  score: number
  cut: Cut
  share: number
}

/** Cuts a face into `parts` faces of about equal weight and reasonable shape; returns them, always exactly that many. */
export function partitionFace(options: PartitionOptions, face: number, parts: number): number[] {
  if (parts <= 1) return [face]
  const { mesh } = options
  const loop = projectFaceLoop(mesh, face, options.cache)
  const samples = sampleLoop(loop, 56 + 5 * Math.min(parts, 16), weigher(options, loop))

  const along = cutAlongGuide(options, loop, samples, parts) ?? cutAlongLine(options, loop, samples, parts)
  if (!along)
    throw new Error(`a face of ${(samples.area / 1e6).toFixed(3)} km² cannot be cut into ${parts} parts`)
  const firstVertex = mesh.vertexCount
  const [left, right] = applyCut(mesh, loop, along.cut, along.line)
  rememberPlaces(options.cache, firstVertex, along.cut)
  const count = Math.min(parts - 1, Math.max(1, Math.round(parts * along.leftShare)))
  return [...partitionFace(options, left, count), ...partitionFace(options, right, parts - count)]
}

/** The vertices just made, in the order in which the cut has made them: their places in the frame are known. */
function rememberPlaces(
  cache: FrameCoordinateCache,
  firstVertex: number,
  { from, to, innerU, innerV }: Cut,
): void {
  let vertex = firstVertex
  if (from.fresh) cacheFrameCoordinates(cache, vertex++, from.u, from.v)
  if (to.fresh) cacheFrameCoordinates(cache, vertex++, to.u, to.v)
  for (let k = 0; k < innerU.length; k++) cacheFrameCoordinates(cache, vertex++, innerU[k]!, innerV[k]!)
}

/** Weights by place in the frame. A small face lies all in one bend: its middle's is good enough for all of it. */
function weigher(
  { cache: { frame }, field, weigh }: PartitionOptions,
  loop: FaceLoop,
): (u: number, v: number) => number {
  const place = new Float64Array(2)
  const middleU = (loop.minU + loop.maxU) / 2,
    middleV = (loop.minV + loop.maxV) / 2
  if (Math.max(loop.maxU - loop.minU, loop.maxV - loop.minV) > 5000) {
    return (u, v) => {
      frame.toPlaneRoughly(u, v, place)
      return weigh(field.people(place[0]!, place[1]!))
    }
  }
  frame.toPlane(middleU, middleV, place)
  const east = place[0]!,
    north = place[1]!
  return (u, v) => {
    const du = u - middleU,
      dv = v - middleV
    return weigh(
      field.people(east + frame.cos * du - frame.sin * dv, north + frame.sin * du + frame.cos * dv),
    )
  }
}

interface Choice {
  cut: Cut
  line: number
  leftShare: number
}

function cutAlongGuide(
  options: PartitionOptions,
  loop: FaceLoop,
  samples: LoopSamples,
  parts: number,
): Choice | undefined {
  const leaf = Math.sqrt(samples.area / parts)
  for (const { guide, cut } of buildCutsAlongGuides(
    options.mesh,
    loop,
    options.cache.frame,
    options.guides,
  )) {
    const leftShare = shareLeft(loop, samples, cut)
    if (oddness(leftShare, parts) > 2.1) continue
    if (isValidCut(options.mesh, loop, cut, 0.1 * leaf))
      return { cut, line: options.lines.guide(guide, options.rank), leftShare }
  }
  return undefined
}

function cutAlongLine(
  options: PartitionOptions,
  loop: FaceLoop,
  samples: LoopSamples,
  parts: number,
): Choice | undefined {
  const leaf = Math.sqrt(samples.area / parts)
  // strict first; then accept what is merely valid
  for (const strictness of [1, 0.6, 0.3, 0.1]) {
    const candidates = propose(options, loop, samples, parts, leaf, strictness)
    candidates.sort((a, b) => a.score - b.score)
    for (const candidate of candidates) {
      if (!isValidCut(options.mesh, loop, candidate.cut, 0.16 * leaf * strictness)) continue
      const line = options.lines.frame(
        options.cache.frame.id,
        candidate.axis,
        candidate.node,
        candidate.spacing,
        options.rank,
      )
      return { cut: candidate.cut, line, leftShare: candidate.share }
    }
  }
  return undefined
}

function propose(
  options: PartitionOptions,
  loop: FaceLoop,
  samples: LoopSamples,
  parts: number,
  leaf: number,
  strictness: number,
): Candidate[] {
  const candidates: Candidate[] = []
  const dice = (k: number) => hashToUnitInterval(options.family, loop.half[0]!, k)
  for (const axis of [0, 1] as const) {
    for (const [k, [low, high]] of fairRanges(samples, axis, parts, strictness).entries()) {
      const found = chooseFrameLine(options.family * 2 + axis, low, high)
      if (found)
        consider(
          options,
          loop,
          samples,
          parts,
          leaf,
          axis,
          found.value,
          found.spacing,
          found.node,
          candidates,
        )
      // lines of no family break the pattern now and then, and serve where the family's own do not fit
      const tries = strictness < 1 ? 4 : !found || dice(k) < 0.3 ? 1 : 0
      for (let attempt = 0; attempt < tries; attempt++) {
        const value =
          low + (high - low) * (0.5 + 0.25 * (dice(16 * k + 2 * attempt + axis) - 0.5) * (attempt + 1))
        consider(options, loop, samples, parts, leaf, axis, value, 0, 0, candidates)
      }
    }
  }
  return candidates
}

function consider(
  options: PartitionOptions,
  loop: FaceLoop,
  samples: LoopSamples,
  parts: number,
  leaf: number,
  axis: Axis,
  value: number,
  spacing: number,
  node: number,
  candidates: Candidate[],
): void {
  const landing = { junction: 0.17 * leaf, vertex: Math.min(60, 0.06 * leaf) }
  const chords = findChords(loop, axis, value)
  for (const [a, b] of chords) {
    const from = snapCutEnd(options.mesh, loop, a, landing)
    const to = snapCutEnd(options.mesh, loop, b, landing)
    if (!from || !to) continue
    const cut = buildCutAlongFrameLine(options.cache.frame, axis, value, from, to)
    const share = chords.length > 1 ? shareLeft(loop, samples, cut) : shareBeside(samples, axis, value)
    const odd = oddness(share, parts)
    if (odd > 2.5) continue
    const left = Math.min(parts - 1, Math.max(1, Math.round(parts * share)))
    const extent = axis === 0 ? loop.maxU - loop.minU : loop.maxV - loop.minV
    let score = shapeCost(loop, cut, left, parts - left, options.stretch) + 0.75 * (odd - 1)
    score += node === 0 ? 0.32 : 0.2 * Math.max(0, Math.sqrt(extent / spacing) - 1)
    if (from.crossing) score -= 0.14
    if (to.crossing) score -= 0.14
    candidates.push({ axis, spacing, node, score, cut, share })
  }
}

/** How unfair the fairest split into whole parts is: largest ratio of a part's weight to the mean. */
function oddness(share: number, parts: number): number {
  const left = Math.min(parts - 1, Math.max(1, Math.round(parts * share)))
  const one = (share * parts) / left,
    other = ((1 - share) * parts) / (parts - left)
  return Math.max(one, other, 1 / Math.max(one, 1e-9), 1 / Math.max(other, 1e-9))
}

/** Ranges of the coordinate across `axis` in which a cut would leave whole parts of about equal weight. */
function fairRanges(
  samples: LoopSamples,
  axis: Axis,
  parts: number,
  strictness: number,
): [low: number, high: number][] {
  const { low: start, width, share } = samples.profiles[axis]
  const most = 1 + (parts <= 3 ? 0.42 : 0.3) / Math.max(strictness, 0.4)
  const ranges: [number, number][] = []
  let open: [number, number] | undefined
  for (let k = 0; k < share.length; k++) {
    const fair = share[k]! > 0.17 && share[k]! < 0.83 && oddness(share[k]!, parts) <= most
    if (!fair) open = undefined
    else if (open) open[1] = start + k * width
    else ranges.push((open = [start + k * width, start + k * width]))
  }
  return ranges
}

/** Share of the weight left of a line that crosses the face once: u = value runs north, v = value runs east. */
function shareBeside(samples: LoopSamples, axis: Axis, value: number): number {
  const below = computeShareBelow(samples.profiles[axis], value)
  return axis === 0 ? below : 1 - below
}

/** Share of the face's weight left of the cut. */
function shareLeft(loop: FaceLoop, samples: LoopSamples, cut: Cut): number {
  const [left] = computeSideRings(loop, cut)
  let inside = 0
  for (let s = 0; s < samples.size; s++) {
    if (isPointInFlatRing(left.at, samples.u[s]!, samples.v[s]!, left.size)) inside += samples.weight[s]!
  }
  return inside / samples.total
}

/** 0 for two pieces that can become compact parts, more the longer or more ragged they are. */
function shapeCost(loop: FaceLoop, cut: Cut, left: number, right: number, stretch: number): number {
  const [one, other] = computeSideRings(loop, cut)
  return pieceCost(measureRing(one), left, stretch) + pieceCost(measureRing(other), right, stretch)
}

function pieceCost({ area, around, wide, tall }: RingMeasure, parts: number, stretch: number): number {
  // the best that straight cuts can make of a box of this shape, per part
  const aspect = tall / wide / stretch
  const slim = Math.max(aspect, 1 / aspect)
  const best = parts === 1 ? slim : slim > parts ? slim / parts : 1
  const stretched = (best - 1 / best) / 2
  const round = (4 * Math.PI * area) / (around * around)
  const filled = area / (wide * tall)
  const share = parts === 1 ? 1 : 0.6
  return (
    share * (0.7 * stretched * stretched + 3 * Math.max(0, 0.62 - round) + 1.2 * Math.max(0, 0.8 - filled))
  )
}
