import { sideOfRing } from './contains-point.ts'
import type { MultiPolygon, Point, Polygon, Ring } from './lattice.ts'
import { doubleArea } from './ring-area.ts'

/** A directed edge with the inside on its left. */
export interface DirectedEdge { from: Point; to: Point }

/**
 * Polygons from directed edges that bound them: at every point as many edges arrive as leave. Rings come out simple;
 * those that touch in a point stay apart, as OGC wants it. An edge together with its opposite is a cut: the inside on
 * one side becomes another polygon than that on the other side, if the cut goes all the way.
 */
export function ringsFromEdges(edges: readonly DirectedEdge[]): MultiPolygon {
  return assemble(walkAround(edges).flatMap(splitAtRepeatedPoints))
}

export const keyOf = ([x, y]: Point): string => `${x},${y}`

interface Walked extends DirectedEdge { walked: boolean }

/** Closed walks; where several edges leave a point, the one that bounds the same inside. */
function walkAround(edges: readonly DirectedEdge[]): Point[][] {
  const leaving = new Map<string, Walked[]>()
  for (const { from, to } of edges) {
    const here = leaving.get(keyOf(from))
    const edge = { from, to, walked: false }
    if (here) here.push(edge)
    else leaving.set(keyOf(from), [edge])
  }
  const walks: Point[][] = []
  for (const here of leaving.values()) {
    for (const start of here) {
      const walk: Point[] = []
      for (let edge = start; !edge.walked; edge = nextEdge(edge, leaving.get(keyOf(edge.to)) ?? [])) {
        edge.walked = true
        walk.push(edge.from)
      }
      if (walk.length > 0) walks.push(walk)
    }
  }
  return walks
}

/** The first edge clockwise from the way back: between the two lies the inside. */
function nextEdge(arriving: DirectedEdge, candidates: Walked[]): Walked {
  if (candidates.length === 0) throw new RangeError('the edges do not close')
  if (candidates.length === 1) return candidates[0]
  const back = direction(arriving.to, arriving.from)
  return candidates.reduce((best, edge) => (comesFirstClockwise(back, direction(edge.from, edge.to), direction(best.from, best.to)) ? edge : best))
}

type Direction = readonly [dx: number, dy: number]

const direction = (from: Point, to: Point): Direction => [to[0] - from[0], to[1] - from[1]]

const cross = (a: Direction, b: Direction) => a[0] * b[1] - a[1] * b[0]

/** Whether, turning clockwise from `start`, `a` is met before `b`; the way back itself comes last. */
function comesFirstClockwise(start: Direction, a: Direction, b: Direction): boolean {
  const halfTurn = (d: Direction) => {
    const turn = cross(start, d)
    if (turn !== 0) return turn < 0 ? 0 : 2
    return start[0] * d[0] + start[1] * d[1] < 0 ? 1 : 3
  }
  const [halfA, halfB] = [halfTurn(a), halfTurn(b)]
  return halfA === halfB ? cross(a, b) < 0 : halfA < halfB
}

/** A walk that comes through a point twice is several rings that touch there. */
function splitAtRepeatedPoints(walk: Point[]): Point[][] {
  const rings: Point[][] = []
  const open: Point[] = []
  const placeOf = new Map<string, number>()
  for (const point of walk) {
    const place = placeOf.get(keyOf(point))
    if (place !== undefined) {
      const ring = open.splice(place)
      for (const inner of ring) placeOf.delete(keyOf(inner))
      rings.push(ring)
    }
    placeOf.set(keyOf(point), open.length)
    open.push(point)
  }
  rings.push(open)
  return rings
}

/** Counter-clockwise rings are polygons, clockwise ones holes of the smallest polygon around them. */
function assemble(rings: Ring[]): MultiPolygon {
  const outers = rings.filter((ring) => doubleArea(ring) > 0)
  const holesOf = new Map<Ring, Ring[]>(outers.map((outer) => [outer, []]))
  const smallestFirst = outers.toSorted((a, b) => doubleArea(a) - doubleArea(b))
  for (const hole of rings) {
    if (doubleArea(hole) >= 0) continue
    const around = smallestFirst.find((outer) => encloses(outer, hole))
    if (around) holesOf.get(around)?.push(hole)
  }
  return outers.map((outer): Polygon => [outer, ...(holesOf.get(outer) ?? [])])
}

/** An edge's middle decides: the rings may share single points, but no edge. */
function encloses(outer: Ring, hole: Ring): boolean {
  const [[ax, ay], [bx, by]] = hole
  return sideOfRing(outer, (ax + bx) / 2, (ay + by) / 2) === 'inside'
}
