import { itemAt } from '../at.ts'
import type { Point } from '../lattice.ts'
import { type Reason, type Result, ok, reject } from '../result.ts'
import {
  hasSegmentConflict,
  computeIntersection,
  hasProperIntersection,
  isSamePoint,
  projectOntoSegment,
} from '../segments.ts'
import { type BorderEdge, type BorderIndex, toEdgeKey } from './border-index.ts'
import { dropLoops } from './drop-loops.ts'

/**
 * Lattice units (about 1 cm each) within which a drawn line snaps to a vertex or border. Far above the half
 * unit by which rounding moves a crossing, so that rounding never changes the side of a vertex on which a
 * line passes.
 */
export const LINE_SNAP_DISTANCE = 30

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
  const whole = new Map([...insertedOn].map(([key, { edge, list }]) => [key, alongEdge(edge, list)]))
  points = points
    .flatMap((from, i): Point[] => {
      const to = points[i + 1]
      if (to === undefined) return [from]
      const found: { at: Point; along: number }[] = []
      for (const edge of borders.edgesNear(from, to, 0)) {
        for (const [a, b] of divideEdge(edge, whole)) {
          if (!hasProperIntersection(from, to, a, b)) continue
          const at = computeIntersection(from, to, a, b)
          insert(edge, at)
          found.push({ at, along: projectOntoSegment(at, from, to).along })
        }
      }
      found.sort((one, other) => one.along - other.along)
      return [from, ...found.map(({ at }) => at)]
    })
    .filter((point, i, all) => i === 0 || !isSamePoint(point, itemAt(all, i - 1)))

  if (maxLoopM2 > 0) points = dropLoops(points, maxLoopM2)
  if (points.length < 2) return reject('zero_length', { at: points[0] })

  const inserted = new Map<string, Point[]>()
  const touched: BorderEdge[] = []
  for (const [key, { edge, list }] of insertedOn) {
    inserted.set(key, alongEdge(edge, list))
    touched.push(edge)
  }
  const crossesItself = selfConflict(points)
  if (crossesItself) return reject('self_crossing', { at: crossesItself })
  const clash = findClash(borders, points, touched, inserted)
  if (clash) return reject('too_close', { at: clash })
  const newVertices = new Set([...inserted.values()].flat().map(String))
  return ok({
    points,
    onBorder: points.map((point) => borders.isVertex(point) || newVertices.has(String(point))),
    inserted,
    pieces: new Set(touched.flatMap((edge) => divideEdge(edge, inserted).map(([a, b]) => toEdgeKey(a, b)))),
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
  const at = selfConflict(clean)
  return at ? { code: 'self_crossing', at } : null
}

/** Returns a point at which the line meets itself; the ends of a closed line may meet. */
function selfConflict(line: readonly Point[]): Point | null {
  const last = line.length - 1
  for (let i = 0; i < last; i++) {
    for (let j = i + 1; j < last; j++) {
      const consecutive =
        j === i + 1 || (i === 0 && j === last - 1 && isSamePoint(itemAt(line, 0), itemAt(line, last)))
      const meets =
        hasSegmentConflict(itemAt(line, i), itemAt(line, i + 1), itemAt(line, j), itemAt(line, j + 1)) ||
        // hasSegmentConflict() allows a common end, which only consecutive segments may have
        (!consecutive &&
          [itemAt(line, i), itemAt(line, i + 1)].some(
            (point) => isSamePoint(point, itemAt(line, j)) || isSamePoint(point, itemAt(line, j + 1)),
          ))
      if (meets) return itemAt(line, j)
    }
  }
  return null
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
  return points.flatMap((from, i): Point[] => {
    const to = points[i + 1]
    if (to === undefined) return [from]
    const near: { vertex: Point; along: number }[] = []
    for (const vertex of [...borders.verticesNear(from, to, LINE_SNAP_DISTANCE), ...fresh]) {
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

/** Returns the pieces of an edge between its new vertices. */
export function divideEdge(
  { key, a, b }: BorderEdge,
  inserted: ReadonlyMap<string, readonly Point[]>,
): [Point, Point][] {
  const chain = [a, ...(inserted.get(key) ?? []), b]
  return chain.slice(1).map((end, i) => [itemAt(chain, i), end])
}

/** Exact check of the rounded result: two pieces may meet only in a common vertex. */
function findClash(
  borders: BorderIndex,
  points: readonly Point[],
  touched: readonly BorderEdge[],
  inserted: ReadonlyMap<string, readonly Point[]>,
): Point | null {
  const clashes = (from: Point, to: Point) =>
    borders
      .edgesNear(from, to, 1)
      .some((edge) => divideEdge(edge, inserted).some(([a, b]) => hasSegmentConflict(from, to, a, b)))
  for (let i = 0; i + 1 < points.length; i++)
    if (clashes(itemAt(points, i), itemAt(points, i + 1))) return itemAt(points, i)
  for (const edge of touched) for (const [a, b] of divideEdge(edge, inserted)) if (clashes(a, b)) return a
  return null
}
