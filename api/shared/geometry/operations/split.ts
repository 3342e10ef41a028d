import { getBorderIndex } from '../topology/border-index.ts'
import type { CellId, CellSet, GridChange } from '../cell-set.ts'
import { type LineSection, splitLineAtBorders } from '../topology/drawn-line/cut-shape.ts'
import type { Line, MultiPolygon } from '../lattice.ts'
import { type SnappedLine, snapLineToBorders } from '../topology/drawn-line/snap-line-to-borders.ts'
import { ok, type Reason, reject, type Result } from '../result.ts'
import { buildChange } from './build-change.ts'
import { addPlace, findPlaceIn } from './add-place.ts'
import { computeMaxCrumbM2, CRUMB, type CrumbLimits } from './crumb-limits.ts'
import { joinCrumbs } from './join-crumbs.ts'

export interface SplitInput {
  cell: CellId
  /** Drawn across the cell; parts outside the cell are ignored. */
  line: Line
  newId: CellId
  /** Parts below both limits are crumbs; default: `CRUMB`. */
  crumb?: CrumbLimits
}

/**
 * Splits one cell in two along a line, which may start and end on an enclave or be closed. The larger part
 * keeps the id; merging the two undoes it. Crumbs stay with the part beside them, and the change says where.
 */
export function split(set: CellSet, input: SplitInput): Result<GridChange> {
  return addPlace(divideCell(set, input), input.line)
}

function divideCell(set: CellSet, { cell: id, line, newId, crumb = CRUMB }: SplitInput): Result<GridChange> {
  const reason = canSplit(set, id)
  const cell = set.cells.get(id)
  if (reason || !cell) return { ok: false, reason: reason ?? { code: 'unknown_cell' } }
  if (set.cells.has(newId)) return reject('id_taken', { cells: [newId] })
  const maxCrumbM2 = computeMaxCrumbM2(cell, crumb)
  const snapped = snapLineToBorders(getBorderIndex(set), line, { maxLoopM2: maxCrumbM2 })
  if (!snapped.ok) return snapped
  const sections = splitLineAtBorders(set, snapped.value)
  const inside = sections.filter((section) => section.cell === id && !section.dangles)
  if (inside.length === 0) return { ok: false, reason: findSplitObstacle(id, snapped.value, sections) }

  const cut = joinCrumbs(cell.shape, snapped.value, inside, maxCrumbM2)
  const [larger, smaller, third] = cut.fresh
  if (larger === undefined || smaller === undefined)
    return reject('does_not_divide', { cells: [id], at: inside[0]?.points[0] })
  if (third !== undefined) {
    return reject('too_many_parts', { cells: [id], count: cut.fresh.length, at: findPlaceIn(third) })
  }
  // islands that the line does not touch stay with the larger part
  const remaining: MultiPolygon = cut.parts.filter((part) => part !== smaller)
  return ok({
    ...buildChange(set, {
      operation: 'split',
      put: [
        { ...cell, shape: remaining },
        { id: newId, community: cell.community, shape: [smaller] },
      ],
      lineage: [
        { predecessor: id, successor: id },
        { predecessor: id, successor: newId },
      ],
      inserted: cut.inserted,
    }),
    ...(cut.notes.length > 0 && { notes: cut.notes }),
  })
}

/** Returns the reason why no line can split the cell; null: one can. */
export function canSplit(set: CellSet, cell: CellId): Reason | null {
  return set.cells.has(cell) ? null : { code: 'unknown_cell', cells: [cell] }
}

/** The line divides the cell nowhere: returns the most specific reason. */
function findSplitObstacle(id: CellId, { onBorder }: SnappedLine, sections: readonly LineSection[]): Reason {
  const dangling = sections.find((section) => section.cell === id)
  if (dangling) return { code: 'line_dangles', cells: [id], at: dangling.points[dangling.points.length - 1] }
  const along = sections.find((section) => section.along)
  if (along) return { code: 'line_along_border', cells: [id], at: along.points[0] }
  return {
    code:
      onBorder.includes(true) && sections.every((section) => section.cell === null)
        ? 'line_touches_only'
        : 'line_misses',
    cells: [id],
  }
}
