import { getBorderIndex } from '../topology/border-index.ts'
import type { CellSet, GridChange } from '../cell-set.ts'
import type { MultiPolygon, Point } from '../lattice.ts'
import { addPlace } from './add-place.ts'
import { LINE_SNAP_DISTANCE } from '../topology/drawn-line/snap-line-to-borders.ts'
import { ok, type Reason, reject, type Result } from '../result.ts'
import { findMisplacedRing } from '../topology/find-misplaced-ring.ts'
import { hasSegmentConflict, isSamePoint, projectOntoSegment, orient2d } from '../segments.ts'

export interface MoveVertexInput {
  from: Point
  to: Point
}

/** Moves a vertex in all cells and outlines that have it. Moving it back undoes it. */
export function moveVertex(set: CellSet, input: MoveVertexInput): Result<GridChange> {
  return addPlace(moveVertexTo(set, input), [input.from, input.to])
}

function moveVertexTo(set: CellSet, { from, to }: MoveVertexInput): Result<GridChange> {
  const reason = findMoveObstacle(set, { from, to })
  if (reason) return { ok: false, reason }
  const moved = (shape: MultiPolygon): MultiPolygon =>
    hasVertex(shape, from)
      ? shape.map((polygon) =>
          polygon.map((ring) => ring.map((point) => (isSamePoint(point, from) ? to : point))),
        )
      : shape
  const put = [...set.cells.values()]
    .filter(({ shape }) => hasVertex(shape, from))
    .map((cell) => ({ ...cell, shape: moved(cell.shape) }))
  const outlines = [...set.outlines]
    .filter(([, { shape }]) => hasVertex(shape, from))
    .map(([unit, { shape }]) => ({ unit, shape: moved(shape) }))
  // a triangle whose vertex crosses the opposite edge keeps all its edges, but is turned over
  if ([...put, ...outlines].some(({ shape }) => findMisplacedRing(shape) !== null))
    return reject('crosses_border', { at: to })
  return ok({ operation: 'moveVertex', put, retire: [], outlines, lineage: [] })
}

/** Returns the reason why there is no vertex to move at the point; null: there is one. */
export function canMoveVertex(set: CellSet, from: Point): Reason | null {
  return getBorderIndex(set).isVertex(from) ? null : { code: 'unknown_vertex', at: from }
}

/** Returns the reason why the vertex cannot move to the point; null: it can. */
function findMoveObstacle(set: CellSet, { from, to }: MoveVertexInput): Reason | null {
  const borders = getBorderIndex(set)
  if (
    !Number.isInteger(to[0]) ||
    !Number.isInteger(to[1]) ||
    Math.abs(to[0]) > 1.8e9 ||
    Math.abs(to[1]) > 9e8
  )
    return { code: 'outside_lattice' }
  const unknown = canMoveVertex(set, from)
  if (unknown) return unknown
  if (isSamePoint(from, to)) return { code: 'nothing_changes', at: to }
  const own = borders
    .edgesNear(from, from, 0)
    .filter(({ a, b }) => isSamePoint(a, from) || isSamePoint(b, from))
  const ends = own.map(({ a, b }) => (isSamePoint(a, from) ? b : a))
  for (const vertex of borders.verticesNear(to, to, LINE_SNAP_DISTANCE)) {
    if (!isSamePoint(vertex, from) && projectOntoSegment(vertex, to, to).squared <= LINE_SNAP_DISTANCE ** 2)
      return { code: 'too_close', at: vertex }
  }
  for (const end of ends) {
    for (const { a, b } of borders.edgesNear(end, to, LINE_SNAP_DISTANCE)) {
      if (isSamePoint(a, from) || isSamePoint(b, from)) continue
      if (hasSegmentConflict(end, to, a, b)) return { code: 'crosses_border', at: to }
      // it must keep the minimum distance of a drawn line from borders
      if (
        !isSamePoint(a, end) &&
        !isSamePoint(b, end) &&
        projectOntoSegment(to, a, b).squared <= LINE_SNAP_DISTANCE ** 2
      )
        return { code: 'too_close', at: to }
    }
    // an enclave between the old and the new border would change sides
    for (const vertex of borders.verticesNear(
      from,
      to,
      Math.max(Math.abs(end[0] - from[0]), Math.abs(end[1] - from[1])),
    )) {
      if (isSamePoint(vertex, from) || ends.some((each) => isSamePoint(each, vertex))) continue
      if (isInTriangle(vertex, from, end, to)) return { code: 'crosses_border', at: vertex }
    }
  }
  for (const one of ends)
    for (const other of ends)
      if (one !== other && hasSegmentConflict(one, to, other, to)) return { code: 'too_close', at: to }
  return null
}

const hasVertex = (shape: MultiPolygon, point: Point) =>
  shape.some((polygon) => polygon.some((ring) => ring.some((each) => isSamePoint(each, point))))

function isInTriangle(p: Point, a: Point, b: Point, c: Point): boolean {
  const turns = [orient2d(a, b, p), orient2d(b, c, p), orient2d(c, a, p)]
  return turns.every((each) => each >= 0) || turns.every((each) => each <= 0)
}
