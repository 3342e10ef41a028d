import { itemAt } from '../at.ts'
import { getBorderIndex } from '../topology/border-index.ts'
import type { CellId, CellSet, GridChange } from '../cell-set.ts'
import { cutShape, type LineSection, splitLineAtBorders } from '../topology/cut-shape.ts'
import type { Line, MultiPolygon } from '../lattice.ts'
import { computePolygonAreaM2 } from '../measure.ts'
import { type SnappedLine, snapLineToBorders } from '../topology/snap-line-to-borders.ts'
import { ok, type Reason, reject, type Result } from '../result.ts'
import { buildChange } from './build-change.ts'
import { selectEndVertices } from './select-end-vertices.ts'

export interface SplitInput {
  cell: CellId
  /** Drawn across the cell; parts outside the cell are ignored. */
  line: Line
  newId: CellId
}

/** Splits one cell in two along a line. The larger part keeps the id; merging the two undoes it. */
export function split(set: CellSet, { cell: id, line, newId }: SplitInput): Result<GridChange> {
  const reason = canSplit(set, id)
  const cell = set.cells.get(id)
  if (reason || !cell) return { ok: false, reason: reason ?? { code: 'unknown_cell' } }
  if (set.cells.has(newId)) return reject('id_taken', { cells: [newId] })
  const snapped = snapLineToBorders(getBorderIndex(set), line)
  if (!snapped.ok) return snapped
  const sections = splitLineAtBorders(set, snapped.value)
  const inside = sections.filter((section) => section.cell === id && !section.dangles)
  if (inside.length === 0) return { ok: false, reason: findSplitObstacle(id, snapped.value, sections) }

  const inserted = selectEndVertices(snapped.value, inside)
  const before = cutShape(cell.shape, { inserted }, [])
  const parts = cutShape(cell.shape, { inserted }, inside)
  if (parts.length <= before.length) return reject('does_not_divide', { cells: [id] })
  if (parts.length > before.length + 1)
    return reject('too_many_parts', { cells: [id], count: parts.length - before.length + 1 })

  // islands that the line does not touch stay with the larger part
  const untouched = new Set(before.map(outerKey))
  const [larger, smaller] = parts
    .filter((part) => !untouched.has(outerKey(part)))
    .sort((p, q) => computePolygonAreaM2(q) - computePolygonAreaM2(p))
  const remaining: MultiPolygon = parts.filter((part) => part !== smaller)
  if (larger === undefined || smaller === undefined) return reject('does_not_divide', { cells: [id] })
  return ok(
    buildChange(set, {
      operation: 'split',
      put: [
        { ...cell, shape: remaining },
        { id: newId, community: cell.community, shape: [smaller] },
      ],
      lineage: [
        { predecessor: id, successor: id },
        { predecessor: id, successor: newId },
      ],
      inserted,
    }),
  )
}

/** Returns the reason why no line can split the cell; null: one can. */
export function canSplit(set: CellSet, cell: CellId): Reason | null {
  return set.cells.has(cell) ? null : { code: 'unknown_cell', cells: [cell] }
}

const outerKey = (polygon: MultiPolygon[number]): string => itemAt(polygon, 0).map(String).sort().join(' ')

/** The line divides the cell nowhere: returns the most specific reason. */
function findSplitObstacle(id: CellId, { onBorder }: SnappedLine, sections: readonly LineSection[]): Reason {
  const dangling = sections.find((section) => section.cell === id)
  if (dangling) return { code: 'line_dangles', cells: [id], at: dangling.points[dangling.points.length - 1] }
  if (sections.some((section) => section.along)) return { code: 'line_along_border', cells: [id] }
  return {
    code:
      onBorder.includes(true) && sections.every((section) => section.cell === null)
        ? 'line_touches_only'
        : 'line_misses',
    cells: [id],
  }
}
