import { lineString, simplify } from '@turf/turf'
import { itemAt } from '#shared/geometry/at.ts'
import type { CellSet } from '#shared/geometry/cell-set.ts'
import type { Point } from '#shared/geometry/lattice.ts'
import { isSamePosition } from '../draft-editor/operation-preview.ts'
import { type SnappedPoint, snapToTargets } from '../draft-editor/snap-to-targets.ts'
import type { SnapTargets } from '../draft-editor/snap-targets.ts'
import { traceSnappedPath } from '../draft-editor/trace-snapped-path.ts'

export interface StrokeOptions {
  set: CellSet
  guides: SnapTargets
  /** Lattice units north and south within which a stroke is drawn onto a border, road or bank; 0: onto none. */
  tolerance: number
  /** Lattice units under one pixel: what is smaller was not meant. */
  pixel: number
  /** Length of a lattice unit of longitude in units of latitude. */
  stretch: number
}

export interface FittedStroke {
  points: readonly Point[]
  /** The last point, and what it lies on. */
  last: SnappedPoint
}

/** Pixels by which a simplified stroke may differ from the drawn one in any case: less was not meant. */
const SIMPLIFIED_PX = 1.5
/** The same as a share of the tolerance: who draws coarsely does not mean the trembling of the hand. */
const SIMPLIFIED_SHARE = 0.3
/** A stroke follows a line along which it runs for this many tolerances; one that it only crosses, it crosses. */
const FOLLOWED_TOLERANCES = 3.2
/** Pixels between two samples. */
const SAMPLE_PX = 3
/** More samples are not looked at: a stroke over a whole street has some hundreds. */
const MOST_SAMPLES = 1200

/**
 * Turns a freehand stroke into a line: along borders, roads and banks where it runs beside them within the tolerance, and
 * simplified elsewhere. What leaves a line by more than the tolerance stays as it was drawn. null: it has no length.
 */
export function fitStroke(stroke: readonly Point[], options: StrokeOptions): FittedStroke | null {
  const samples = sampleStroke(stroke, options)
  if (samples.length < 2) return null
  const snaps = samples.map((point) => snap(point, options))
  const points: Point[] = []
  let from = 0
  for (const run of findFollowedRuns(samples, snaps, options)) {
    points.push(...simplifyPart(samples.slice(from, run.from + 1), options).slice(0, -1), ...run.path)
    from = run.to
  }
  const rest = simplifyPart(samples.slice(from), options)
  points.push(...(from === 0 ? rest : rest.slice(1)))
  const last = itemAt(snaps, snaps.length - 1)
  points[0] = itemAt(snaps, 0).point
  if (points.length > 1) points[points.length - 1] = last.point
  const distinct = removeSpikes(points)
  return distinct.length < 2 ? null : { points: distinct, last }
}

function snap(point: Point, { set, guides, tolerance, stretch }: StrokeOptions): SnappedPoint {
  return tolerance > 0 ? snapToTargets(set, guides, point, tolerance, stretch) : { point, on: null, ends: [] }
}

/** Points at equal distances along the stroke, and its ends. */
function sampleStroke(stroke: readonly Point[], options: StrokeOptions): Point[] {
  const total = measureWay(stroke, options)
  const spacing = Math.max(SAMPLE_PX * options.pixel, total / MOST_SAMPLES)
  const samples: Point[] = stroke.slice(0, 1).map(([x, y]): Point => [x, y])
  let ahead = spacing
  for (let i = 1; i < stroke.length; i++) {
    const [a, b] = [itemAt(stroke, i - 1), itemAt(stroke, i)]
    const part = measureWay([a, b], options)
    for (; ahead <= part; ahead += spacing)
      samples.push([
        Math.round(a[0] + ((b[0] - a[0]) * ahead) / part),
        Math.round(a[1] + ((b[1] - a[1]) * ahead) / part),
      ])
    ahead -= part
  }
  const end = stroke.at(-1)
  if (end !== undefined && total > 0 && !isSamePosition(samples.at(-1), end)) samples.push([end[0], end[1]])
  return total > 0 ? samples : []
}

interface FollowedRun {
  /** Positions of its first and last sample. */
  from: number
  to: number
  path: Point[]
}

/** Parts of the stroke that run along lines, in order. */
function findFollowedRuns(
  samples: readonly Point[],
  snaps: readonly SnappedPoint[],
  options: StrokeOptions,
): FollowedRun[] {
  const runs: FollowedRun[] = []
  for (let from = 0; from < snaps.length;) {
    const run = followLine(snaps, from, options)
    const walked = measureWay(samples.slice(from, run.to + 1), options)
    if (run.to > from && walked >= FOLLOWED_TOLERANCES * options.tolerance) runs.push(run)
    from = run.to > from ? run.to : from + 1
  }
  return runs
}

/** The way along lines from one sample as far as the samples lie on them. */
function followLine(snaps: readonly SnappedPoint[], from: number, options: StrokeOptions): FollowedRun {
  const path = [itemAt(snaps, from).point]
  let to = from
  while (to + 1 < snaps.length) {
    const [here, next] = [itemAt(snaps, to), itemAt(snaps, to + 1)]
    const hop = hopAlong(here, next, options)
    if (hop === null) break
    if (here.on === 'vertex') path.push(here.point)
    path.push(...hop)
    to++
  }
  return { from, to, path: removeSpikes([...path, itemAt(snaps, to).point]) }
}

/** The vertices between two neighbouring samples along lines; null: no line leads from one to the other. */
function hopAlong(from: SnappedPoint, to: SnappedPoint, options: StrokeOptions): readonly Point[] | null {
  if (from.on === null || to.on === null) return null
  const straight = measureWay([from.point, to.point], options)
  if (straight === 0) return []
  const hop = traceSnappedPath(options.set, options.guides, from, to, options.stretch)
  if (hop.length === 0 && !sharesStretch(from, to)) return null
  const along = measureWay([from.point, ...hop, to.point], options)
  return along <= 2 * straight + options.tolerance ? hop : null
}

const measureWay = (way: readonly Point[], { stretch }: StrokeOptions): number =>
  way.slice(1).reduce((sum, [x, y], i) => {
    const [fromX, fromY] = itemAt(way, i)
    return sum + Math.hypot((x - fromX) * stretch, y - fromY)
  }, 0)

/** Whether both lie on one stretch, or at one of its ends. */
function sharesStretch(one: SnappedPoint, other: SnappedPoint): boolean {
  const [fewer, more] = one.ends.length < other.ends.length ? [one, other] : [other, one]
  return fewer.ends.every((end) => more.ends.some((each) => isSamePosition(end, each)))
}

function simplifyPart(part: readonly Point[], { pixel, stretch, tolerance }: StrokeOptions): Point[] {
  if (part.length < 3) return [...part]
  const smallest = Math.max(SIMPLIFIED_PX * pixel, SIMPLIFIED_SHARE * tolerance)
  const flat = lineString(part.map(([x, y]) => [x * stretch, y]))
  const { coordinates } = simplify(flat, { tolerance: smallest, highQuality: true }).geometry
  return coordinates.map(([x = 0, y = 0]): Point => [Math.round(x / stretch), Math.round(y)])
}

/** Without points that are there twice in a row, and without ways there and back again. */
function removeSpikes(points: readonly Point[]): Point[] {
  const kept: Point[] = []
  for (const point of points) {
    if (isSamePosition(kept.at(-1), point)) continue
    if (isSamePosition(kept.at(-2), point)) kept.pop()
    else kept.push(point)
  }
  return kept
}
