import { itemAt } from '../at.ts'
import { getBorderIndex } from '../topology/border-index.ts'
import type { CellId, CellSet, GridChange } from '../cell-set.ts'
import { cutShape, type LineSection, splitLineAtBorders } from '../topology/drawn-line/cut-shape.ts'
import { insertVertices } from '../topology/insert-vertices.ts'
import type { Line, MultiPolygon, Point } from '../lattice.ts'
import { snapLineToBorders } from '../topology/drawn-line/snap-line-to-borders.ts'
import { ok, type Reason, reject, type Result } from '../result.ts'
import { computeTwiceSignedArea } from '../signed-area.ts'
import { isSamePoint } from '../segments.ts'
import { buildChange } from './build-change.ts'
import { addPlace } from './add-place.ts'
import { computeMaxCrumbM2, CRUMB, type CrumbLimits } from './crumb-limits.ts'
import { divideAmongNeighbours, isPartInside } from './divide-among-neighbours.ts'
import { selectEndVertices } from './select-end-vertices.ts'
import { createCellPieces } from './cell-pieces.ts'

export interface ReshapeInput {
  /** The cell whose border is redrawn; its neighbours follow. */
  cell: CellId
  /** New course of a part of its border; both ends lie on the old border. */
  line: Line
  /** Loops of the line up to this size are dropped; default: `CRUMB`. */
  crumb?: CrumbLimits
}

/**
 * Redraws a part of the border of a cell; the neighbours on the other side follow, also in another community.
 * Of the two parts of the ring that the line could replace, it replaces the one that moves less land. Borders
 * between neighbours that meet the replaced part are extended or cut at the new line. The reverse change undoes
 * it.
 */
export function reshape(set: CellSet, input: ReshapeInput): Result<GridChange> {
  return addPlace(redraw(set, input), input.line)
}

function redraw(set: CellSet, { cell: id, line, crumb = CRUMB }: ReshapeInput): Result<GridChange> {
  const reason = canReshape(set, id)
  const cell = set.cells.get(id)
  if (reason || !cell) return { ok: false, reason: reason ?? { code: 'unknown_cell' } }
  const drawn = snapLineToBorders(getBorderIndex(set), line, { maxLoopM2: computeMaxCrumbM2(cell, crumb) })
  if (!drawn.ok) return drawn
  const { points, onBorder } = drawn.value
  const sections = splitLineAtBorders(set, drawn.value)
  const crossing = sections.filter((section) => !section.along)
  if (crossing.length === 0) return reject('nothing_changes', { cells: [id] })
  const loose = !onBorder[0] ? points[0] : !onBorder[onBorder.length - 1] ? points[points.length - 1] : null
  if (loose) return reject('ends_not_on_border', { cells: [id], at: loose })
  const outside = crossing.find((section) => section.cell === null)
  if (outside) return reject('outside_area', { at: outside.points[0] })

  const inserted = selectEndVertices(drawn.value, sections)
  const course = buildNewCourse(insertVertices(cell.shape, inserted), points)
  if (!course.ok) return course
  const pieces = createCellPieces(set)
  for (const other of new Set(crossing.flatMap((section) => section.cell ?? []))) {
    const partner = set.cells.get(other)
    if (other === id || !partner) continue
    const parts = cutShape(partner.shape, { inserted }, ofCell(crossing, other))
    pieces.cut(other, parts)
    for (const part of parts) if (isPartInside(part, course.value)) pieces.move(part, other, id)
  }
  const given = divideAmongNeighbours(set, cell, {
    inserted,
    course: course.value,
    sections: ofCell(crossing, id),
  })
  if (!given.ok) return given
  pieces.cut(id, given.value.parts)
  for (const { part, to } of given.value.moved) pieces.move(part, id, to)
  if (pieces.transfers.length === 0) return reject('nothing_changes', { cells: [id] })
  const put = pieces.put(inserted)
  if (!put.ok) return put
  return ok(buildChange(set, { operation: 'reshape', put: put.value, inserted, transfers: pieces.transfers }))
}

const ofCell = (sections: readonly LineSection[], cell: CellId) =>
  sections.filter((section) => section.cell === cell)

/** Returns the reason why no line can reshape the cell; null: one can. */
export function canReshape(set: CellSet, cell: CellId): Reason | null {
  return set.cells.has(cell) ? null : { code: 'unknown_cell', cells: [cell] }
}

/** Returns the shape with the line in place of a part of the ring that contains both its ends. */
function buildNewCourse(shape: MultiPolygon, line: readonly Point[]): Result<MultiPolygon> {
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
