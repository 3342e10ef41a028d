import type { CellId, CellSet, GridChange } from '../cell-set.ts'
import { sideOfPolygon } from '../contains-point.ts'
import { dissolve, edgesOf } from '../dissolve.ts'
import { findGaps } from '../find-gaps.ts'
import type { Point } from '../lattice.ts'
import { done, type Reason, refuse, type Result } from '../reason.ts'
import { keyOf } from '../rings-from-edges.ts'
import { buildChange } from './build-change.ts'

export interface FillGapInput {
  /** A place inside the gap. */
  at: Point
  /** The cell that receives it; must lie beside it. */
  cell: CellId
}

/** Gives land of a community that no cell covers to a cell beside it. Undone by the reverse change. */
export function fillGap(set: CellSet, input: FillGapInput): Result<GridChange> {
  const refusal = canFillGap(set, input)
  const cell = set.cells.get(input.cell)
  if (refusal || !cell) return { ok: false, reason: refusal ?? { code: 'unknown_cell' } }
  const gap = gapAt(set, cell.community, input.at)
  if (!gap) return refuse('not_a_gap', { at: input.at })
  return done(
    buildChange(set, { operation: 'fillGap', put: [{ ...cell, shape: dissolve([cell.shape, [gap]]) }] }),
  )
}

export function canFillGap(set: CellSet, { at, cell: id }: FillGapInput): Reason | null {
  const cell = set.cells.get(id)
  if (!cell) return { code: 'unknown_cell', cells: [id] }
  const gap = gapAt(set, cell.community, at)
  if (!gap) return { code: 'not_a_gap', at }
  const opposite = new Set(edgesOf([[gap]]).map(({ from, to }) => `${keyOf(to)} ${keyOf(from)}`))
  const beside = edgesOf([cell.shape]).some(({ from, to }) => opposite.has(`${keyOf(from)} ${keyOf(to)}`))
  return beside ? null : { code: 'not_adjacent', cells: [id], at }
}

const gapAt = (set: CellSet, community: string, [x, y]: Point) =>
  findGaps(set, community).find((polygon) => sideOfPolygon(polygon, x, y) !== 'outside')
