import Flatbush from 'flatbush'
import { itemAt } from '../../geometry/at.ts'
import type { Point } from '../../geometry/lattice.ts'
import {
  computeIntersection,
  hasProperIntersection,
  isSamePoint,
  projectOntoSegment,
} from '../../geometry/segments.ts'

/** A piece of a line. `source` is what the caller numbers it with. */
export interface Segment {
  a: Point
  b: Point
  source: number
}

/** Rounding moves a node by less than a unit, so that new crossings are rare: real data need three rounds. */
const MAX_ROUNDS = 16
/** Of the distance, in lattice units, by which rounding moves a node at most. */
const ROUNDING_SQUARED = 0.5

/**
 * Divides segments wherever they cross or touch, so that they meet in common ends only. Nodes are rounded to the lattice;
 * an end that lies on another segment but for rounding becomes a node of it.
 */
export function nodeSegments(segments: readonly Segment[]): Segment[] {
  let noded = segments.filter(({ a, b }) => !isSamePoint(a, b))
  let fresh = noded.map(() => true)
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const nodes = findNodes(noded, fresh)
    if (nodes.size === 0) break
    const next: Segment[] = []
    const isFresh: boolean[] = []
    noded.forEach((segment, index) => {
      const points = nodes.get(index)
      if (points === undefined) {
        next.push(segment)
        isFresh.push(false)
        return
      }
      for (const part of divide(segment, points)) {
        next.push(part)
        isFresh.push(true)
      }
    })
    noded = next
    fresh = isFresh
  }
  return noded
}

/** Returns the points at which segments have to be divided; pairs of two old segments are known not to meet. */
function findNodes(segments: readonly Segment[], fresh: readonly boolean[]): Map<number, Point[]> {
  const nodes = new Map<number, Point[]>()
  if (segments.length === 0) return nodes
  const index = new Flatbush(segments.length)
  for (const { a, b } of segments)
    index.add(
      Math.min(a[0], b[0]) - 1,
      Math.min(a[1], b[1]) - 1,
      Math.max(a[0], b[0]) + 1,
      Math.max(a[1], b[1]) + 1,
    )
  index.finish()
  const add = (segment: number, point: Point) => {
    const { a, b } = itemAt(segments, segment)
    if (isSamePoint(point, a) || isSamePoint(point, b)) return
    const points = nodes.get(segment)
    if (points) points.push(point)
    else nodes.set(segment, [point])
  }
  for (let i = 0; i < segments.length; i++) {
    if (fresh[i] !== true) continue
    const { a, b } = itemAt(segments, i)
    const near = index.search(
      Math.min(a[0], b[0]) - 1,
      Math.min(a[1], b[1]) - 1,
      Math.max(a[0], b[0]) + 1,
      Math.max(a[1], b[1]) + 1,
      (j) => j > i || (j < i && fresh[j] !== true),
    )
    for (const j of near) {
      const { a: c, b: d } = itemAt(segments, j)
      let touches = false
      for (const end of [c, d])
        if (isInside(end, a, b)) {
          add(i, end)
          touches = true
        }
      for (const end of [a, b])
        if (isInside(end, c, d)) {
          add(j, end)
          touches = true
        }
      if (!touches && hasProperIntersection(a, b, c, d)) {
        const node = computeIntersection(a, b, c, d)
        add(i, node)
        add(j, node)
      }
    }
  }
  return nodes
}

/** Whether a point lies beside the segment, as near as rounding may have moved it, and is not one of its ends. */
function isInside(point: Point, a: Point, b: Point): boolean {
  if (isSamePoint(point, a) || isSamePoint(point, b)) return false
  if (
    point[0] < Math.min(a[0], b[0]) - 1 ||
    point[0] > Math.max(a[0], b[0]) + 1 ||
    point[1] < Math.min(a[1], b[1]) - 1 ||
    point[1] > Math.max(a[1], b[1]) + 1
  )
    return false
  const { squared, along } = projectOntoSegment(point, a, b)
  return along > 0 && along < 1 && squared <= ROUNDING_SQUARED
}

function divide({ a, b, source }: Segment, points: readonly Point[]): Segment[] {
  const along = points
    .map((point) => ({ point, along: projectOntoSegment(point, a, b).along }))
    .sort((one, other) => one.along - other.along || one.point[0] - other.point[0])
  const chain = [a, ...along.map(({ point }) => point), b]
  const parts: Segment[] = []
  for (let i = 1; i < chain.length; i++) {
    const [from, to] = [itemAt(chain, i - 1), itemAt(chain, i)]
    if (!isSamePoint(from, to)) parts.push({ a: from, b: to, source })
  }
  return parts
}

/** Divides a segment into equal parts of at most `longest` metres, at lattice points. */
export function densify(
  a: Point,
  b: Point,
  longest: number,
  metres: { x: number; y: number },
  add: (from: Point, to: Point) => void,
): void {
  const length = Math.hypot((b[0] - a[0]) * metres.x, (b[1] - a[1]) * metres.y)
  const parts = Math.max(1, Math.ceil(length / longest))
  let from = a
  for (let part = 1; part <= parts; part++) {
    const share = part / parts
    const to: Point =
      part === parts
        ? b
        : [Math.round(a[0] + share * (b[0] - a[0])), Math.round(a[1] + share * (b[1] - a[1]))]
    add(from, to)
    from = to
  }
}

/** Numbers points by their coordinates; they lie within 3° of each other. */
export function createVertexTable() {
  const numbers = new Map<number, number>()
  const points: Point[] = []
  let origin: Point | null = null
  return {
    points,
    numberOf(point: Point): number {
      // by the distance from the first point: a whole coordinate beside another one is more than a number can hold
      origin ??= point
      const key = (point[0] - origin[0]) * 2 ** 26 + (point[1] - origin[1])
      const known = numbers.get(key)
      if (known !== undefined) return known
      numbers.set(key, points.length)
      points.push(point)
      return points.length - 1
    },
  }
}
