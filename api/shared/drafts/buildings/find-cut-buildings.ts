import type { DraftOperation } from '../../contract/drafts/draft-operations.ts'
import type { Issue } from '../../contract/drafts/draft-issues.ts'
import { int32At, itemAt } from '../../geometry/at.ts'
import type { Cell, CellId } from '../../geometry/cell-set.ts'
import { getMultiPolygon } from '../../geometry/flat-polygons.ts'
import type { Line, MultiPolygon, Point } from '../../geometry/lattice.ts'
import { reshape } from '../../geometry/operations/reshape.ts'
import { isInShape } from '../../geometry/shapes/locate-points.ts'
import { hasProperIntersection } from '../../geometry/segments.ts'
import { locatePointInPolygon } from '../../geometry/shapes/point-in-polygon.ts'
import type { DraftState } from '../draft-state.ts'
import { findRoutesAround } from './find-routes-around.ts'

/** Ways around are looked for at so many buildings: each runs the operation. */
const MOST_WITH_FIXES = 12

/** Finds buildings that a border runs through, each with the ways around it, and compounds that lie in several grids. */
export function findCutBuildings(state: DraftState, asked: (id: CellId) => boolean): Issue[] {
  const { buildings, set } = state
  if (!buildings) return []
  const issues: Issue[] = []
  for (const [id, rows] of buildings.rowsByCell) {
    const cell = set.cells.get(id)
    if (!cell || !asked(id)) continue
    for (const row of findCutRows(state, cell, rows)) {
      const [x, y] = [int32At(buildings.table.places, 2 * row), int32At(buildings.table.places, 2 * row + 1)]
      issues.push({
        type: 'cut_building',
        severity: 'warning',
        cells: [id],
        at: [x, y],
        found: buildings.table.counts.households[row] ?? 0,
        wanted: null,
        fixes: issues.length < MOST_WITH_FIXES ? findWaysAround(state, cell, row) : [],
      })
    }
  }
  return [...issues, ...findCutCompounds(state, asked)]
}

const known = new WeakMap<Cell, { rows: readonly number[]; cut: readonly number[] }>()

/** Rows whose footprint is not wholly in the cell that their place lies in. */
function findCutRows({ buildings }: DraftState, cell: Cell, rows: readonly number[]): readonly number[] {
  const found = known.get(cell)
  if (found?.rows === rows) return found.cut
  const footprints = buildings?.table.footprints
  const cut =
    footprints === undefined
      ? []
      : rows.filter((row) => !isShapeWithin(getMultiPolygon(footprints, row), cell.shape))
  known.set(cell, { rows, cut })
  return cut
}

/** Whether no part of a footprint is outside of a shape; a wall may stand on the border. */
function isShapeWithin(footprint: MultiPolygon, shape: MultiPolygon): boolean {
  const corners = footprint.flatMap(([outer]) => outer ?? [])
  return (
    corners.every(([x, y]) => shape.some((polygon) => locatePointInPolygon(polygon, x, y) !== 'outside')) &&
    !footprint.some(([outer]) => outer !== undefined && bordersCross(outer, shape))
  )
}

function bordersCross(ring: readonly Point[], shape: MultiPolygon): boolean {
  return shape.some((polygon) =>
    polygon.some((border) =>
      border.some((a, i) => {
        const b = itemAt(border, (i + 1) % border.length)
        return ring.some((c, k) => hasProperIntersection(a, b, c, itemAt(ring, (k + 1) % ring.length)))
      }),
    ),
  )
}

/** The two ways around a building, the shorter first: each gives the whole building to one of the grids. */
function findWaysAround(state: DraftState, cell: Cell, row: number): DraftOperation[] {
  const { buildings, set } = state
  if (!buildings) return []
  const footprint = getMultiPolygon(buildings.table.footprints, row)
  const [x, y] = [int32At(buildings.table.places, 2 * row), int32At(buildings.table.places, 2 * row + 1)]
  return findRoutesAround(cell.shape, footprint).flatMap((line): DraftOperation[] => {
    const receiver = findReceiver(set, cell.id, line, [x, y], footprint)
    return receiver === null
      ? []
      : [{ op: 'reshape', grid: receiver, line: line.map(([px, py]): [number, number] => [px, py]) }]
  })
}

/** The cell that holds the whole building after its border, or that of a neighbour, follows the line; null: none does. */
function findReceiver(
  set: DraftState['set'],
  id: CellId,
  line: Line,
  [x, y]: Point,
  footprint: MultiPolygon,
): CellId | null {
  const result = reshape(set, { cell: id, line })
  const receiver = result.ok ? result.value.put.find(({ shape }) => isInShape(shape, x, y)) : undefined
  if (!receiver || !isShapeWithin(footprint, receiver.shape)) return null
  return receiver.id === id || reshape(set, { cell: receiver.id, line }).ok ? receiver.id : null
}

/** Compounds with buildings in several grids. */
function findCutCompounds({ buildings, set }: DraftState, asked: (id: CellId) => boolean): Issue[] {
  if (!buildings) return []
  const cellsOf = new Map<string, Map<CellId, number>>()
  for (const [id, rows] of buildings.rowsByCell) {
    const community = set.cells.get(id)?.community
    for (const row of rows) {
      const name = buildings.table.compounds[row]
      if (name == null) continue
      const key = `${community?.slice(0, 9)} ${name}`
      const cells = cellsOf.get(key) ?? new Map<CellId, number>()
      cellsOf.set(key, cells.set(id, row))
    }
  }
  return [...cellsOf.values()]
    .filter((cells) => cells.size > 1 && [...cells.keys()].some(asked))
    .map((cells): Issue => {
      const [first] = cells.values()
      const row = first ?? 0
      return {
        type: 'cut_compound',
        severity: 'warning',
        cells: [...cells.keys()],
        at: [int32At(buildings.table.places, 2 * row), int32At(buildings.table.places, 2 * row + 1)],
        found: cells.size,
        wanted: 1,
        fixes: [],
      }
    })
}
