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
  const refusal = canSplit(set, { cell: id, newId })
  const cell = set.cells.get(id)
  if (refusal || !cell) return { ok: false, reason: refusal ?? { code: 'unknown_cell' } }
  const placed = snapLineToBorders(getBorderIndex(set), line)
  if (!placed.ok) return placed
  const stretches = splitLineAtBorders(set, placed.value)
  const inside = stretches.filter((stretch) => stretch.cell === id && !stretch.dangles)
  if (inside.length === 0) return { ok: false, reason: whyNone(id, placed.value, stretches) }

  const inserted = selectEndVertices(placed.value, inside)
  const before = cutShape(cell.shape, { inserted }, [])
  const parts = cutShape(cell.shape, { inserted }, inside)
  if (parts.length <= before.length) return reject('does_not_divide', { cells: [id] })
  if (parts.length > before.length + 1)
    return reject('too_many_parts', { cells: [id], count: parts.length - before.length + 1 })

  // islands that the line does not touch stay with the larger part
  const whole = new Set(before.map(outerKey))
  const [larger, smaller] = parts
    .filter((part) => !whole.has(outerKey(part)))
    .sort((p, q) => computePolygonAreaM2(q) - computePolygonAreaM2(p))
  const rest: MultiPolygon = parts.filter((part) => part !== smaller)
  if (larger === undefined || smaller === undefined) return reject('does_not_divide', { cells: [id] })
  return ok(
    buildChange(set, {
      operation: 'split',
      put: [
        { ...cell, shape: rest },
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

/** Returns the reason why the cell cannot be split by any line; null: it can. */
export function canSplit(set: CellSet, { cell, newId }: Pick<SplitInput, 'cell' | 'newId'>): Reason | null {
  if (!set.cells.has(cell)) return { code: 'unknown_cell', cells: [cell] }
  if (set.cells.has(newId)) return { code: 'id_taken', cells: [newId] }
  return null
}

const outerKey = ([outer]: MultiPolygon[number]): string => outer.map(String).sort().join(' ')

/** The line divides the cell nowhere: returns the most specific reason. */
function whyNone(id: CellId, { onBorder }: SnappedLine, stretches: readonly LineSection[]): Reason {
  const dangling = stretches.find((stretch) => stretch.cell === id)
  if (dangling) return { code: 'line_dangles', cells: [id], at: dangling.points[dangling.points.length - 1] }
  if (stretches.some((stretch) => stretch.along)) return { code: 'line_along_border', cells: [id] }
  return {
    code:
      onBorder.includes(true) && stretches.every((stretch) => stretch.cell === null)
        ? 'line_touches_only'
        : 'line_misses',
    cells: [id],
  }
}
