import type { Cell, CellId, CellSet, GridChange } from '../cell-set.ts'
import { locatePointInPolygon } from '../shapes/point-in-polygon.ts'
import { dissolve, toDirectedEdges } from '../topology/dissolve.ts'
import { findTilingGaps } from '../topology/find-tiling-gaps.ts'
import type { Point, Polygon } from '../lattice.ts'
import { ok, type Reason, reject, type Result } from '../result.ts'
import { toPointKey } from '../topology/build-rings-from-edges.ts'
import { addPlace } from './add-place.ts'
import { buildChange } from './build-change.ts'

export interface FillGapInput {
  /** A point inside the gap. */
  at: Point
  /** The receiving cell; must be adjacent to the gap. */
  cell: CellId
}

/** Assigns uncovered land of a community to an adjacent cell. The reverse change undoes it. */
export function fillGap(set: CellSet, input: FillGapInput): Result<GridChange> {
  return addPlace(fillGapAt(set, input), [input.at])
}

function fillGapAt(set: CellSet, input: FillGapInput): Result<GridChange> {
  const reason = findGapObstacle(set, input)
  const cell = set.cells.get(input.cell)
  if (reason || !cell) return { ok: false, reason: reason ?? { code: 'unknown_cell' } }
  const gap = findGapAt(set, cell.community, input.at)
  if (!gap) return reject('not_a_gap', { at: input.at })
  return ok(
    buildChange(set, { operation: 'fillGap', put: [{ ...cell, shape: dissolve([cell.shape, [gap]]) }] }),
  )
}

/** Returns the reason why the cell has no adjacent gap to receive; null: it has one. */
export function canFillGap(set: CellSet, id: CellId): Reason | null {
  const cell = set.cells.get(id)
  if (!cell) return { code: 'unknown_cell', cells: [id] }
  const gaps = findTilingGaps(set, cell.community)
  if (gaps.length === 0) return { code: 'not_a_gap' }
  return gaps.some((gap) => isAdjacent(cell, gap)) ? null : { code: 'not_adjacent', cells: [id] }
}

/** Returns the reason why the point lies in no gap that the cell can receive; null: it does. */
function findGapObstacle(set: CellSet, { at, cell: id }: FillGapInput): Reason | null {
  const cell = set.cells.get(id)
  if (!cell) return { code: 'unknown_cell', cells: [id] }
  const gap = findGapAt(set, cell.community, at)
  if (!gap) return { code: 'not_a_gap', at }
  return isAdjacent(cell, gap) ? null : { code: 'not_adjacent', cells: [id], at }
}

function isAdjacent(cell: Cell, gap: Polygon): boolean {
  const opposite = new Set(
    toDirectedEdges([[gap]]).map(({ from, to }) => `${toPointKey(to)} ${toPointKey(from)}`),
  )
  return toDirectedEdges([cell.shape]).some(({ from, to }) =>
    opposite.has(`${toPointKey(from)} ${toPointKey(to)}`),
  )
}

const findGapAt = (set: CellSet, community: string, [x, y]: Point) =>
  findTilingGaps(set, community).find((polygon) => locatePointInPolygon(polygon, x, y) !== 'outside')
