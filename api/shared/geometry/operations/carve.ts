import { itemAt } from '../at.ts'
import { getBorderIndex } from '../topology/border-index.ts'
import type { CellId, CellSet, GridChange } from '../cell-set.ts'
import { locatePointInRing } from '../shapes/point-in-polygon.ts'
import { cutShape, splitLineAtBorders } from '../topology/drawn-line/cut-shape.ts'
import { dissolve } from '../topology/dissolve.ts'
import { computeInteriorPoint } from '../shapes/interior-point.ts'
import type { Line, Polygon } from '../lattice.ts'
import { snapLineToBorders } from '../topology/drawn-line/snap-line-to-borders.ts'
import { ok, type Reason, reject, type Result } from '../result.ts'
import { isSamePoint } from '../segments.ts'
import { addPlace, findPlaceIn } from './add-place.ts'
import { buildChange } from './build-change.ts'
import { createCellPieces } from './cell-pieces.ts'

export interface CarveInput {
  /** Outline of the new cell: closed, in either direction. */
  ring: Line
  newId: CellId
}

/**
 * Creates a new cell inside existing ones of one community: each loses the land inside the ring. The reverse
 * change undoes it.
 */
export function carve(set: CellSet, input: CarveInput): Result<GridChange> {
  return addPlace(carveRing(set, input), input.ring)
}

function carveRing(set: CellSet, { ring, newId }: CarveInput): Result<GridChange> {
  const reason = canCarve(set)
  if (reason) return { ok: false, reason }
  if (set.cells.has(newId)) return reject('id_taken', { cells: [newId] })
  if (ring.length < 4 || !isSamePoint(itemAt(ring, 0), itemAt(ring, ring.length - 1)))
    return reject(ring.length < 4 ? 'too_few_points' : 'ring_not_closed', { at: ring[0] })
  const snapped = snapLineToBorders(getBorderIndex(set), ring)
  if (!snapped.ok) return snapped
  const sections = splitLineAtBorders(set, snapped.value)
  const outside = sections.find((section) => !section.along && section.cell === null)
  if (outside) return reject('outside_area', { at: outside.points[0] })
  const { inserted, points } = snapped.value
  const outline = points.slice(0, -1)

  const pieces = createCellPieces(set)
  const transferred: { part: Polygon; from: CellId }[] = []
  for (const cell of set.cells.values()) {
    const own = sections.filter((section) => section.cell === cell.id)
    const parts = cutShape(cell.shape, { inserted }, own)
    const inside = parts.filter(
      (part) => locatePointInRing(outline, ...computeInteriorPoint(part)) === 'inside',
    )
    if (inside.length === 0) continue
    if (inside.length === parts.length)
      return reject('swallows_a_grid', { cells: [cell.id], at: findPlaceIn(itemAt(inside, 0)) })
    pieces.cut(
      cell.id,
      parts.filter((part) => !inside.includes(part)),
    )
    transferred.push(...inside.map((part) => ({ part, from: cell.id })))
  }
  const donors = [...new Set(transferred.map(({ from }) => from))]
  const communities = new Set(donors.map((donor) => set.cells.get(donor)?.community))
  const [community] = communities
  if (community === undefined) return reject('nothing_changes', { at: ring[0] })
  if (communities.size > 1) return reject('different_communities', { cells: donors })
  const shape = dissolve(transferred.map(({ part }) => [part]))
  if (shape.length > 1) return reject('outside_area', { at: ring[0] })
  const put = pieces.put(inserted)
  if (!put.ok) return put
  return ok(
    buildChange(set, {
      operation: 'carve',
      put: [...put.value, { id: newId, community, shape }],
      lineage: donors.flatMap((donor) => [
        { predecessor: donor, successor: donor },
        { predecessor: donor, successor: newId },
      ]),
      inserted,
    }),
  )
}

/** Returns the reason why no ring can be carved out of the cells; null: one can. It needs no selection. */
export function canCarve(set: CellSet): Reason | null {
  return set.cells.size > 0 ? null : { code: 'outside_area' }
}
