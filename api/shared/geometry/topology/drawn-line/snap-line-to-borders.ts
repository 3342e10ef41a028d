import { itemAt } from '../../at.ts'
import type { Point } from '../../lattice.ts'
import { type Reason, type Result, ok, reject } from '../../result.ts'
import {
  hasSegmentConflict,
  computeIntersection,
  hasProperIntersection,
  isSamePoint,
  projectOntoSegment,
} from '../../segments.ts'
import { type BorderEdge, type BorderIndex, toEdgeKey } from '../border-index.ts'
import { dropLoops } from './drop-loops.ts'
import { findLineConflict } from './find-line-conflict.ts'
import { createNearSearch } from '../near-search.ts'

/**
 * Lattice units (about 1 cm each) within which a drawn line snaps to a vertex or border. Far above the half
 * unit by which rounding moves a crossing, so that rounding never changes the side of a vertex on which a
 * line passes.
 */
export const LINE_SNAP_DISTANCE = 30

/** A line may cross borders so many times; a cut through the largest street crosses some hundred. */
const MAX_CROSSINGS = 1000

export interface SnappedLine {
  /** The line with every vertex it meets and every crossing as a point. */
  points: Point[]
  /** Whether each point is a vertex of a border, old or new. */
  onBorder: boolean[]
  /**
   * New vertices on old edges by edge key, in the order from the smaller end of the edge to the larger one.
   */
  inserted: ReadonlyMap<string, readonly Point[]>
  /** Keys of the pieces into which those vertices divide the old edges. */
  pieces: ReadonlySet<string>
}

/**
 * Snaps a drawn line to the borders: moves points near a vertex or border onto it, bends the line through
 * vertices it passes closely, and divides it where it crosses. Both sides of a border receive the same new
 * vertices.
 */
export function snapLineToBorders(
  borders: BorderIndex,
  drawn: readonly Point[],
  {
    maxLoopM2 = 0,
  }: {
    /** Loops of the line up to this size are dropped; 0: a line that crosses itself is rejected. */
    maxLoopM2?: number
  } = {},
): Result<SnappedLine> {
  const distinct = drawn.filter((point, i) => i === 0 || !isSamePoint(point, itemAt(drawn, i - 1)))
  const defect = findInputDefect(drawn, distinct)
  if (defect) return { ok: false, reason: defect }
  const clean = maxLoopM2 > 0 ? dropLoops(distinct, maxLoopM2) : distinct
  const problem = findLineDefect(drawn, clean)
  if (problem) return { ok: false, reason: problem }

  const insertedOn = new Map<string, { edge: BorderEdge; list: Point[] }>()
  const insert = (edge: BorderEdge, point: Point) => {
    const entry = insertedOn.get(edge.key) ?? { edge, list: [] }
    if (!entry.list.some((known) => isSamePoint(known, point))) entry.list.push(point)
    insertedOn.set(edge.key, entry)
  }
  // 1. move points near a vertex or border onto it
  let points = clean
    .map((point) => snapPoint(borders, point, insert))
    .filter((point, i, all) => i === 0 || !isSamePoint(point, itemAt(all, i - 1)))
  if (points.length < 2) return reject('zero_length', { at: points[0] })
  // 2. bend the line through vertices it passes closely; this may bring it close to others
  const fresh = [...insertedOn.values()].flatMap(({ list }) => list)
  for (let round = 0; round < 4; round++) {
    const bent = bendThrough(borders, points, fresh)
    if (bent.length === points.length) break
    points = bent
  }
  // 3. divide it where it crosses a border, including the borders with new vertices of step 1
  const pieces = new Map(
    [...insertedOn].map(([key, { edge, list }]) => [key, divideEdge(edge, alongEdge(edge, list))]),
  )
  let crossings = 0
  let tooManyAt: Point | undefined
  points = points
    .flatMap((from, i): Point[] => {
      const to = points[i + 1]
      if (to === undefined || tooManyAt !== undefined) return [from]
      const found: { at: Point; along: number }[] = []
      for (const edge of borders.edgesNear(from, to, 0)) {
        for (const [a, b] of pieces.get(edge.key) ?? [[edge.a, edge.b] as const]) {
          if (!doBoxesMeet(from, to, a, b) || !hasProperIntersection(from, to, a, b)) continue
          const at = computeIntersection(from, to, a, b)
          insert(edge, at)
          found.push({ at, along: projectOntoSegment(at, from, to).along })
        }
      }
      crossings += found.length
      if (crossings > MAX_CROSSINGS) tooManyAt = to
      found.sort((one, other) => one.along - other.along)
      return [from, ...found.map(({ at }) => at)]
    })
    .filter((point, i, all) => i === 0 || !isSamePoint(point, itemAt(all, i - 1)))

  if (tooManyAt !== undefined) return reject('too_many_crossings', { count: MAX_CROSSINGS, at: tooManyAt })
  if (maxLoopM2 > 0) points = dropLoops(points, maxLoopM2)
  if (points.length < 2) return reject('zero_length', { at: points[0] })

  const inserted = new Map<string, Point[]>()
  const touched: BorderEdge[] = []
  for (const [key, { edge, list }] of insertedOn) {
    inserted.set(key, alongEdge(edge, list))
    touched.push(edge)
  }
  const crossesItself = findLineConflict(points)
  if (crossesItself) return reject('self_crossing', { at: crossesItself })
  const clash = findClash(borders, points, touched, inserted)
  if (clash) return reject('too_close', { at: clash })
  const newVertices = new Set([...inserted.values()].flat().map(String))
  return ok({
    points,
    onBorder: points.map((point) => borders.isVertex(point) || newVertices.has(String(point))),
    inserted,
    pieces: new Set(
      touched.flatMap((edge) => divideEdge(edge, inserted.get(edge.key)).map(([a, b]) => toEdgeKey(a, b))),
    ),
  })
}

function findInputDefect(drawn: readonly Point[], distinct: readonly Point[]): Reason | null {
  for (const [x, y] of drawn) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return { code: 'not_a_number' }
    if (!Number.isInteger(x) || !Number.isInteger(y) || Math.abs(x) > 1.8e9 || Math.abs(y) > 9e8)
      return { code: 'outside_lattice', at: [x, y] }
  }
  if (drawn.length < 2) return { code: 'too_few_points', at: drawn[0] }
  return distinct.length < 2 ? { code: 'zero_length', at: drawn[0] } : null
}

function findLineDefect(drawn: readonly Point[], clean: readonly Point[]): Reason | null {
  if (clean.length < 2) return { code: 'zero_length', at: drawn[0] }
  const at = findLineConflict(clean)
  return at ? { code: 'self_crossing', at } : null
}

function snapPoint(borders: BorderIndex, point: Point, insert: (edge: BorderEdge, at: Point) => void): Point {
  let nearest: Point | undefined
  let squared = LINE_SNAP_DISTANCE * LINE_SNAP_DISTANCE
  for (const vertex of borders.verticesNear(point, point, LINE_SNAP_DISTANCE)) {
    const distance = (vertex[0] - point[0]) ** 2 + (vertex[1] - point[1]) ** 2
    if (distance > squared) continue
    squared = distance
    nearest = vertex
  }
  if (nearest) return nearest
  let best: { edge: BorderEdge; along: number } | undefined
  squared = LINE_SNAP_DISTANCE * LINE_SNAP_DISTANCE
  for (const edge of borders.edgesNear(point, point, LINE_SNAP_DISTANCE)) {
    const to = projectOntoSegment(point, edge.a, edge.b)
    if (to.squared > squared) continue
    squared = to.squared
    best = { edge, along: to.along }
  }
  if (!best) return point
  const { a, b } = best.edge
  const at: Point = [
    Math.round(a[0] + best.along * (b[0] - a[0])),
    Math.round(a[1] + best.along * (b[1] - a[1])),
  ]
  insert(best.edge, at)
  return at
}

function bendThrough(borders: BorderIndex, points: readonly Point[], fresh: readonly Point[]): Point[] {
  const freshNear = createNearSearch(fresh, (vertex) => [vertex, vertex])
  return points.flatMap((from, i): Point[] => {
    const to = points[i + 1]
    if (to === undefined) return [from]
    const near: { vertex: Point; along: number }[] = []
    for (const vertex of [borders.verticesNear, freshNear].flatMap((search) =>
      search(from, to, LINE_SNAP_DISTANCE),
    )) {
      if (isSamePoint(vertex, from) || isSamePoint(vertex, to)) continue
      const { squared, along } = projectOntoSegment(vertex, from, to)
      if (squared <= LINE_SNAP_DISTANCE * LINE_SNAP_DISTANCE && along > 0 && along < 1)
        near.push({ vertex, along })
    }
    near.sort((p, q) => p.along - q.along)
    return [from, ...near.map(({ vertex }) => vertex)]
  })
}

const alongEdge = ({ a, b }: BorderEdge, points: readonly Point[]): Point[] =>
  points.toSorted((p, q) => projectOntoSegment(p, a, b).along - projectOntoSegment(q, a, b).along)

/** Returns the pieces into which the points divide an edge; they are ordered from `a` to `b`. */
export function divideEdge({ a, b }: BorderEdge, points: readonly Point[] = []): [Point, Point][] {
  const chain = [a, ...points, b]
  return chain.slice(1).map((end, i) => [itemAt(chain, i), end])
}

/** Whether the boxes of two segments meet: far cheaper than the exact test, which most pairs then need not. */
const doBoxesMeet = (a: Point, b: Point, c: Point, d: Point): boolean =>
  Math.max(a[0], b[0]) >= Math.min(c[0], d[0]) &&
  Math.min(a[0], b[0]) <= Math.max(c[0], d[0]) &&
  Math.max(a[1], b[1]) >= Math.min(c[1], d[1]) &&
  Math.min(a[1], b[1]) <= Math.max(c[1], d[1])

/** Exact check of the rounded result: two pieces may meet only in a common vertex. */
function findClash(
  borders: BorderIndex,
  points: readonly Point[],
  touched: readonly BorderEdge[],
  inserted: ReadonlyMap<string, readonly Point[]>,
): Point | null {
  const pieces = new Map(touched.map((edge) => [edge.key, divideEdge(edge, inserted.get(edge.key))]))
  const clashes = (from: Point, to: Point) =>
    borders
      .edgesNear(from, to, 1)
      .some((edge) =>
        (pieces.get(edge.key) ?? [[edge.a, edge.b] as const]).some(
          ([a, b]) => doBoxesMeet(from, to, a, b) && hasSegmentConflict(from, to, a, b),
        ),
      )
  for (let i = 0; i + 1 < points.length; i++)
    if (clashes(itemAt(points, i), itemAt(points, i + 1))) return itemAt(points, i)
  for (const list of pieces.values()) for (const [a, b] of list) if (clashes(a, b)) return a
  return null
}
