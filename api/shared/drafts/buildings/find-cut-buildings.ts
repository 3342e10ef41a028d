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
import { CLEARANCE, findRoutesAround } from './find-routes-around.ts'

/** Ways around are looked for at so many buildings: each runs the operation. */
const MOST_WITH_FIXES = 12

/** Finds buildings that a border runs through, and compounds that lie in several grids, each with the ways around it. */
export function findCutBuildings(state: DraftState, asked: (id: CellId) => boolean): Issue[] {
  const { buildings, set } = state
  if (!buildings) return []
  const issues: Issue[] = []
  for (const [id, rows] of buildings.rowsByCell) {
    const cell = set.cells.get(id)
    if (!cell || !asked(id)) continue
    for (const row of findCutRows(state, cell, rows)) {
      issues.push({
        type: 'cut_building',
        severity: 'warning',
        cells: [id],
        at: getPlace(buildings.table.places, row),
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
  const place = getPlace(buildings.table.places, row)
  return findRoutesAround(cell.shape, footprint.flat(2), CLEARANCE.building).flatMap(
    (line): DraftOperation[] => {
      const receiver = findReceiver(set, cell.id, line, place, footprint)
      return receiver === null
        ? []
        : [{ op: 'reshape', grid: receiver, line: line.map(([px, py]): [number, number] => [px, py]) }]
    },
  )
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

/** Compounds with buildings in several grids; between two of them with the ways around. */
function findCutCompounds(state: DraftState, asked: (id: CellId) => boolean): Issue[] {
  const { buildings, set } = state
  if (!buildings) return []
  const rowsOf = new Map<string, Map<CellId, number[]>>()
  for (const [id, rows] of buildings.rowsByCell) {
    const community = set.cells.get(id)?.community
    for (const row of rows) {
      const name = buildings.table.compounds[row]
      if (name == null) continue
      const key = `${community?.slice(0, 9)} ${name}`
      const cells = rowsOf.get(key) ?? new Map<CellId, number[]>()
      const ofCell = cells.get(id)
      if (ofCell === undefined) cells.set(id, [row])
      else ofCell.push(row)
      rowsOf.set(key, cells)
    }
  }
  return [...rowsOf.values()]
    .filter((cells) => cells.size > 1 && [...cells.keys()].some(asked))
    .map((cells, i): Issue => {
      const row = [...cells.values()][0]?.[0] ?? 0
      return {
        type: 'cut_compound',
        severity: 'warning',
        cells: [...cells.keys()],
        at: getPlace(buildings.table.places, row),
        found: cells.size,
        wanted: 1,
        fixes: cells.size === 2 && i < MOST_WITH_FIXES ? findWaysAroundCompound(state, cells) : [],
      }
    })
}

/** Half the side of what a building without a footprint stands on, in lattice units: some 3 m. */
const HALF_SIDE = 30

/** The two ways around a compound in two grids, the shorter first, as far as they cut no other building. */
function findWaysAroundCompound(
  { buildings, set }: DraftState,
  cells: ReadonlyMap<CellId, readonly number[]>,
): DraftOperation[] {
  const touched = [...cells.keys()].flatMap((id) => set.cells.get(id) ?? [])
  const [first] = touched
  if (!buildings || !first) return []
  const { footprints, places } = buildings.table
  const rows = [...cells.values()].flat()
  const ownRows = new Set(rows)
  const cornersOf = (row: number): Point[] => {
    const corners = getMultiPolygon(footprints, row).flat(2)
    const [x, y] = getPlace(places, row)
    return corners.length > 0
      ? corners
      : [-HALF_SIDE, HALF_SIDE].flatMap((dx) => [-HALF_SIDE, HALF_SIDE].map((dy): Point => [x + dx, y + dy]))
  }
  const isCutBy = ({ shape }: Cell, row: number): boolean =>
    getMultiPolygon(footprints, row).some(([outer]) => outer !== undefined && bordersCross(outer, shape))
  const others = touched
    .flatMap(({ id }) => buildings.rowsByCell.get(id) ?? [])
    .filter((row) => !ownRows.has(row) && !touched.some((cell) => isCutBy(cell, row)))
  return findRoutesAround(first.shape, rows.flatMap(cornersOf), CLEARANCE.compound).flatMap(
    (line): DraftOperation[] => {
      const result = reshape(set, { cell: first.id, line })
      if (!result.ok) return []
      const holdsAll = ({ shape }: Cell) =>
        rows.every(
          (row) =>
            isInShape(shape, ...getPlace(places, row)) &&
            isShapeWithin(getMultiPolygon(footprints, row), shape),
        )
      const receiver = result.value.put.find(holdsAll)
      const cutsOthers = result.value.put.some((cell) => others.some((row) => isCutBy(cell, row)))
      if (!receiver || cutsOthers) return []
      return receiver.id === first.id || reshape(set, { cell: receiver.id, line }).ok
        ? [{ op: 'reshape', grid: receiver.id, line: line.map(([px, py]): [number, number] => [px, py]) }]
        : []
    },
  )
}

const getPlace = (places: Int32Array, row: number): [x: number, y: number] => [
  int32At(places, 2 * row),
  int32At(places, 2 * row + 1),
]
