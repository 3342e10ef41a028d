import { itemAt } from '../../geometry/at.ts'
import type { Point, Ring } from '../../geometry/lattice.ts'
import type { LatticeScale } from '../../geometry/measure.ts'
import { hasSegmentConflict } from '../../geometry/segments.ts'
import { locatePointInRing } from '../../geometry/shapes/point-in-polygon.ts'
import { borderKinds } from '../division-input.ts'
import { measureDistanceM } from '../measure-distance.ts'
import { createSegmentGrid, type IndexedSegment } from './segment-grid.ts'
import type { Chain } from './trace-borders.ts'

/** A vertex costs as much as this length, so that a border of few vertices is preferred. */
const VERTEX_M = 25
/** Largest distance between a straight border and what it replaces. */
const MAX_SHIFT_M = 35
/** Distance that a border keeps from walls, where the one it replaces does. */
const CLEARANCE_M = 2
const CLEARANCE_SHARE = 0.9
/** Longest run of vertices that one straight piece replaces. */
const MAX_RUN = 40
/** A vertex this near to the straight line through its neighbours, in lattice units, was added along it. */
const ON_LINE = 1.6

const FIRST_OFF_LINE = borderKinds.indexOf('compound')

/**
 * Straightens borders: along lines vertices that only divide them are left out, elsewhere the shortest way of few vertices
 * replaces the steps between buildings. No border passes over a building or a vertex of another border.
 */
export function straightenBorders(
  chains: readonly Chain[],
  land: readonly Ring[],
  footprints: readonly Ring[],
  scale: LatticeScale,
): Chain[] {
  const obstacles = createObstacles(chains, land, footprints, scale)
  return chains.map((chain, index) => {
    const straight = straightenChain(chain, index, obstacles)
    obstacles.replace(index, straight)
    return straight
  })
}

type Obstacles = ReturnType<typeof createObstacles>

function createObstacles(
  chains: readonly Chain[],
  land: readonly Ring[],
  footprints: readonly Ring[],
  scale: LatticeScale,
) {
  const walls = createSegmentGrid()
  const borders = createSegmentGrid()
  const segmentsOf: IndexedSegment[][] = []
  const addRing = (grid: typeof walls, ring: Ring, tag: number) =>
    ring.forEach((a, i) => grid.add({ a, b: itemAt(ring, (i + 1) % ring.length), tag }))
  footprints.forEach((ring, index) => addRing(walls, ring, index))
  for (const ring of land) addRing(borders, ring, -1)
  const replace = (index: number, { points }: Chain) => {
    for (const segment of segmentsOf[index] ?? []) borders.remove(segment)
    const segments = points.slice(1).map((b, i) => ({ a: itemAt(points, i), b, tag: index }))
    segmentsOf[index] = segments
    for (const segment of segments) borders.add(segment)
  }
  chains.forEach((chain, index) => replace(index, chain))
  const margin = Math.ceil(CLEARANCE_M / Math.min(scale.x, scale.y))

  /** Metres to the nearest wall, at most `CLEARANCE_M`. */
  function measureClearance(a: Point, b: Point): number {
    let least = CLEARANCE_M
    for (const wall of walls.near(a, b, margin)) {
      if (hasCrossing(a, b, wall.a, wall.b)) return 0
      least = Math.min(
        least,
        measureDistanceM(a, wall.a, wall.b, scale),
        measureDistanceM(b, wall.a, wall.b, scale),
        measureDistanceM(wall.a, a, b, scale),
        measureDistanceM(wall.b, a, b, scale),
      )
    }
    return least
  }

  /** Whether a straight piece instead of the points between crosses nothing and passes over nothing. */
  function isFree(index: number, points: readonly Point[], from: number, to: number): boolean {
    const [a, b] = [itemAt(points, from), itemAt(points, to)]
    const own = new Set(segmentsOf[index]?.slice(from, to))
    for (const border of borders.near(a, b, 1))
      if (!own.has(border) && hasSegmentConflict(a, b, border.a, border.b)) return false
    const passed = points.slice(from, to + 1)
    const xs = passed.map(([x]) => x)
    const ys = passed.map(([, y]) => y)
    const [low, high]: [Point, Point] = [
      [Math.min(...xs), Math.min(...ys)],
      [Math.max(...xs), Math.max(...ys)],
    ]
    const isPassed = ([x, y]: Point) => locatePointInRing(passed, x, y) === 'inside'
    for (const border of borders.near(low, high, 0)) if (!own.has(border) && isPassed(border.a)) return false
    for (const wall of walls.near(low, high, 0)) if (isPassed(wall.a)) return false
    return true
  }

  return { replace, measureClearance, isFree, scale }
}

function straightenChain(chain: Chain, index: number, obstacles: Obstacles): Chain {
  const { points, kinds } = chain
  // a closed border keeps two of its vertices, so that it stays a ring
  const kept: number[] = [0]
  for (let from = 0; from < kinds.length;) {
    const onLine = itemAt(kinds, from) < FIRST_OFF_LINE
    let to = from
    while (to < kinds.length && itemAt(kinds, to) < FIRST_OFF_LINE === onLine) to++
    kept.push(
      ...(onLine ? keepCorners(points, from, to) : findShortestWay(points, from, to, index, obstacles)),
    )
    from = to
  }
  if (kept.length < 4 && String(points[0]) === String(points.at(-1))) return chain
  const next: Chain = { ...chain, points: kept.map((at) => itemAt(points, at)), kinds: [] }
  for (let i = 1; i < kept.length; i++) next.kinds.push(itemAt(kinds, itemAt(kept, i - 1)))
  return next
}

/** Positions after `from`, up to `to`, of the vertices at which a line bends. */
function keepCorners(points: readonly Point[], from: number, to: number): number[] {
  const kept: number[] = []
  let last = from
  for (let at = from + 1; at < to; at++) {
    const isStraight = points
      .slice(last + 1, at + 1)
      .every((point) => distance(point, itemAt(points, last), itemAt(points, at + 1)) <= ON_LINE)
    if (isStraight) continue
    kept.push(at)
    last = at
  }
  return [...kept, to]
}

/** Positions after `from`, up to `to`, of the vertices of the best way: short, with few vertices. */
function findShortestWay(
  points: readonly Point[],
  from: number,
  to: number,
  index: number,
  { measureClearance, isFree, scale }: Obstacles,
): number[] {
  const clearances: number[] = []
  for (let i = from; i < to; i++) clearances[i] = measureClearance(itemAt(points, i), itemAt(points, i + 1))
  const cost = new Map<number, number>([[from, 0]])
  const before = new Map<number, number>()
  for (let i = from; i < to; i++) {
    const soFar = cost.get(i)
    if (soFar === undefined) continue
    let clearance = CLEARANCE_M
    for (let j = i + 1; j <= Math.min(to, i + MAX_RUN); j++) {
      clearance = Math.min(clearance, clearances[j - 1] ?? 0)
      const [a, b] = [itemAt(points, i), itemAt(points, j)]
      const total = soFar + VERTEX_M + Math.hypot((a[0] - b[0]) * scale.x, (a[1] - b[1]) * scale.y)
      if (total >= (cost.get(j) ?? Infinity)) continue
      if (j > i + 1 && !mayReplace(i, j, clearance)) continue
      cost.set(j, total)
      before.set(j, i)
    }
  }
  const way: number[] = []
  for (let at = to; at > from; at = before.get(at) ?? from) way.unshift(at)
  return way

  function mayReplace(i: number, j: number, clearance: number): boolean {
    const [a, b] = [itemAt(points, i), itemAt(points, j)]
    if (String(a) === String(b)) return false
    for (let at = i + 1; at < j; at++)
      if (measureDistanceM(itemAt(points, at), a, b, scale) > MAX_SHIFT_M) return false
    return measureClearance(a, b) >= CLEARANCE_SHARE * clearance - 1e-9 && isFree(index, points, i, j)
  }
}

function distance(point: Point, a: Point, b: Point): number {
  return measureDistanceM(point, a, b, { x: 1, y: 1 })
}

/** Whether two segments meet at all. */
function hasCrossing(a: Point, b: Point, c: Point, d: Point): boolean {
  const side = (p: Point, q: Point, r: Point) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))
  return side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)
}
