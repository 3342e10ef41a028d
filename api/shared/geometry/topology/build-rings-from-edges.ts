import Flatbush from 'flatbush'
import { itemAt, uint32At } from '../at.ts'
import { locatePointInRing } from '../shapes/point-in-polygon.ts'
import type { MultiPolygon, Point, Polygon, Ring } from '../lattice.ts'
import { computeTwiceSignedArea } from '../signed-area.ts'
import { deduplicateVertices } from './deduplicate-vertices.ts'

/** A directed edge with the interior on its left. */
export interface DirectedEdge {
  from: Point
  to: Point
}

/**
 * Builds polygons from the directed edges of their borders; at every point as many edges must end as begin.
 * The rings are simple; rings that touch in a point stay separate, as OGC requires. An edge together with its
 * opposite is a cut: if the cut goes all the way, the two sides become two polygons.
 *
 * @throws RangeError if the edges do not close
 */
export function buildRingsFromEdges(edges: readonly DirectedEdge[]): MultiPolygon {
  return assemble(findClosedWalks(edges).flatMap(splitAtRepeatedPoints))
}

/** Returns a key of the point. */
export const toPointKey = ([x, y]: Point): string => `${x},${y}`

/** `start` and `end`: numbers of the two vertices. */
interface WalkEdge extends DirectedEdge {
  start: number
  end: number
  walked: boolean
}

/**
 * Returns closed walks; where several edges leave a point, a walk follows the one that bounds the same
 * interior.
 */
function findClosedWalks(edges: readonly DirectedEdge[]): WalkEdge[][] {
  const leaving: WalkEdge[][] = []
  // in the order in which edges begin, so that equal edges give equal rings
  const inOrder: WalkEdge[][] = []
  for (const edge of numberVertices(edges)) {
    const here = leaving[edge.start]
    if (here) here.push(edge)
    else inOrder.push((leaving[edge.start] = [edge]))
  }
  const walks: WalkEdge[][] = []
  for (const here of inOrder) {
    for (const start of here) {
      const walk: WalkEdge[] = []
      for (let edge = start; !edge.walked; edge = nextEdge(edge, leaving[edge.end] ?? [])) {
        edge.walked = true
        walk.push(edge)
      }
      if (walk.length > 0) walks.push(walk)
    }
  }
  return walks
}

function numberVertices(edges: readonly DirectedEdge[]): WalkEdge[] {
  const xy = new Int32Array(edges.length * 4)
  edges.forEach(({ from, to }, i) => {
    xy[4 * i] = from[0]
    xy[4 * i + 1] = from[1]
    xy[4 * i + 2] = to[0]
    xy[4 * i + 3] = to[1]
  })
  const { vertexOf } = deduplicateVertices(xy)
  return edges.map(({ from, to }, i) => ({
    from,
    to,
    start: uint32At(vertexOf, 2 * i),
    end: uint32At(vertexOf, 2 * i + 1),
    walked: false,
  }))
}

/** Returns the first edge clockwise from the reversed arriving edge: the interior lies between the two. */
function nextEdge(arriving: DirectedEdge, candidates: WalkEdge[]): WalkEdge {
  if (candidates.length === 0) throw new RangeError('the edges do not close')
  if (candidates.length === 1) return itemAt(candidates, 0)
  const back = direction(arriving.to, arriving.from)
  return candidates.reduce((best, edge) =>
    comesFirstClockwise(back, direction(edge.from, edge.to), direction(best.from, best.to)) ? edge : best,
  )
}

type Direction = readonly [dx: number, dy: number]

const direction = (from: Point, to: Point): Direction => [to[0] - from[0], to[1] - from[1]]

const cross = (a: Direction, b: Direction) => a[0] * b[1] - a[1] * b[0]

/**
 * Whether `a` comes before `b` when turning clockwise from `start`; the direction of `start` itself comes
 * last.
 */
function comesFirstClockwise(start: Direction, a: Direction, b: Direction): boolean {
  const halfTurn = (d: Direction) => {
    const turn = cross(start, d)
    if (turn !== 0) return turn < 0 ? 0 : 2
    return start[0] * d[0] + start[1] * d[1] < 0 ? 1 : 3
  }
  const [halfA, halfB] = [halfTurn(a), halfTurn(b)]
  return halfA === halfB ? cross(a, b) < 0 : halfA < halfB
}

/** A walk that visits a point twice consists of several rings that touch there. */
function splitAtRepeatedPoints(walk: readonly WalkEdge[]): Point[][] {
  const rings: Point[][] = []
  const open: WalkEdge[] = []
  const placeOf = new Map<number, number>()
  for (const edge of walk) {
    const place = placeOf.get(edge.start)
    if (place !== undefined) {
      const ring = open.splice(place)
      for (const { start } of ring) placeOf.delete(start)
      rings.push(ring.map(({ from }) => from))
    }
    placeOf.set(edge.start, open.length)
    open.push(edge)
  }
  rings.push(open.map(({ from }) => from))
  return rings
}

/**
 * Counter-clockwise rings are outer rings, clockwise ones are holes of the smallest outer ring around them.
 */
function assemble(rings: Ring[]): MultiPolygon {
  const sized = rings.map((ring) => ({ ring, size: computeTwiceSignedArea(ring) }))
  const outers = sized.filter(({ size }) => size > 0).map((outer) => ({ ...outer, holes: new Array<Ring>() }))
  const around = indexBoxes(outers.map(({ ring }) => ring))
  for (const { ring: hole, size } of sized) {
    if (size >= 0) continue
    const smallest = around(hole)
      .map((index) => itemAt(outers, index))
      .filter(({ ring }) => encloses(ring, hole))
      .reduce<(typeof outers)[number] | undefined>(
        (best, outer) => (best === undefined || outer.size < best.size ? outer : best),
        undefined,
      )
    smallest?.holes.push(hole)
  }
  return outers.map(({ ring, holes }): Polygon => [ring, ...holes])
}

/** Up to this number of rings testing all of them is faster than building an index. */
const FEW_RINGS = 16

/** Returns a function that lists, in ascending order, the rings whose box contains the middle of an edge of a hole. */
function indexBoxes(rings: readonly Ring[]): (hole: Ring) => readonly number[] {
  if (rings.length <= FEW_RINGS) {
    const all = rings.map((_, index) => index)
    return () => all
  }
  const index = new Flatbush(rings.length)
  for (const ring of rings) {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
    for (const [x, y] of ring) {
      west = Math.min(west, x)
      south = Math.min(south, y)
      east = Math.max(east, x)
      north = Math.max(north, y)
    }
    index.add(west, south, east, north)
  }
  index.finish()
  return (hole) => {
    const [x, y] = middleOfFirstEdge(hole)
    return index.search(x, y, x, y).sort((a, b) => a - b)
  }
}

/** Decides by the middle of an edge: the rings may share points, but no edge. */
function encloses(outer: Ring, hole: Ring): boolean {
  const [x, y] = middleOfFirstEdge(hole)
  return locatePointInRing(outer, x, y) === 'inside'
}

function middleOfFirstEdge(ring: Ring): [x: number, y: number] {
  const [ax, ay] = itemAt(ring, 0)
  const [bx, by] = itemAt(ring, 1)
  return [(ax + bx) / 2, (ay + by) / 2]
}
