import type { CellId, CellSet, GridChange } from '../cell-set.ts'
import { locatePointInPolygon } from '../shapes/point-in-polygon.ts'
import { dissolve, toDirectedEdges } from '../topology/dissolve.ts'
import { findTilingGaps } from '../topology/find-tiling-gaps.ts'
import type { Point } from '../lattice.ts'
import { ok, type Reason, reject, type Result } from '../result.ts'
import { toPointKey } from '../topology/build-rings-from-edges.ts'
import { buildChange } from './build-change.ts'

export interface FillGapInput {
  /** A point inside the gap. */
  at: Point
  /** The receiving cell; must be adjacent to the gap. */
  cell: CellId
}

/** Assigns uncovered land of a community to an adjacent cell. The reverse change undoes it. */
export function fillGap(set: CellSet, input: FillGapInput): Result<GridChange> {
  const refusal = canFillGap(set, input)
  const cell = set.cells.get(input.cell)
  if (refusal || !cell) return { ok: false, reason: refusal ?? { code: 'unknown_cell' } }
  const gap = gapAt(set, cell.community, input.at)
  if (!gap) return reject('not_a_gap', { at: input.at })
  return ok(
    buildChange(set, { operation: 'fillGap', put: [{ ...cell, shape: dissolve([cell.shape, [gap]]) }] }),
  )
}

/** Returns the reason why the point lies in no gap that the cell can receive; null: it does. */
export function canFillGap(set: CellSet, { at, cell: id }: FillGapInput): Reason | null {
  const cell = set.cells.get(id)
  if (!cell) return { code: 'unknown_cell', cells: [id] }
  const gap = gapAt(set, cell.community, at)
  if (!gap) return { code: 'not_a_gap', at }
  const opposite = new Set(
    toDirectedEdges([[gap]]).map(({ from, to }) => `${toPointKey(to)} ${toPointKey(from)}`),
  )
  const beside = toDirectedEdges([cell.shape]).some(({ from, to }) =>
    opposite.has(`${toPointKey(from)} ${toPointKey(to)}`),
  )
  return beside ? null : { code: 'not_adjacent', cells: [id], at }
}

const gapAt = (set: CellSet, community: string, [x, y]: Point) =>
  findTilingGaps(set, community).find((polygon) => locatePointInPolygon(polygon, x, y) !== 'outside')
