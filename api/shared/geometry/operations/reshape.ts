import { itemAt } from '../at.ts'
import { getBorderIndex } from '../topology/border-index.ts'
import type { CellId, CellSet, GridChange } from '../cell-set.ts'
import { locatePointInPolygon } from '../shapes/point-in-polygon.ts'
import { cutShape, splitLineAtBorders } from '../topology/cut-shape.ts'
import { insertVertices } from '../topology/insert-vertices.ts'
import { computeInteriorPoint } from '../shapes/interior-point.ts'
import type { Line, MultiPolygon, Point } from '../lattice.ts'
import { snapLineToBorders } from '../topology/snap-line-to-borders.ts'
import { ok, type Reason, reject, type Result } from '../result.ts'
import { computeTwiceSignedArea } from '../signed-area.ts'
import { isSamePoint } from '../segments.ts'
import { buildChange } from './build-change.ts'
import { findAdjacentCells } from './find-adjacent-cells.ts'
import { selectEndVertices } from './select-end-vertices.ts'
import { createCellPieces } from './cell-pieces.ts'

export interface ReshapeInput {
  /** The cell whose border is redrawn; its neighbours follow. */
  cell: CellId
  /** New course of a part of its border; both ends lie on the old border. */
  line: Line
}

/**
 * Redraws a part of the border of a cell; the neighbours on the other side follow, also in another community.
 * Of the two parts of the ring that the line could replace, it replaces the one that moves less land. The
 * reverse change undoes it.
 */
export function reshape(set: CellSet, { cell: id, line }: ReshapeInput): Result<GridChange> {
  const reason = canReshape(set, id)
  const cell = set.cells.get(id)
  if (reason || !cell) return { ok: false, reason: reason ?? { code: 'unknown_cell' } }
  const snapped = snapLineToBorders(getBorderIndex(set), line)
  if (!snapped.ok) return snapped
  const { points, onBorder } = snapped.value
  const sections = splitLineAtBorders(set, snapped.value)
  const crossing = sections.filter((section) => !section.along)
  if (crossing.length === 0) return reject('nothing_changes', { cells: [id] })
  const loose = !onBorder[0] ? points[0] : !onBorder[onBorder.length - 1] ? points[points.length - 1] : null
  if (loose) return reject('ends_not_on_border', { cells: [id], at: loose })
  const outside = crossing.find((section) => section.cell === null)
  if (outside) return reject('outside_area', { at: outside.points[0] })

  const inserted = selectEndVertices(snapped.value, sections)
  const course = newCourse(insertVertices(cell.shape, inserted), points)
  if (!course.ok) return course

  const pieces = createCellPieces(set)
  for (const other of new Set([id, ...crossing.flatMap((section) => section.cell ?? [])])) {
    const partner = set.cells.get(other)
    if (!partner) continue
    const parts = cutShape(
      partner.shape,
      { inserted },
      crossing.filter((section) => section.cell === other),
    )
    pieces.cut(other, parts)
    for (const part of parts) {
      const [x, y] = computeInteriorPoint(part)
      const belongs = course.value.some((polygon) => locatePointInPolygon(polygon, x, y) === 'inside')
      if (belongs && other !== id) pieces.move(part, other, id)
      if (belongs || other !== id) continue
      const followers = findAdjacentCells(set, id, part, inserted)
      if (followers.length > 1)
        return reject('junction_between_ends', { cells: followers, at: itemAt(part, 0)[0] })
      if (followers[0] === undefined) return reject('outside_area', { at: itemAt(part, 0)[0] })
      pieces.move(part, id, followers[0])
    }
  }
  if (pieces.transfers.length === 0) return reject('nothing_changes', { cells: [id] })
  const put = pieces.put(inserted)
  return put.ok
    ? ok(buildChange(set, { operation: 'reshape', put: put.value, inserted, transfers: pieces.transfers }))
    : put
}

/** Returns the reason why no line can reshape the cell; null: one can. */
export function canReshape(set: CellSet, cell: CellId): Reason | null {
  return set.cells.has(cell) ? null : { code: 'unknown_cell', cells: [cell] }
}

/** Returns the shape with the line in place of a part of the ring that contains both its ends. */
function newCourse(shape: MultiPolygon, line: readonly Point[]): Result<MultiPolygon> {
  const [first, last] = [itemAt(line, 0), itemAt(line, line.length - 1)]
  const touched = new Set(line.slice(1, -1).map(String))
  for (const [p, polygon] of shape.entries()) {
    for (const [r, ring] of polygon.entries()) {
      const from = ring.findIndex((point) => isSamePoint(point, first))
      const to = ring.findIndex((point) => isSamePoint(point, last))
      if (from < 0 || to < 0 || from === to) continue
      const there = between(ring, from, to)
      const back = between(ring, to, from)
      // the line may touch the replaced part, but not the remaining one
      const candidates = [
        { stays: back, goes: there, along: line },
        { stays: there, goes: back, along: line.toReversed() },
      ]
        .filter(({ stays }) => !stays.some((point) => touched.has(String(point))))
        .map(({ stays, goes, along }) => ({
          ring: [...along, ...stays],
          moved: Math.abs(computeTwiceSignedArea([...along, ...goes.toReversed()])),
        }))
      const best = candidates.toSorted((one, other) => one.moved - other.moved)[0]
      if (best === undefined) return reject('crosses_border', { at: first })
      return ok(shape.map((each, i) => (i === p ? each.map((old, j) => (j === r ? best.ring : old)) : each)))
    }
  }
  return reject('ends_not_on_border', { at: first })
}

/** Returns the points of a ring strictly between two indices, going forward. */
function between(ring: readonly Point[], from: number, to: number): Point[] {
  const points: Point[] = []
  for (let i = (from + 1) % ring.length; i !== to; i = (i + 1) % ring.length) points.push(itemAt(ring, i))
  return points
}
